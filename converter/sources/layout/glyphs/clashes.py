"""Finds glyphs printed over one another, which no program does with the words of a cell."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from converter.sources.layout.glyphs.content import Glyph

Clash: TypeAlias = tuple[Glyph, Glyph]

# Shares of the height of the smaller glyph. Lower edges that differ by less are on one line in
# several fonts. Boxes of tightly set lines overlap by less.
SAME_BASELINE, TIGHT_LINES = 0.25, 0.35
# Minimum distance between the beginnings of two glyphs, as a share of the width: kana and
# punctuation may be set at half their width.
LEAST_ADVANCE = 0.45
# Maximum overlap of glyphs of different lines, as a share of the narrower one.
SIDE_BY_SIDE = 0.2


def find_clashes(glyphs: Iterable[Glyph]) -> Iterator[Clash]:
    """Yield pairs of glyphs of one cell that are printed over one another."""
    printed = sorted(filter(_has_ink, glyphs), key=lambda glyph: glyph.box.x0)
    for index, left in enumerate(printed):
        for right in _beginning_within(left, printed[index + 1 :]):
            if clash(left, right):
                yield left, right


def clash(left: Glyph, right: Glyph) -> bool:
    """Return whether two glyphs are printed over one another; `left` begins further left."""
    height = min(left.size, right.size)
    below = abs(left.box.bottom - right.box.bottom)
    if below < SAME_BASELINE * height:
        return right.box.x0 - left.box.x0 < LEAST_ADVANCE * min(left.box.width, right.box.width)
    down = min(left.box.bottom, right.box.bottom) - max(left.box.top, right.box.top)
    across = min(left.box.x1, right.box.x1) - right.box.x0
    narrow = min(left.box.width, right.box.width)
    return down > TIGHT_LINES * height and across > SIDE_BY_SIDE * narrow


def _beginning_within(left: Glyph, following: Sequence[Glyph]) -> Iterator[Glyph]:
    for right in following:
        if right.box.x0 >= left.box.x1:
            return
        yield right


def _has_ink(glyph: Glyph) -> bool:
    return not glyph.text.isspace() and not unicodedata.combining(glyph.text[:1] or " ")
