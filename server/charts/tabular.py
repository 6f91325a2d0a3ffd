"""Figures as HTML: a matrix as a table with heads, totals and bands, and bars as rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.site.tables.cells import Cell


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its name, where it leads, and the address that sorts by it.

    `direction` is set where the table is sorted by it; `narrower` where it is part of another.
    """

    name: Cell
    sort: str
    direction: str = ""
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class Shaded:
    """A number with its shade, 0 (none) to 5 (most), or a sign with its class."""

    cell: Cell
    step: int
    sign: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row: its name, short where there is room for few letters, its numbers and its total."""

    name: Cell
    short: str
    cells: Sequence[Shaded]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that belong together; without a title where they are sorted."""

    title: Cell | None
    rows: Sequence[MatrixRow]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """A matrix: rows in bands; `silent` are the rows that have nothing in any column.

    `corner` names the rows, `totals` are those of the columns, the last of all; a matrix of signs
    has none.
    """

    corner: str
    heads: Sequence[Head]
    total: Head | None
    bands: Sequence[RowGroup]
    totals: Sequence[Cell]
    silent: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar below its name: the whole and a part of it as figures, and as shares of the longest."""

    name: Cell
    whole: Cell
    part: Cell
    whole_share: float
    part_share: float
    note: Cell
