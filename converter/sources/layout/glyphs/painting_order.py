"""Finds text that was drawn separately from the table around it, by the painting order.

Programs draw a table cell by cell and row by row, in one or a few passes (such as first the plain
cells, then those with wrapped lines). A stamp is drawn before or after that: in a cell that was
drawn already, or that was left blank.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from converter.sources.layout.glyphs.content import Glyph
from converter.sources.layout.glyphs.lines import glyphs_to_lines

# A pass draws at least this share of the table's glyphs; a smaller one may be a stamp.
SMALL_PASS = 0.05
# If the small passes together draw more than this share, the table was not drawn by rows.
MOST_SMALL = 0.2
# If this share of the cells are each drawn in one block, a cell with two blocks is an exception.
IN_ONE_GO = 0.9


@dataclass(frozen=True, slots=True)
class _Block:
    """Glyphs of one cell that were drawn consecutively."""

    cell: int
    glyphs: tuple[Glyph, ...]


def glyphs_drawn_apart(cells: Sequence[Iterable[Glyph]]) -> frozenset[Glyph]:
    """Return the glyphs that were drawn separately from their table; `cells` are in row order."""
    blocks = list(_blocks(cells))
    return frozenset((*_second_blocks(blocks), *_small_passes(blocks)))


def _blocks(cells: Sequence[Iterable[Glyph]]) -> Iterator[_Block]:
    drawn = sorted(
        ((glyph.order, cell, glyph) for cell, glyphs in enumerate(cells) for glyph in glyphs),
        key=lambda one: one[0],
    )
    seen = ((cell, glyph) for _, cell, glyph in drawn if not glyph.text.isspace())
    for cell, group in groupby(seen, key=lambda one: one[0]):
        yield _Block(cell, tuple(glyph for _, glyph in group))


def _second_blocks(blocks: Sequence[_Block]) -> Iterator[Glyph]:
    """Yield the glyphs of all but the largest block of cells with several blocks."""
    counts = Counter(block.cell for block in blocks)
    if sum(count == 1 for count in counts.values()) < IN_ONE_GO * len(counts):
        return
    largest: dict[int, _Block] = {}
    for block in blocks:
        known = largest.setdefault(block.cell, block)
        if len(block.glyphs) > len(known.glyphs):
            largest[block.cell] = block
    for block in blocks:
        if block is not largest[block.cell]:
            yield from block.glyphs


def _small_passes(blocks: Sequence[_Block]) -> Iterator[Glyph]:
    """Yield the glyphs of passes that are too small, except for cells with several lines."""
    passes = list(_passes(blocks))
    total = sum(len(block.glyphs) for block in blocks)
    small = [one for one in passes if _size(one) < SMALL_PASS * total]
    if sum(map(_size, small)) > MOST_SMALL * total:
        return
    for block in (block for one in small for block in one):
        if len(glyphs_to_lines(block.glyphs)) == 1:
            yield from block.glyphs


def _passes(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    current: list[_Block] = []
    for block in blocks:
        if current and block.cell <= current[-1].cell:
            yield current
            current = []
        current.append(block)
    if current:
        yield current


def _size(blocks: Iterable[_Block]) -> int:
    return sum(len(block.glyphs) for block in blocks)
