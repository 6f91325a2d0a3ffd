"""Decides whether a row belongs to the survey's table, or to another table below it."""

from collections.abc import Iterable

from converter.sources.layout.grid import GridCell, GridRow
from converter.sources.layout.headers import Header

# Edges of cells within this distance (points) are the same column's.
SAME_COLUMN = 3.0


class ColumnEdges:
    """The column edges on one page, learned from its header and its complete rows."""

    def __init__(self) -> None:
        """Start at the top of a page."""
        self._edges: set[float] = set()

    def learn(self, cells: Iterable[GridCell]) -> None:
        """Add the edges of a row that certainly belongs to the survey."""
        self._edges |= {edge for cell in cells for edge in (cell.box.x0, cell.box.x1)}

    def hold(self, row: GridRow, header: Header) -> bool:
        """Return whether a row belongs to the survey: most of its cells lie between known edges.

        A row beside a cell that extends down to it belongs to the entry of that cell.
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
