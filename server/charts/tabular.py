"""Values for figures in HTML: a matrix as a table with heads, totals and bands; bars as rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from server.charts.drawing.figures import LinkedName, Matrix, MatrixCell, draw_matrix
from server.charts.drawing.svg import Drawing
from server.site.tables.cells import Cell


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its name, its link, and the address that sorts by it.

    `direction` is set if the table is sorted by it, `narrower` if it is part of another column.
    """

    name: Cell
    sort: str
    direction: str = ""
    narrower: bool = False


@dataclass(frozen=True, slots=True)
class Shaded:
    """A number with its shade from 0 (none) to 5 (most), or a sign with its class."""

    cell: Cell
    step: int
    sign: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row: name, short name for narrow screens, numbers and total."""

    name: Cell
    short: str
    cells: Sequence[Shaded]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A group of rows; without a title if the table is sorted."""

    title: Cell | None
    rows: Sequence[MatrixRow]


@dataclass(frozen=True, slots=True)
class MatrixTable:
    """A matrix with grouped rows; `silent` are the rows without any number.

    `corner` is the head of the row names. `totals` are the totals of the columns, the last one of
    all; empty for a matrix of signs. `band_head` is the head of a column of bands in files, where
    rows of several bands may have the same name.
    """

    corner: str
    heads: Sequence[Head]
    total: Head | None
    bands: Sequence[RowGroup]
    totals: Sequence[Cell]
    silent: Sequence[Cell]
    band_head: str = ""


def drawing_of(table: MatrixTable, title: str) -> Drawing:
    """Return the drawing of a matrix of numbers; a name of several rows has its band before it."""
    rows = [row for band in table.bands for row in band.rows]
    times = Counter(row.name.text for row in rows)
    names = [
        f"{band.title.text} – {row.name.text}"
        if band.title and times[row.name.text] > 1
        else row.name.text
        for band in table.bands
        for row in band.rows
    ]
    matrix = Matrix(
        rows=[LinkedName(name) for name in names],
        columns=[LinkedName(head.name.text) for head in table.heads],
        cells=[[MatrixCell(int(one.cell.text or 0)) for one in row.cells] for row in rows],
    )
    return draw_matrix(matrix, title)


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar: whole and part, as numbers and as shares of the longest bar."""

    name: Cell
    whole: Cell
    part: Cell
    whole_share: float
    part_share: float
    note: Cell
