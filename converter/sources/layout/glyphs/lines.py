"""Glyphs → physical lines of text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.sources.layout.glyphs.content import Box, Glyph, hull
from converter.sources.layout.glyphs.folding import fold

# Glyphs are on one line if their middles differ by less than this share of their height.
SAME_LINE = 0.5
# A gap of this width (in glyph heights) between ASCII letters is a missing space.
SPACE = 0.25
# Bold type and shadows may be made by printing a glyph twice, at less than these shares of its
# width and height. (A doubled letter has a distance of one width, tightly set brackets of half.)
COPY_ACROSS, COPY_DOWN = 0.45, 0.25


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: its folded characters and their position."""

    text: str
    box: Box


def glyphs_to_lines(glyphs: Iterable[Glyph]) -> tuple[TextLine, ...]:
    """Return the lines of these glyphs, from top to bottom, without blank lines."""
    found = (_line(group) for group in _groups(glyphs))
    return tuple(line for line in found if line.text)


def joined(lines: Iterable[TextLine]) -> str:
    """Return the concatenated texts of lines."""
    return "".join(line.text for line in lines)


def split_at_gaps(glyphs: Iterable[Glyph], gap: float) -> Iterator[tuple[Glyph, ...]]:
    """Yield the runs of a line's glyphs with gaps below `gap` heights."""
    run: list[Glyph] = []
    for glyph in sorted(_visible(glyphs), key=lambda glyph: glyph.box.x0):
        if run and glyph.box.x0 - run[-1].box.x1 > gap * glyph.box.height:
            yield tuple(run)
            run = []
        run.append(glyph)
    if run:
        yield tuple(run)


def _visible(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    return (glyph for glyph in glyphs if glyph.text.strip())


def lines_of_glyphs(glyphs: Iterable[Glyph]) -> Iterator[tuple[Glyph, ...]]:
    """Yield the glyphs of each line, from top to bottom, each line from left to right."""
    for group in _groups(glyphs):
        yield tuple(sorted(group, key=lambda glyph: glyph.box.x0))


def _groups(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    group: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.box.y):
        if group and not _on_line(group[-1], glyph):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _on_line(above: Glyph, glyph: Glyph) -> bool:
    height = max(above.box.height, glyph.box.height)
    return glyph.box.y - above.box.y < SAME_LINE * height


def _line(group: Sequence[Glyph]) -> TextLine:
    glyphs = without_copies(group)
    text = glyphs[0].text
    for left, right in pairwise(glyphs):
        text += " " + right.text if _is_spaced(left, right) else right.text
    return TextLine(fold(text).strip(" "), hull(glyph.box for glyph in glyphs))


def _is_spaced(left: Glyph, right: Glyph) -> bool:
    words = left.text.isascii() and right.text.isascii()
    blank = left.text.isspace() or right.text.isspace()
    return words and not blank and right.box.x0 - left.box.x1 > SPACE * right.box.height


def without_copies(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Return glyphs from left to right, without copies printed at almost the same position."""
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.box.x0, glyph.box.top)):
        if not any(_is_copy(glyph, one) for one in _near(glyph, kept)):
            kept.append(glyph)
    return kept


def _near(glyph: Glyph, kept: Sequence[Glyph]) -> Iterator[Glyph]:
    for one in reversed(kept):
        if glyph.box.x0 - one.box.x0 > COPY_ACROSS * glyph.box.width:
            return
        yield one


def _is_copy(glyph: Glyph, other: Glyph) -> bool:
    return (
        glyph.text == other.text
        and abs(glyph.box.width - other.box.width) < COPY_DOWN * other.box.width
        and abs(glyph.box.top - other.box.top) < COPY_DOWN * other.box.height
    )
