"""Lists as tables: a query's rows with titles, links and the text of the query."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.engine import Dataset, Row, Term
from server.http.language import Language
from server.site.cells import Cell, Reader
from server.site.list_queries import columns_of, list_query
from server.site.texts import Messages

_NUMBERS = frozenset(
    {
        *("introduced", "offers", "partners"),
        *("count", "entries", "things", "prefectures", "participants", "concepts", "triples"),
        *("stated", "computed", "page", "number", "dedicated", "concurrent", "total"),
    }
)
# Between the values that a query joins: data, told in words of the language.
_JOINED = " | "
_BARS = frozenset({"count", "entries", "things"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its variable, its title, and whether it holds numbers."""

    name: str
    title: str
    number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A list: `rows` are those shown of `total`; `more` leads to the rest of them."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int
    query: str
    more: str = ""

    @property
    def bars(self) -> bool:
        """Return whether it is a distribution: one thing a row and how often, last."""
        return len(self.columns) == 2 and self.columns[-1].name in _BARS  # noqa: PLR2004 -- a pair

    def share(self, index: int) -> int:
        """Return the count of a row in percent of the largest."""
        counts = [int(row[-1].text or 0) for row in self.rows]
        return round(100 * counts[index] / max(*counts, 1))


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows of a list are shown, counted from 0."""

    start: int = 0
    length: int = 50


@dataclass(frozen=True, slots=True)
class Tables:
    """Makes the tables of one language."""

    dataset: Dataset
    messages: Messages
    reader: Reader

    @property
    def language(self) -> Language:
        """Return the language of titles and labels."""
        return self.reader.language

    def table(self, name: str, this: str = "", part: Slice | None = None, query: str = "") -> Table:
        """Return a list for a resource; `query` names its query where that is another."""
        source = list_query(query or name)
        text = source.text(self.dataset.identity.base, self.language, this)
        return self.of_rows(name, text, self.dataset.rows(text), part)

    def of_rows(
        self, name: str, text: str, answered: Sequence[Row], part: Slice | None = None
    ) -> Table:
        """Return a list from the rows of its query's text."""
        columns = columns_of(text)
        rows = [row for row in answered if row.keys() & set(columns)]
        if all(set(row) <= {"count", "entries"} for row in rows):
            rows = []
        start, length = (part.start, part.length) if part else (0, len(rows))
        return Table(
            name=name,
            title=self.messages.text(self.language, f"list.{name}"),
            columns=[self._column(column) for column in columns],
            rows=[self._row(row, columns) for row in rows[start : start + length]],
            total=len(rows),
            query=text,
        )

    def _column(self, name: str) -> Column:
        return Column(name, self.messages.text(self.language, f"column.{name}"), name in _NUMBERS)

    def _row(self, row: Row, columns: Sequence[str]) -> list[Cell]:
        return [self._cell(row, name) for name in columns]

    def _cell(self, row: Row, name: str) -> Cell:
        cell = self.reader.cell(row.get(name), row.get(f"{name}Label"))
        if cell.href or _JOINED not in cell.text:
            return cell
        separator = self.messages.text(self.language, "resource.separator")
        return replace(cell, text=cell.text.replace(_JOINED, separator))


def number(term: Term | None) -> int:
    """Return the integer that a literal stands for; 0 where there is none."""
    return int(term.value) if isinstance(term, ox.Literal) else 0
