"""Decides which glyphs of a page are visible, from their painting and the areas around them.

Objects are in painting order: a filled area or a picture hides earlier glyphs below it, and is the
background of later ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from converter.sources.layout.glyphs.colour import RGB, WHITE, contrast, mixed
from converter.sources.layout.glyphs.content import Box, Glyph, Hidden

FULL_CONTRAST = 21.0  # between black and white
# Text with a lower contrast cannot be distinguished from its background by eye.
LEAST_CONTRAST = 1.2
# With a lower opacity, an object is invisible; with a higher one, an area hides what is below.
LEAST_OPACITY, FULL_OPACITY = 0.05, 0.95
# Type below this share of the page's usual size is meant for search engines, not for readers.
TINY = 0.35
BAND = 24.0  # points: areas are looked up by horizontal bands of this height


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area or a picture: box, position in painting order, and colour (None: a picture)."""

    box: Box
    order: int
    colour: RGB | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ink:
    """A glyph as painted: colour (None for a pattern), opacity, and clip.

    `mark` is what the PDF states: not painted, on a hidden layer, or a watermark.
    """

    glyph: Glyph
    colour: RGB | None
    opacity: float = 1.0
    clip: Box | None = None
    mark: Hidden | None = None


def inks_to_glyphs(inks: Sequence[Ink], areas: Sequence[Area]) -> tuple[Glyph, ...]:
    """Return the glyphs of a page with colour, contrast and, if invisible, the reason."""
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
    """Return the visible colour on white paper, and the contrast, which is full on a picture.

    Cached: a page has few colours, each with many glyphs.
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
    """Return the type size of most of the page's text, measured by length."""
    sizes: defaultdict[float, float] = defaultdict(float)
    for ink in inks:
        if not ink.glyph.text.isspace() and not ink.glyph.slope:
            sizes[round(ink.glyph.size, 1)] += ink.glyph.size
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _cut_off(glyphs: Sequence[Glyph], inks: Sequence[Ink]) -> list[Glyph]:
    """Distinguish text that a clip hides in part from text that it hides completely."""
    shown = {ink.clip for glyph, ink in zip(glyphs, inks, strict=True) if not glyph.hidden}
    return [
        replace(glyph, hidden=Hidden.CUT_OFF)
        if glyph.hidden == Hidden.CLIPPED and ink.clip in shown
        else glyph
        for glyph, ink in zip(glyphs, inks, strict=True)
    ]


def _obscured(glyphs: Sequence[Glyph], layers: "_Layers") -> Iterable[Glyph]:
    """Distinguish text under an area with other text on it from text under an empty area.

    The first was replaced on purpose; the second may have been meant to be visible.
    """
    written = {below for glyph in glyphs if not glyph.hidden and (below := layers.below(glyph))}
    for glyph in glyphs:
        cover = layers.above(glyph) if glyph.hidden == Hidden.COVERED else None
        is_obscured = cover is not None and cover not in written
        yield replace(glyph, hidden=Hidden.OBSCURED) if is_obscured else glyph


class _Layers:
    """The opaque areas of a page, searched for the one below or above a glyph."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._bands: defaultdict[int, list[Area]] = defaultdict(list)
        for area in sorted(areas, key=lambda area: area.order):
            for band in range(int(area.box.top // BAND), int(area.box.bottom // BAND) + 1):
                self._bands[band].append(area)

    def below(self, glyph: Glyph) -> Area | None:
        """Return the topmost area below the glyph, its background."""
        found = (area for area in reversed(self._at(glyph)) if area.order < glyph.order)
        return next((area for area in found if area.box.contains(glyph.box)), None)

    def above(self, glyph: Glyph) -> Area | None:
        """Return the topmost area above the glyph."""
        found = (area for area in reversed(self._at(glyph)) if area.order > glyph.order)
        return next((area for area in found if area.box.contains(glyph.box)), None)

    def _at(self, glyph: Glyph) -> Sequence[Area]:
        return self._bands.get(int(glyph.box.y // BAND), ())
