"""Numbers as cells, each with its figure and a link to the list that it counts."""

from urllib.parse import parse_qsl

import pyoxigraph as ox

from server.counts.definition import is_of_edition
from server.counts.facets import EDITION, value_at
from server.counts.view import WORDS, View
from server.engine import Row
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.site.tables.cells import Cell, Reader

# The unit of lists with their own definition on the page of a resource.
ROWS = "rows"
# The end of the name of a resource's view in the template of a key.
VIEW = "_view"
# Units whose lists have a separate page; the others are listed on the page of the figure.
_PAGES = {"answers": "explore"}


def counted(addresses: Addresses, language: Language, key: str, value: int) -> Cell:
    """Return a number as a cell."""
    return Cell(str(value), address_of(addresses, language, key), count=key)


def address_of(addresses: Addresses, language: Language, key: str) -> str:
    """Return the address of the list that a figure counts."""
    unit, mark, query = key.partition("?")
    if unit == ROWS:
        given = dict(parse_qsl(query))
        own = {name: value for name, value in given.items() if name in {"list", EDITION}}
        return addresses.url(f"{language}/{given['of']}", **own) if "of" in given else ""
    # Only the page of answers has search words; sorted by prefecture, it also lists prefectures.
    if unit == "prefectures" and query.startswith(f"{WORDS}="):
        return f"{addresses.url(f'{language}/explore')}?{query}&sort=prefecture"
    path = f"{language}/{_PAGES.get(unit, f'count/{unit}')}"
    return f"{addresses.url(path)}{mark}{query}"


def answers(addresses: Addresses, language: Language, view: View, value: int) -> Cell:
    """Return a number of answers as a cell."""
    return counted(addresses, language, view.key("answers"), value)


def key_of_edition(key: str, edition: str) -> str:
    """Return the key of a figure, with the edition if there is a choice and it depends on that."""
    unit, mark, query = key.partition("?")
    if not edition or not (unit == ROWS or is_of_edition(unit)):
        return key
    own = f"{EDITION}={edition}"
    return f"{unit}?{query}&{own}" if mark else f"{unit}?{own}"


def named_in(row: Row, reader: Reader) -> dict[str, str]:
    """Return what the template of a key can name: the resources of a row, and their views."""
    values: dict[str, str] = {}
    for name, term in row.items():
        if isinstance(term, ox.NamedNode):
            path = reader.short(term.value)
            values |= {name: path, f"{name}{VIEW}": view_at(path)}
    return values


def view_at(path: str) -> str:
    """Return the facet that has the resource as a value (`type=payroll`), or an empty text."""
    found = value_at(path)
    return f"{found[0].name}={found[1]}" if found else ""
