"""What a comparison is: a drawing with the table that it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

import pyoxigraph as ox

from server.charts.drawing.figures import Named
from server.charts.drawing.svg import Drawing
from server.engine import Row
from server.facets.index import Catalogue
from server.facets.state import State
from server.http.language import Language
from server.site.list_queries import list_query
from server.site.site import Site
from server.site.table import Table

# A matrix of prefectures and types has some two thousand cells in each language.
_KEPT = 16_384


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is drawn: the site, its index of entries, the language and a view."""

    site: Site
    catalogue: Catalogue
    language: Language
    state: State

    def view(self, **chosen: str) -> str:
        """Return the address of the view with one value chosen in each facet."""
        page = self.site.addresses.url(f"{self.language}/explore")
        return f"{page}?{_parameters(tuple(chosen.items()))}"

    def text(self, key: str, **values: object) -> str:
        """Return a message."""
        return self.site.text(self.language, key, **values)

    def named(self, row: Row, name: str, **chosen: str) -> Named:
        """Return a resource of a row with the view to which it leads, else its page."""
        cell = self.site.reader(self.language).cell(row[name], row.get(f"{name}Label"))
        return Named(cell.text, self.view(**chosen) if chosen else cell.href)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its drawing, and the table of what is drawn."""

    drawing: Drawing
    table: Table


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison by its slug; `draw` makes the figure of a place."""

    slug: str
    draw: Callable[[Place], Figure]

    @property
    def title(self) -> str:
        """Return the key of its title."""
        return f"compare.{self.slug}"

    @property
    def lead(self) -> str:
        """Return the key of the sentence that says how to read it."""
        return f"compare.{self.slug}-lead"


@lru_cache(maxsize=_KEPT)
def _parameters(chosen: tuple[tuple[str, str], ...]) -> str:
    return urlencode(State({name: (slug,) for name, slug in chosen}).parameters())


def rows_and_table(place: Place, slug: str, this: str = "") -> tuple[Sequence[Row], Table]:
    """Return the rows of a comparison's query, and the same as a table."""
    name = f"compare-{slug}"
    iri = place.site.addresses.iri(this) if this else ""
    query = list_query(name).text(place.site.addresses.base, place.language, iri)
    rows = place.site.dataset.rows(query)
    return rows, place.site.tables(place.language).of_rows(name, query, rows)


def slug_of(row: Row, name: str) -> str:
    """Return the last part of the IRI of a row's value."""
    return iri_in(row, name).rpartition("/")[2]


def iri_in(row: Row, name: str) -> str:
    """Return the IRI of a row's value."""
    term = row[name]
    return term.value if isinstance(term, ox.NamedNode) else ""


def count_in(row: Row, name: str) -> int:
    """Return a number of a row."""
    term = row[name]
    return int(term.value) if isinstance(term, ox.Literal) else 0


def by_key(rows: Sequence[Row], name: str) -> Mapping[str, Row]:
    """Return the first row for each slug of a value, in the order of the rows."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(slug_of(row, name), row)
    return found
