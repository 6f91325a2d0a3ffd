"""Which glyphs of a page can be seen, from how they were painted and what lies below and above.

What is painted comes in the order of painting: a filled area or a picture hides what it is laid
over, and is the background of what is written on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from converter.sources.layout.glyphs.colour import RGB, WHITE, contrast, mixed
from converter.sources.layout.glyphs.content import Box, Glyph, Hidden

FULL_CONTRAST = 21.0  # that of black and white
# Text of a lower contrast than this cannot be distinguished from its background by eye.
LEAST_CONTRAST = 1.2
# What is painted with less opacity than this leaves no mark, with more hides what lies below.
LEAST_OPACITY, FULL_OPACITY = 0.05, 0.95
# Type smaller than this part of the page's usual type is there for search engines, not to be read.
TINY = 0.35
BAND = 24.0  # points: areas are looked up by horizontal bands of this height


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area or a picture: where it lies, when it was painted; a picture has no colour."""

    box: Box
    order: int
    colour: RGB | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ink:
    """A glyph as painted: its colour (None for a pattern), its opacity, the clip around it.

    `mark` says what the PDF itself says of it: not painted, on a layer that is off, a watermark.
    """

    glyph: Glyph
    colour: RGB | None
    opacity: float = 1.0
    clip: Box | None = None
    mark: Hidden | None = None


def inks_to_glyphs(inks: Sequence[Ink], areas: Sequence[Area]) -> tuple[Glyph, ...]:
    """Return the glyphs of a page, each with its colour, its contrast, and why it is not seen."""
    layers = _Layers(area for area in areas if area.opacity >= FULL_OPACITY)
    usual = _usual_size(inks)
    glyphs = [_glyph(ink, layers, usual) for ink in inks]
    glyphs = _cut_off(glyphs, inks)
    return tuple(_obscured(glyphs, layers))


def _glyph(ink: Ink, layers: "_Layers", usual: float) -> Glyph:
    below = layers.below(ink.glyph)
    glyph = ink.glyph
    if ink.colour:
        background = WHITE if below is None else below.colour
        colour, ratio = _as_seen(ink.colour, ink.opacity, background)
        if (colour, ratio) != (glyph.colour, glyph.contrast):
            glyph = replace(glyph, colour=colour, contrast=ratio)
    reason = _reason(ink, glyph, layers, usual)
    return replace(glyph, hidden=reason) if reason else glyph


@lru_cache(maxsize=1024)
def _as_seen(colour: RGB, opacity: float, background: RGB | None) -> tuple[RGB, float]:
    """Return a colour as seen on white paper, and its contrast; on a picture, it is taken as full.

    A page has few colours, and many glyphs in each.
    """
    on_paper = mixed(colour, opacity, WHITE)
    if background is None:
        return on_paper, FULL_CONTRAST
    return on_paper, contrast(mixed(colour, opacity, background), background)


def _reason(ink: Ink, glyph: Glyph, layers: "_Layers", usual: float) -> Hidden | None:
    if ink.mark:
        return ink.mark
    if ink.opacity < LEAST_OPACITY:
        return Hidden.UNPAINTED
    if glyph.size < TINY * usual:
        return Hidden.TINY
    if ink.clip and not ink.clip.touches(glyph.box):
        return Hidden.CLIPPED
    if layers.above(glyph):
        return Hidden.COVERED
    return Hidden.BACKGROUND if glyph.contrast < LEAST_CONTRAST else None


def _usual_size(inks: Iterable[Ink]) -> float:
    """Return the size that most of the page's text has, by the length that it takes."""
    sizes: defaultdict[float, float] = defaultdict(float)
    for ink in inks:
        if not ink.glyph.text.isspace() and not ink.glyph.slope:
            sizes[round(ink.glyph.size, 1)] += ink.glyph.size
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _cut_off(glyphs: Sequence[Glyph], inks: Sequence[Ink]) -> list[Glyph]:
    """Distinguish text of which a clip shows a part from text of which it shows nothing."""
    shown = {ink.clip for glyph, ink in zip(glyphs, inks, strict=True) if not glyph.hidden}
    return [
        replace(glyph, hidden=Hidden.CUT_OFF)
        if glyph.hidden == Hidden.CLIPPED and ink.clip in shown
        else glyph
        for glyph, ink in zip(glyphs, inks, strict=True)
    ]


def _obscured(glyphs: Sequence[Glyph], layers: "_Layers") -> Iterable[Glyph]:
    """Distinguish text below a background that has text of its own from text that is covered.

    The first was never to be read; of the second nobody knows whether it was.
    """
    written = {below for glyph in glyphs if not glyph.hidden and (below := layers.below(glyph))}
    for glyph in glyphs:
        cover = layers.above(glyph) if glyph.hidden == Hidden.COVERED else None
        is_obscured = cover is not None and cover not in written
        yield replace(glyph, hidden=Hidden.OBSCURED) if is_obscured else glyph


class _Layers:
    """The opaque areas of a page, to be asked what lies below and above a glyph."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._bands: defaultdict[int, list[Area]] = defaultdict(list)
        for area in sorted(areas, key=lambda area: area.order):
            for band in range(int(area.box.top // BAND), int(area.box.bottom // BAND) + 1):
                self._bands[band].append(area)

    def below(self, glyph: Glyph) -> Area | None:
        """Return the area that the glyph is written on."""
        found = (area for area in reversed(self._at(glyph)) if area.order < glyph.order)
        return next((area for area in found if area.box.contains(glyph.box)), None)

    def above(self, glyph: Glyph) -> Area | None:
        """Return the topmost area that was laid over the glyph."""
        found = (area for area in reversed(self._at(glyph)) if area.order > glyph.order)
        return next((area for area in found if area.box.contains(glyph.box)), None)

    def _at(self, glyph: Glyph) -> Sequence[Area]:
        return self._bands.get(int(glyph.box.y // BAND), ())
