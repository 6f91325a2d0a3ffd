"""The server's own queries: files `queries/{name}.rq` of a room, with places for values.

A place is `$name` or `${name}`, as `string.Template` has it. A term is filled in as SPARQL writes
it; a `str` is SPARQL itself (a pattern, a path, the name of a variable). Prefixes are declared as
far as a query uses them.
"""

from functools import cache
from importlib.resources import files
from string import Template

import pyoxigraph as ox

from server.rdf.prologue import prologue

Filling = ox.NamedNode | ox.Literal | str


def read_query(room: str, name: str, base: str, **values: Filling) -> str:
    """Return the whole query of a file `queries/{name}.rq` of a room such as `server.facets`.

    `$base` stands for the base of the dataset's IRIs, and values without a place are left out.

    Raises:
        FileNotFoundError: no such file.
        KeyError: a place has no value.
    """
    return filled(template(room, f"queries/{name}"), base, **values)


def filled(query: Template, base: str, **values: Filling) -> str:
    """Return a query with its values and the prefixes that it uses.

    Raises:
        KeyError: a place has no value.
    """
    body = query.substitute({"base": base, **values})
    return prologue(body, base) + body


@cache
def template(room: str, path: str) -> Template:
    """Return the query of a file `{path}.rq` of a room.

    Raises:
        FileNotFoundError: no such file.
    """
    return Template((files(room) / f"{path}.rq").read_text("utf-8"))
