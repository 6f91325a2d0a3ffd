"""The SPARQL of a view, which returns exactly its rows in its order (files in `queries/`)."""

from collections.abc import Mapping

import pyoxigraph as ox

from server.facets.state import State
from server.http.language import Language
from server.rdf.query_files import Filling, read_query

# The columns of the result: name of the variable, and whether it is a resource with a label.
COLUMNS: tuple[tuple[str, bool], ...] = (
    ("entry", False),
    ("name", False),
    ("prefecture", True),
    ("field", True),
    ("status", True),
    ("sharing", True),
    ("technologies", False),
    ("types", False),
    ("page", False),
)
_PRINTED = ("?page", "?number", "?entry")
_ORDERS: Mapping[str, tuple[str, ...]] = {
    "printed": _PRINTED,
    "prefecture": ("?prefecture", *_PRINTED),
    "status": ("?statusCode", *_PRINTED),
    "name": ("STR(?name)", *_PRINTED),
}


def select_of(state: State, language: Language, base: str) -> str:
    """Return the query for the rows of all pages of the view, in its order."""
    order = " ".join(_order(state.sort))
    lang = ox.Literal(str(language))
    return view_query("select", base, entries=state.view.entries(base), order=order, lang=lang)


def construct_of(state: State, base: str) -> str:
    """Return the query for all statements about the entries of the view and their things.

    The things are included because technologies and types are statements about these.
    """
    return view_query("construct", base, entries=state.view.entries(base))


def view_query(name: str, base: str, **parts: Filling) -> str:
    """Return the query of a file `queries/{name}.rq` with its placeholders filled in."""
    return read_query("server.facets", name, base, **parts)


def _order(sort: str) -> list[str]:
    keys = _ORDERS[sort.removeprefix("-")]
    return [f"DESC({key})" if sort.startswith("-") else key for key in keys]
