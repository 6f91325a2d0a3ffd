"""Comparisons: each is a figure with its query, its table, and its drawing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlencode

import pyoxigraph as ox

from server.charts.drawing.figures import LinkedName
from server.charts.drawing.svg import Drawing
from server.charts.tabular import MatrixTable, ShownBar
from server.counts.facets import Facet
from server.counts.view import View
from server.engine import Row
from server.facets.index import Catalogue
from server.http.language import Language
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.list_figures import unit_key
from server.site.tables.list_queries import list_query
from server.site.tables.table import Table, TableMaker
from server.site.templating import grouped
from server.site.values import values_of

# Cached: a matrix of prefectures and types has about 2,000 cells in each language.
_KEPT = 16_384


@dataclass(frozen=True, slots=True)
class ChartContext:
    """The context of a figure: site, index of entries, language, view and order.

    `sort` is the column to sort a matrix by, `measure` what a map shows.
    """

    site: Site
    catalogue: Catalogue
    language: Language
    view: View
    sort: str = ""
    measure: str = ""

    @property
    def tables(self) -> TableMaker:
        """Return the table maker of the shown edition."""
        return self.site.tables(self.language, self.view.edition)

    @property
    def whole(self) -> View:
        """Return the view of all answers of the shown edition."""
        return self.site.editions.view(self.view.edition)

    def address(self, view: View) -> str:
        """Return the address of the answers of a view."""
        page = self.site.addresses.url(f"{self.language}/explore")
        return f"{page}?{_parameters(view)}" if view.chosen else page

    def within(self, **chosen: str) -> str:
        """Return the address of the answers of the view with one chosen value in each facet."""
        return self.address(self.view.having(**chosen))

    def text(self, key: str, **values: object) -> str:
        """Return a message."""
        return self.site.text(self.language, key, **values)

    def title(self, slug: str) -> str:
        """Return the title of a comparison and its view."""
        title = self.text(f"compare.{slug}")
        names = values_of(self.site, self.view, self.language)
        return self.text("explore.titled", title=title, names=names) if names else title

    def named(self, row: Row, name: str, **chosen: str) -> LinkedName:
        """Return a resource of a row with a link to its view, else to its page."""
        cell = self.site.reader(self.language).cell(row[name], row.get(f"{name}Label"))
        return LinkedName(cell.text, self.within(**chosen) if chosen else cell.href)


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure: its drawing, the table of its query, and what the page shows instead.

    A page shows a matrix as an HTML table and bars as rows of the page's width; else the drawing.
    """

    title: str
    draw: Callable[[], Drawing]
    table: Table
    matrix: MatrixTable | None = None
    bars: Sequence[ShownBar] = ()
    legend: Sequence[tuple[str, str]] = ()
    lead: str = ""
    counted: Sequence[Cell] = ()
    facets: Sequence[Facet] = ()

    def numbers(self, site: Site, language: Language) -> str:
        """Return the numbers with their units, as beside the title of the page."""
        return numbers_of(site, language, self.counted)


def numbers_of(site: Site, language: Language, counted: Iterable[Cell]) -> str:
    """Return numbers with their units as one text."""
    space = " " if language is Language.EN else ""
    shown = (
        f"{grouped(cell.text)}{space}{site.text(language, unit_key(cell))}" for cell in counted
    )
    return site.text(language, "resource.separator").join(shown)


def _no_columns(_catalogue: Catalogue) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with its slug; `make` makes its figure in a context.

    `default` is the view if the reader has chosen nothing. `columns` returns the slugs of columns
    that can sort the rows, none for a figure whose order cannot be chosen.
    """

    slug: str
    make: Callable[[ChartContext], Chart]
    default: View = field(default_factory=View)
    columns: Callable[[Catalogue], Sequence[str]] = _no_columns

    @property
    def title(self) -> str:
        """Return the key of the title."""
        return f"compare.{self.slug}"

    def shown(self, view: View) -> View:
        """Return the view, or the default view of its edition if it has no choices."""
        return view if view.is_narrowed else View({**view.chosen, **self.default.chosen})

    @property
    def lead(self) -> str:
        """Return the key of the text that explains the figure."""
        return f"compare.{self.slug}-lead"


def _parameters(view: View) -> str:
    return _encoded(tuple(view.parameters()))


@lru_cache(maxsize=_KEPT)
def _encoded(parameters: tuple[tuple[str, str], ...]) -> str:
    return urlencode(parameters, safe="/")


def rows_and_table(context: ChartContext, slug: str, this: str = "") -> tuple[Sequence[Row], Table]:
    """Return the rows of a comparison's query, also as a table."""
    name = f"compare-{slug}"
    iri = context.site.addresses.iri(this) if this else ""
    query = list_query(name).text(
        *(context.site.addresses.base, context.language, iri, context.view.edition)
    )
    rows = context.site.dataset.rows(query)
    table = context.tables.of_rows(name, query, rows, this=this)
    # Without links, because the counted rows are on the same page.
    return rows, replace(table, counted=[replace(one, href="") for one in table.counted])


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


def text_in(row: Row, name: str) -> str:
    """Return a text of a row, empty where it has none."""
    term = row.get(name)
    return term.value if isinstance(term, ox.Literal) else ""


def by_key(rows: Sequence[Row], name: str) -> Mapping[str, Row]:
    """Return the first row for each slug of a value, in the order of the rows."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(slug_of(row, name), row)
    return found
