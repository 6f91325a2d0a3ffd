"""The queries of lists: files in `queries/`, run exactly as shown.

In a file `$this` is the resource of the page, `$lang` the language and `$answered` the path from an
entry to concepts of its scheme; the prefixes in use are declared. `server.counts.editions` defines
the placeholders for the requested edition.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from string import Template

import pyoxigraph as ox

from server.counts.editions import held_to
from server.counts.facets import path_to_concepts
from server.http.language import Language
from server.rdf.query_files import filled, template

# `(AGGREGATE(DISTINCT STR(?x); …) AS ?name)`: parentheses stand in each other up to three deep.
_EXPRESSION = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\bAS\s+(\?\w+)\)")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A query by its file name; `columns` are its variables in order, without those of labels."""

    name: str
    template: Template
    columns: tuple[str, ...]

    def text(self, base: str, language: Language, this: str = "", edition: str = "") -> str:
        """Return the complete query for a resource, as run and shown."""
        subject, lang = ox.NamedNode(this or base), ox.Literal(str(language))
        placeholders = held_to(self.template, base, edition)
        answered = path_to_concepts(this.removeprefix(base))
        return filled(
            self.template, base, this=subject, lang=lang, answered=answered, **placeholders
        )


@lru_cache(maxsize=256)
def list_query(name: str) -> ListQuery:
    """Return the query of a file `queries/{name}.rq`.

    Raises:
        FileNotFoundError: There is no such file.
    """
    query = template("server.site.tables", f"queries/{name}")
    return ListQuery(name, query, columns_of(query.template))


def columns_of(template: str) -> tuple[str, ...]:
    """Return the variables that a query selects, in order, without those of labels."""
    head = template.partition("WHERE")[0]
    variables = re.findall(r"\?(\w+)", _EXPRESSION.sub(r"\1", head))
    return tuple(name for name in variables if not name.endswith("Label"))
