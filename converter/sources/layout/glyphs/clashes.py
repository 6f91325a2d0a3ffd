"""Glyphs that are printed over one another, as no producer sets the words of a cell."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from converter.sources.layout.glyphs.content import Glyph

Clash: TypeAlias = tuple[Glyph, Glyph]

# Parts of the height of the smaller glyph. Lower edges that differ less are one line's, set in
# several fonts; boxes of lines that are set tightly have less in common.
SAME_BASELINE, TIGHT_LINES = 0.25, 0.35
# The part of a glyph's width after which the next one begins at the earliest: kana and punctuation
# are drawn together to half their width.
LEAST_ADVANCE = 0.45
# What two glyphs of different lines have in common at most, as part of the narrower one.
SIDE_BY_SIDE = 0.2


def find_clashes(glyphs: Iterable[Glyph]) -> Iterator[Clash]:
    """Yield pairs of glyphs of one cell that are printed over one another."""
    printed = sorted(filter(_has_ink, glyphs), key=lambda glyph: glyph.box.x0)
    for place, left in enumerate(printed):
        for right in _beginning_within(left, printed[place + 1 :]):
            if clash(left, right):
                yield left, right


def clash(left: Glyph, right: Glyph) -> bool:
    """Return whether two glyphs are printed over one another, the first further left."""
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
