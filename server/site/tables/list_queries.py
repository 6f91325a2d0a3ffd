"""The queries behind the lists: files in `queries/`, run exactly as they are shown.

In a file `$this` stands for the resource of the page and `$lang` for the language; prefixes are
put before it as far as it uses them. `server.counts.editions` says which places hold a query to the
edition that is asked for.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from string import Template

import pyoxigraph as ox

from server.counts.editions import held_to
from server.http.language import Language
from server.rdf.query_files import filled, template

# `(AGGREGATE(DISTINCT STR(?x); …) AS ?name)`: parentheses stand in each other up to three deep.
_EXPRESSION = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\bAS\s+(\?\w+)\)")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A query by the name of its file; `columns` are its variables in order, without labels."""

    name: str
    template: Template
    columns: tuple[str, ...]

    def text(self, base: str, language: Language, this: str = "", edition: str = "") -> str:
        """Return the whole query for a resource, as it is run and shown."""
        subject, lang = ox.NamedNode(this or base), ox.Literal(str(language))
        places = held_to(self.template, base, edition)
        return filled(self.template, base, this=subject, lang=lang, **places)


@lru_cache(maxsize=256)
def list_query(name: str) -> ListQuery:
    """Return the query of a file `queries/{name}.rq`.

    Raises:
        FileNotFoundError: there is none.
    """
    query = template("server.site.tables", f"queries/{name}")
    return ListQuery(name, query, columns_of(query.template))


def columns_of(template: str) -> tuple[str, ...]:
    """Return the variables that a query selects, in order, without labels."""
    head = template.partition("WHERE")[0]
    variables = re.findall(r"\?(\w+)", _EXPRESSION.sub(r"\1", head))
    return tuple(name for name in variables if not name.endswith("Label"))
