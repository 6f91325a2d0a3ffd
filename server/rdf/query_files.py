"""The server's own queries: files `queries/{name}.rq` of a package, with placeholders.

Placeholders are those of `string.Template`: `$name` or `${name}`. A term is filled in in SPARQL
syntax; a `str` is inserted unchanged, as a pattern, a path, or the name of a variable. The prefixes
that a query uses are declared.
"""

from functools import cache
from importlib.resources import files
from string import Template

import pyoxigraph as ox

from server.rdf.prologue import prologue

Filling = ox.NamedNode | ox.Literal | str


def read_query(room: str, name: str, base: str, **values: Filling) -> str:
    """Return the complete query of a file `queries/{name}.rq` of a package (`server.facets`).

    `$base` is the base of the dataset's IRIs; values without a placeholder are ignored.

    Raises:
        FileNotFoundError: There is no such file.
        KeyError: A placeholder has no value.
    """
    return filled(template(room, f"queries/{name}"), base, **values)


def filled(query: Template, base: str, **values: Filling) -> str:
    """Return a query with its values filled in and its prefixes declared.

    Raises:
        KeyError: A placeholder has no value.
    """
    body = query.substitute({"base": base, **values})
    return prologue(body, base) + body


@cache
def template(room: str, path: str) -> Template:
    """Return the text of a file `{path}.rq` of a package.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return Template((files(room) / f"{path}.rq").read_text("utf-8"))
