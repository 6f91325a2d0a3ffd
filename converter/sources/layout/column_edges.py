"""Whether a row has the columns of the survey's table, or belongs to another table below it."""

from collections.abc import Iterable

from converter.sources.layout.grid import GridCell, GridRow
from converter.sources.layout.headers import Header

# Edges of cells that lie this near (points) are one column's.
SAME_COLUMN = 3.0


class ColumnEdges:
    """The edges of the columns on one page, learned from its header and its whole rows."""

    def __init__(self) -> None:
        """Start at the top of a page."""
        self._edges: set[float] = set()

    def learn(self, cells: Iterable[GridCell]) -> None:
        """Take the edges of a row that is surely the survey's."""
        self._edges |= {edge for cell in cells for edge in (cell.box.x0, cell.box.x1)}

    def hold(self, row: GridRow, header: Header) -> bool:
        """Return whether a row is the survey's: most of its cells lie between known edges.

        Rows below a cell that reaches down to them are part of its entry.
        """
        is_whole = 2 * len(row.cells) > len(header.columns())
        fitting = sum(self._fits(cell) for cell in row.cells)
        holds = bool(row.reaching) or not self._edges or 2 * fitting >= len(row.cells)
        if holds and is_whole:
            self.learn(row.cells)
        return holds

    def _fits(self, cell: GridCell) -> bool:
        return all(
            any(abs(edge - known) <= SAME_COLUMN for known in self._edges)
            for edge in (cell.box.x0, cell.box.x1)
        )
