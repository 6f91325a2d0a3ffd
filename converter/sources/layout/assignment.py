"""Rows of a grid → cells assigned to the columns of their header."""

from collections import Counter
from collections.abc import Iterator, Sequence

from converter.model import Column
from converter.sources.layout.grid import GridCell, GridRow
from converter.sources.layout.headers import Header
from converter.sources.layout.section import is_heading


class AssignedRow:
    """The cells of a row, assigned to the columns of its header."""

    def __init__(self, row: GridRow, header: Header) -> None:
        """Assign each cell by its middle, or by its order if the columns have moved.

        A cell that is merged over several entries belongs to each of them.
        """
        self.header = header
        self.cells = _by_column(row.cells, header)
        # A row begins an entry if a cell begins in the number column, even a blank one.
        self.begins = any(column == Column.NUMBER for column, _ in self.cells)
        if self.begins and row.reaching:
            whole = sorted((*row.cells, *row.reaching), key=lambda cell: cell.box.x0)
            self.cells = _by_column(whole, header)

    def text(self, column: Column) -> str:
        """Return the text of a column, its lines concatenated."""
        return "".join(cell.text for at, cell in self.cells if at == column)

    def divided(self) -> Iterator[Column]:
        """Yield the columns that have words in several cells side by side."""
        counts = Counter(column for column, cell in self.cells if cell.lines)
        yield from (column for column, count in counts.items() if count > 1)

    def lines(self) -> Iterator[tuple[Column, str, float]]:
        """Yield each line of every column except the number, with the free space at its end."""
        for column, cell in self.cells:
            if column != Column.NUMBER:
                for line, room in zip(cell.lines, rooms(cell), strict=True):
                    yield column, line.text, room


def rooms(cell: GridCell) -> tuple[float, ...]:
    """Return the free space at the end of each line of a cell, in half-width units.

    The right margin is assumed to be as wide as the left one.
    """
    margin = min((line.box.x0 - cell.box.x0 for line in cell.lines), default=0)
    edge = cell.box.x1 - max(margin, 0)
    return tuple(2 * (edge - line.box.x1) / max(line.box.height, 1) for line in cell.lines)


def _by_column(cells: Sequence[GridCell], header: Header) -> list[tuple[Column, GridCell]]:
    assigned: list[tuple[Column, GridCell]] = []
    for cell in cells:
        column = header.column_at(cell.box.x)
        if column == Column.SHARING and any(at == column for at, _ in assigned):
            column = Column.NOTE
        if column:
            assigned.append((column, cell))
    columns = header.columns()
    unclear = len({column for column, _ in assigned}) < len(cells)
    if unclear and len(cells) == len(columns):
        return list(zip(columns, cells, strict=True))
    return assigned


def is_section_row(row: GridRow, filled: Sequence[GridCell], header: Header) -> bool:
    """Return whether a row is a section heading: a merged row, or only a label with its count."""
    if len(filled) != 1:
        return False
    merged = len(row.cells) == 1 and len(header.spanned(filled[0].box)) > 2  # noqa: PLR2004 - wide
    return merged or is_heading(filled[0].text)
