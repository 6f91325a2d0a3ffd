"""Numbers as cells, each with its figure and a link to the list that it counts."""

from urllib.parse import parse_qsl

from server.counts.facets import EDITION
from server.counts.view import WORDS, View
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.site.tables.cells import Cell

# The unit of lists with their own definition on the page of a resource.
ROWS = "rows"
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
