"""The ruled tables of a page; rules that are missing between two cells are added."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from converter.sources.layout.glyphs.content import Box, Glyph, PageContent, hull
from converter.sources.layout.grid import SAME_EDGE, Grid, cells_to_grid
from converter.sources.layout.headers import foot_of_header

HAIR = 0.5  # points: a glyph that extends beyond a line by less does not cross it
GAP = 0.25  # minimum gap between the words of two cells, in glyph heights
MANY = 3  # from this many rows on, an edge counts as a column's only if several rows have it
WHOLE_ROW = 0.9  # a cell wider than this share of its table is a merged row


def page_to_grids(content: PageContent) -> tuple[Grid, ...]:
    """Return the ruled tables of a page from top to bottom, each cell with its lines."""
    grids = (_grid(table, content.glyphs) for table in content.tables if len(table) > 1)
    return tuple(sorted(grids, key=lambda grid: grid.box.top))


def _grid(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> Grid:
    grid = cells_to_grid(_split_at_columns(boxes, glyphs), glyphs)
    feet = [foot for row in grid.rows if (foot := foot_of_header(row)) is not None]
    if not feet:
        return grid
    split = tuple(part for box in boxes for part in _split_at_heights(box, feet))
    return cells_to_grid(_split_at_columns(split, glyphs), glyphs)


def _split_at_heights(box: Box, heights: Sequence[float]) -> Iterator[Box]:
    edges = (box.top, *(y for y in heights if box.top < y < box.bottom), box.bottom)
    return (Box(box.x0, top, box.x1, bottom) for top, bottom in pairwise(edges))


def _split_at_columns(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> tuple[Box, ...]:
    """Return the cells; a cell that lacks the rule between two columns is split there.

    A cell is split at the edges of columns that no glyph in it crosses, unless it is a merged row
    or does not end at a column's edge.
    """
    edges = _column_edges(boxes)
    whole = hull(boxes)
    ends = (*edges, whole.x1)
    split: list[Box] = []
    for box in boxes:
        inner = [x for x in edges if box.x0 + SAME_EDGE < x < box.x1 - SAME_EDGE]
        is_aligned = any(abs(box.x1 - end) <= SAME_EDGE for end in ends)
        if inner and is_aligned and box.width < WHOLE_ROW * whole.width:
            inside = [glyph.box for glyph in glyphs if box.contains(glyph.box)]
            free = [x for x in inner if _is_free(x, inside)]
            xs = (box.x0, *free, box.x1)
            split.extend(Box(left, box.top, right, box.bottom) for left, right in pairwise(xs))
        else:
            split.append(box)
    return tuple(split)


def _is_free(x: float, glyphs: Sequence[Box]) -> bool:
    """Return whether no text crosses `x`: no line has glyphs on it or close to it."""
    left = [box for box in glyphs if box.x < x]
    right = [box for box in glyphs if box.x >= x]
    return not any(
        abs(before.y - after.y) < before.height / 2 and after.x0 - before.x1 < GAP * after.height
        for before in left
        if x - before.x1 < before.height
        for after in right
        if after.x0 - x < after.height
    ) and not any(box.x0 < x - HAIR and box.x1 > x + HAIR for box in glyphs)


def _column_edges(boxes: Sequence[Box]) -> list[float]:
    """Return the left edges common to many rows."""
    rows = {round(box.top / SAME_EDGE) for box in boxes}
    counts = Counter(round(box.x0) for box in boxes)
    usual = {x for x, count in counts.items() if MANY * count > len(rows)}
    return sorted({box.x0 for box in boxes if round(box.x0) in usual})
