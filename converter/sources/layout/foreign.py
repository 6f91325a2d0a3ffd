"""A page as painted → the page to read, without glyphs that do not belong to its table.

These are left out, each with a remark: invisible text, text in another direction than the page's,
furigana, and stamps (text in another style than the table's, drawn over it).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from converter.sources.layout.glyphs.clashes import clash
from converter.sources.layout.glyphs.colour import RGB
from converter.sources.layout.glyphs.content import Box, Glyph, Hidden, PageContent
from converter.sources.layout.glyphs.lines import without_copies
from converter.sources.layout.glyphs.painting_order import glyphs_drawn_apart
from converter.sources.layout.glyphs.ruby import find_ruby
from converter.sources.layout.grid import glyphs_by_cell

# Maximum degrees between the direction of a glyph and that of the page.
LEVEL = 2
# Type sizes differ from this factor on; from the second factor on, the text is a stamp.
OTHER_SIZE, STAMP_SIZE = 1.25, 1.5
# Colours differ if a component (0 to 1) differs by more. Text is pale if its contrast is below this
# share of that of the table's text.
OTHER_COLOUR, PALE = 0.25, 0.4
# Hidden text is the text layer of a scan if pictures cover this share of the page, and if the
# hidden text is this many times as long as the visible one.
SCAN, MOST_HIDDEN = 0.3, 5
# A glyph may extend beyond its cell by this share of its size.
OVERHANG = 0.25

TURNED = "turned against the page's text"
STAMPED = "unlike the table's type and drawn over it"
FURIGANA = "set as furigana"
LAYER = frozenset({Hidden.UNPAINTED, Hidden.BACKGROUND, Hidden.COVERED, Hidden.OBSCURED})
UNSURE = frozenset({Hidden.CUT_OFF, Hidden.OBSCURED})


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page to read, the glyphs left out by reason, and the doubtful ones.

    `unsure` is text that is partly cut off or covered. `is_layer`: the text is an invisible text
    layer.
    """

    content: PageContent
    left_out: tuple[tuple[str, tuple[Glyph, ...]], ...] = ()
    unsure: tuple[Glyph, ...] = ()
    is_layer: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    colour: RGB


def page_to_read(content: PageContent) -> ReadPage:
    """Return the page without the glyphs that are not part of its table."""
    hidden = [glyph for glyph in content.glyphs if glyph.hidden]
    seen = [glyph for glyph in content.glyphs if not glyph.hidden]
    is_layer = _is_layer(hidden, seen, content.image_share)
    if is_layer:
        seen = [glyph for glyph in content.glyphs if not glyph.hidden or glyph.hidden in LAYER]
        hidden = [glyph for glyph in hidden if glyph.hidden not in LAYER]
    level = [glyph for glyph in seen if abs(glyph.slope) <= LEVEL]
    boxes = sorted(chain.from_iterable(content.tables), key=lambda box: (round(box.top), box.x0))
    stamped = frozenset() if is_layer else _stamped(level, boxes)
    flat = [glyph for glyph in level if glyph not in stamped]
    ruby = find_ruby(flat)
    return ReadPage(
        replace(content, glyphs=tuple(glyph for glyph in flat if glyph not in ruby)),
        tuple(_left_out(hidden, seen, stamped, ruby)),
        tuple(glyph for glyph in hidden if glyph.hidden in UNSURE),
        is_layer,
    )


def _left_out(
    hidden: Sequence[Glyph],
    seen: Sequence[Glyph],
    stamped: frozenset[Glyph],
    ruby: frozenset[Glyph],
) -> Iterator[tuple[str, tuple[Glyph, ...]]]:
    for reason in Hidden:
        yield reason, tuple(glyph for glyph in hidden if glyph.hidden == reason)
    yield TURNED, tuple(glyph for glyph in seen if abs(glyph.slope) > LEVEL)
    yield STAMPED, tuple(glyph for glyph in seen if glyph in stamped)
    yield FURIGANA, tuple(glyph for glyph in seen if glyph in ruby)


def _is_layer(hidden: Sequence[Glyph], seen: Sequence[Glyph], image_share: float) -> bool:
    """Return whether the hidden text is the page's text: the text layer of a scan, made by OCR."""
    layer = sum(glyph.hidden in LAYER and not glyph.text.isspace() for glyph in hidden)
    visible = sum(not glyph.text.isspace() for glyph in seen)
    return layer > 0 and (not visible or (image_share > SCAN and layer > MOST_HIDDEN * visible))


def _stamped(glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> frozenset[Glyph]:
    """Return the glyphs of stamps: in another style than the table's, and drawn over the table."""
    by_style: defaultdict[_Style, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_style[_Style(round(glyph.size, 1), glyph.colour)].append(glyph)
    inside = glyphs_by_cell(boxes, glyphs)
    own = frozenset(chain.from_iterable(inside.values())) or frozenset(glyphs)
    if len(by_style) < 2 or not own:  # noqa: PLR2004 - the table's style, and another
        return frozenset()
    usual = _usual_style(own)
    odd = {style: of for style, of in by_style.items() if _differs(style, usual)}
    if not odd:
        return frozenset()
    apart = glyphs_drawn_apart([without_copies(inside[box]) for box in boxes])
    ends = {glyph: box for box, cell in inside.items() for glyph in cell}
    return frozenset(
        glyph
        for style, of in odd.items()
        if _is_apart(of, own, apart)
        or (_is_stamp(style, of, usual, own) and _is_across(of, glyphs, ends))
        for glyph in of
    )


def _usual_style(glyphs: Iterable[Glyph]) -> _Style:
    styles = Counter(_Style(round(glyph.size, 1), glyph.colour) for glyph in glyphs)
    return max(styles, key=lambda style: (styles[style], style.size))


def _differs(style: _Style, usual: _Style) -> bool:
    small, large = sorted((style.size, usual.size))
    parts = zip(style.colour, usual.colour, strict=True)
    return large > OTHER_SIZE * small or any(abs(a - b) > OTHER_COLOUR for a, b in parts)


def _is_apart(glyphs: Sequence[Glyph], own: frozenset[Glyph], apart: frozenset[Glyph]) -> bool:
    inside = [glyph for glyph in glyphs if glyph in own and not glyph.text.isspace()]
    return 2 * sum(glyph in apart for glyph in inside) > len(inside)


def _is_stamp(style: _Style, glyphs: Sequence[Glyph], usual: _Style, own: frozenset[Glyph]) -> bool:
    normal = max(glyph.contrast for glyph in own)
    pale = max(glyph.contrast for glyph in glyphs) < PALE * normal
    return pale or style.size > STAMP_SIZE * usual.size


def _is_across(glyphs: Sequence[Glyph], others: Sequence[Glyph], cells: dict[Glyph, Box]) -> bool:
    """Return whether glyphs are printed over other glyphs, or over the edge of a cell."""
    style = frozenset(glyphs)
    return any(
        _passes(glyph, cells.get(glyph))
        or any(
            clash(*sorted((glyph, other), key=lambda one: one.box.x0))
            for other in others
            if other not in style and not other.text.isspace() and glyph.box.touches(other.box)
        )
        for glyph in glyphs
        if not glyph.text.isspace()
    )


def _passes(glyph: Glyph, cell: Box | None) -> bool:
    if cell is None:
        return False
    beyond = max(
        cell.x0 - glyph.box.x0,
        glyph.box.x1 - cell.x1,
        cell.top - glyph.box.top,
        glyph.box.bottom - cell.bottom,
    )
    return beyond > OVERHANG * glyph.size
