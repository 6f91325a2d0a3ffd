"""Makes tables from the rows of a query, with titles, links and the query's text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.counts.facets import EDITION
from server.counts.view import View
from server.engine import Dataset, Row, Term
from server.engine.row_values import text_in
from server.http.language import Language
from server.site.tables.cells import Cell, Reader
from server.site.tables.list_figures import ListFigures
from server.site.tables.list_queries import columns_of, list_query
from server.site.texts import Messages

# Columns of numbers: figures of this site, and numbers stated in the data.
_STATED = frozenset(
    {"stated", "computed", "page", "number", "dedicated", "concurrent", "total", "participants"}
)
_FIGURES = frozenset(
    {
        *("introduced", "offers", "partners", "users", "entries", "prefectures", "systems"),
        *("concepts", "resources", "results", "statements", "triples"),
    }
)
_NUMBERS = _STATED | _FIGURES
# The separator in joined values of queries; pages show that of the language.
_JOINED = " | "
# The column of the resource above that of its row.
_ABOVE = "above"
# The title of a column of joined resources is that of a single one.
_LIST = "List"
# The column of entries has their numbers alone: its row names what they are about.
_ENTRIES = "entryList"
_BARS = frozenset({"entries", "resources", "results", "statements"})


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its variable, its title, and whether it holds numbers.

    A column that is not `shown` is only in files: it is empty or repeats the page's resource, or
    pages indent the rows in its place.
    """

    name: str
    title: str
    number: bool
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A list: `rows` are the shown rows of `total`; `more` links to the rest.

    `counted` are the figures beside the title: number of rows, or totals. `lead` says what the rows
    are, where the title does not. `foot` has rows for what
    is in no other row. `of` is the path of the list's resource, `index` the slug of a list of all
    resources of a kind: both have files. `edition` is the edition of the rows, "" if there is only
    one.
    """

    name: str
    title: str
    columns: Sequence[ListColumn]
    rows: Sequence[Sequence[Cell]]
    total: int
    query: str
    counted: Sequence[Cell] = ()
    foot: Sequence[Sequence[Cell]] = ()
    more: str = ""
    of: str = ""
    index: str = ""
    edition: str = ""
    lead: str = ""

    @property
    def of_edition(self) -> dict[str, str]:
        """Return the edition parameter for addresses, empty if there is only one edition."""
        return {EDITION: self.edition} if self.edition else {}

    @property
    def bars(self) -> bool:
        """Return whether it is a distribution: rows of one resource and, last, a count."""
        return len(self.columns) > 1 and self.columns[1].name in _BARS

    def share(self, index: int) -> int:
        """Return the count of a row in percent of the largest."""
        counts = [int(row[1].text or 0) for row in self.rows]
        return round(100 * counts[index] / max(*counts, 1))


@dataclass(frozen=True, slots=True)
class Slice:
    """The range of shown rows, counted from 0."""

    start: int = 0
    length: int = 50


@dataclass(frozen=True, slots=True)
class TableMaker:
    """Makes the tables in one language, for one edition if there are several."""

    dataset: Dataset
    messages: Messages
    reader: Reader
    edition: str = ""

    @property
    def language(self) -> Language:
        """Return the language of titles and labels."""
        return self.reader.language

    @property
    def whole(self) -> View:
        """Return the view of all answers of the edition."""
        return View({EDITION: (self.edition,)}) if self.edition else View()

    @property
    def of_edition(self) -> dict[str, str]:
        """Return the edition parameter for addresses, empty if there is only one edition."""
        return {EDITION: self.edition} if self.edition else {}

    def table(self, name: str, this: str = "", part: Slice | None = None, query: str = "") -> Table:
        """Return a list for a resource; `query` is the name of its query if it differs."""
        text = self.query(query or name, this)
        of = this.removeprefix(self.dataset.identity.base)
        return self.of_rows(name, text, self.dataset.rows(text), part, of)

    def query(self, name: str, this: str) -> str:
        """Return the text of a query file for a resource."""
        base = self.dataset.identity.base
        return list_query(name).text(base, self.language, this, self.edition)

    def of_rows(
        self,
        name: str,
        text: str,
        answered: Sequence[Row],
        part: Slice | None = None,
        this: str = "",
    ) -> Table:
        """Return a list from the rows of its query `text`; `this` is the path of its resource."""
        columns = columns_of(text)
        # An aggregate over nothing gives a row with only numbers.
        is_none = len(answered) == 1 and not answered[0].keys() & set(columns) - _FIGURES
        rows = () if is_none else answered
        start, length = (part.start, part.length) if part else (0, len(rows))
        self.reader.read(unnamed(rows[start : start + length], columns))
        figures = ListFigures(name, this, self.reader, self.edition)
        empty = self._said_of_empty(name, columns)
        shown = [self._row(row, columns, figures, empty) for row in rows[start : start + length]]
        if _ABOVE in columns:
            shown = _indented(shown, _depths(rows, columns)[start : start + length])
        return Table(
            name=name,
            title=self.messages.text(self.language, f"list.{name}"),
            columns=[self._column(one, () if one in empty else rows, this) for one in columns],
            rows=shown,
            total=len(rows),
            query=text,
            counted=[figures.of_list(len(rows))],
            edition=self.edition,
            lead=self.messages.find(self.language, f"list_lead.{name}") or "",
        )

    def column(self, name: str) -> ListColumn:
        """Return the column of a variable."""
        title = self.messages.text(self.language, f"column.{name.removesuffix(_LIST)}")
        return ListColumn(name, title, name in _NUMBERS, name != _ABOVE)

    def _column(self, name: str, rows: Sequence[Row], this: str) -> ListColumn:
        """Return a column; one that is empty or only repeats the page's resource is not shown."""
        column, values = self.column(name), {text_in(row, name) for row in rows}
        is_redundant = rows and values <= {"", self.dataset.identity.base + this}
        return replace(column, shown=False) if is_redundant else column

    def _said_of_empty(self, name: str, columns: Sequence[str]) -> Mapping[str, Cell]:
        """Return the text of empty cells by column: no value exists, or none is stated."""
        keys = {column: f"empty.{name}-{column.removesuffix(_LIST)}" for column in columns}
        found = {column: self.messages.find(self.language, key) for column, key in keys.items()}
        return {column: Cell(text) for column, text in found.items() if text}

    def _row(
        self,
        row: Row,
        columns: Sequence[str],
        figures: ListFigures,
        empty: Mapping[str, Cell],
    ) -> list[Cell]:
        cells = (
            figures.of_row(name, row) if name in _FIGURES else self._cell(row, name)
            for name in columns
        )
        return [
            cell if cell.text else empty.get(name, cell)
            for name, cell in zip(columns, cells, strict=True)
        ]

    def _cell(self, row: Row, name: str) -> Cell:
        term = row.get(name)
        if name.endswith(_LIST) and isinstance(term, ox.Literal):
            return self._several(name, term.value.split())
        cell = self.reader.cell(term, row.get(f"{name}Label"))
        if cell.href or _JOINED not in cell.text:
            return cell
        separator = self.messages.text(self.language, "resource.separator")
        return replace(cell, text=cell.text.replace(_JOINED, separator))

    def _several(self, name: str, iris: Sequence[str]) -> Cell:
        cells = [self.reader.link(iri) for iri in sorted(iris)]
        if name == _ENTRIES:
            cells = [replace(cell, text=cell.href.partition("/entry/")[2]) for cell in cells]
        separator = self.messages.text(self.language, "resource.separator")
        return Cell(separator.join(cell.text for cell in cells), several=cells)


def _indented(rows: Iterable[list[Cell]], depths: Iterable[int]) -> list[list[Cell]]:
    return [
        [replace(cells[0], depth=depth), *cells[1:]]
        for cells, depth in zip(rows, depths, strict=True)
    ]


def _depths(rows: Sequence[Row], columns: Sequence[str]) -> list[int]:
    """Return how many rows are above each row, in a list whose rows name the next one above."""
    above = {row.get(columns[0]): row.get(_ABOVE) for row in rows}
    found = []
    for row in rows:
        chain: list[Term] = []
        term = row.get(_ABOVE)
        while term is not None and term in above and term not in chain:
            chain.append(term)
            term = above[term]
        found.append(len(chain))
    return found


def unnamed(rows: Sequence[Row], columns: Sequence[str]) -> Iterator[Term | None]:
    """Yield the resources in rows without a label beside them."""
    for row in rows:
        for name in columns:
            term = row.get(name)
            if name.endswith(_LIST) and isinstance(term, ox.Literal):
                yield from map(ox.NamedNode, term.value.split())
            elif f"{name}Label" not in row:
                yield term
