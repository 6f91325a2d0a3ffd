"""The queries behind the lists: files in `queries/`, run exactly as they are shown.

In a file `$this` stands for the resource of the page and `$lang` for the language; prefixes are
put before it as far as it uses them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

from server.engine import Term
from server.http.language import Language
from server.rdf.prologue import prologue

# `(AGGREGATE(DISTINCT STR(?x); …) AS ?name)`: parentheses stand in each other up to three deep.
_EXPRESSION = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\bAS\s+(\?\w+)\)")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A query by the name of its file; `columns` are its variables in order, without labels."""

    name: str
    template: str
    columns: tuple[str, ...]

    def text(self, base: str, language: Language, this: str = "") -> str:
        """Return the whole query for a resource, as it is run and shown."""
        body = bound(self.template, this=ox.NamedNode(this or base), lang=ox.Literal(str(language)))
        return prologue(body, base) + body


def bound(query: str, **terms: Term) -> str:
    """Return a query with `$name` replaced by a term, escaped as SPARQL needs it."""
    for name, term in terms.items():
        query = query.replace(f"${name}", str(term))
    return query


@lru_cache(maxsize=256)
def list_query(name: str) -> ListQuery:
    """Return the query of a file `queries/{name}.rq`.

    Raises:
        FileNotFoundError: there is none.
    """
    template = (files("server.site.tables") / "queries" / f"{name}.rq").read_text("utf-8")
    return ListQuery(name, template, columns_of(template))


def columns_of(template: str) -> tuple[str, ...]:
    """Return the variables that a query selects, in order, without labels."""
    head = template.partition("WHERE")[0]
    variables = re.findall(r"\?(\w+)", _EXPRESSION.sub(r"\1", head))
    return tuple(name for name in variables if not name.endswith("Label"))
