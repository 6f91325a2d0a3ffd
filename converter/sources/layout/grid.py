"""Cell boxes and glyphs of a page → rows of cells with their lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from converter.sources.layout.glyphs.content import Box, Glyph, PageContent, hull
from converter.sources.layout.glyphs.lines import TextLine, glyphs_to_lines, without_copies

# Cells whose upper edges differ by less (points) begin in the same row.
SAME_EDGE = 2.0
BEGINNING = 0.4  # the middle of this first share of a glyph's width decides its cell
BAND = 24.0  # points: glyphs are looked up by horizontal bands of this height


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its printed lines and their glyphs."""

    box: Box
    lines: tuple[TextLine, ...]
    glyphs: tuple[Glyph, ...] = ()

    @property
    def text(self) -> str:
        """Return the concatenated lines."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells that begin at the same height, from left to right.

    A cell that begins higher up and extends down into this row is in `reaching` instead.
    """

    cells: tuple[GridCell, ...]
    reaching: tuple[GridCell, ...] = ()

    @property
    def text(self) -> str:
        """Return the text of all cells."""
        return " ".join(cell.text for cell in self.cells if cell.text)

    @property
    def box(self) -> Box:
        """Return the box around the cells."""
        return hull(cell.box for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one table on one page."""

    rows: tuple[GridRow, ...]
    box: Box


def cells_to_grid(boxes: Sequence[Box], glyphs: Iterable[Glyph]) -> Grid:
    """Return the rows of these cells; a glyph belongs to the cell in which it begins."""
    inside = glyphs_by_cell(boxes, glyphs)
    cells = [_cell(box, inside[box]) for box in boxes]
    rows: list[list[GridCell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.box.top, cell.box.x0)):
        if not rows or cell.box.top - rows[-1][0].box.top > SAME_EDGE:
            rows.append([])
        rows[-1].append(cell)
    return Grid(tuple(_grid_rows(rows)), hull(boxes))


def _grid_rows(rows: Iterable[Sequence[GridCell]]) -> Iterator[GridRow]:
    above: list[GridCell] = []
    for row in rows:
        top = row[0].box.top
        above = [cell for cell in above if cell.box.bottom - top > SAME_EDGE]
        yield GridRow(tuple(sorted(row, key=lambda cell: cell.box.x0)), tuple(above))
        above.extend(row)


def lines_outside(content: PageContent, boxes: Iterable[Box]) -> tuple[TextLine, ...]:
    """Return the lines of the page outside of all boxes."""
    taken = tuple(boxes)
    return glyphs_to_lines(
        glyph for glyph in content.glyphs if not any(box.contains(glyph.box) for box in taken)
    )


def _cell(box: Box, glyphs: Iterable[Glyph]) -> GridCell:
    printed = without_copies(glyphs)
    return GridCell(box, glyphs_to_lines(printed), tuple(printed))


def glyphs_by_cell(boxes: Sequence[Box], glyphs: Iterable[Glyph]) -> dict[Box, list[Glyph]]:
    """Return the glyphs that begin in each box; those outside of all boxes are left out."""
    bands: defaultdict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        for band in range(int(box.top // BAND), int(box.bottom // BAND) + 1):
            bands[band].append(box)
    inside: defaultdict[Box, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        beginning = _beginning(glyph)
        for box in bands.get(int(glyph.box.y // BAND), ()):
            if box.contains(beginning):
                inside[box].append(glyph)
                break
    return inside


def _beginning(glyph: Glyph) -> Box:
    """Return the first share of a glyph, because text overflows its cell to the right."""
    box = glyph.box
    return Box(box.x0, box.top, box.x0 + BEGINNING * box.width, box.bottom)
