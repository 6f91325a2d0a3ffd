"""The content of a page, in points from the top left, turned so that text runs to the right.

The modules that interpret pages use these types, not those of the PDF library.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from converter.sources.layout.glyphs.colour import BLACK, RGB


class TextRotation(IntEnum):
    """The direction of most text of a page, in degrees counter-clockwise."""

    RIGHT = 0
    UP = 90
    LEFT = 180
    DOWN = 270


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def x(self) -> float:
        """Return the horizontal middle."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Return the vertical middle."""
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.bottom - self.top

    def contains(self, other: "Box") -> bool:
        """Return whether the middle of `other` lies in this box."""
        return self.x0 <= other.x < self.x1 and self.top <= other.y < self.bottom

    def common(self, other: "Box") -> "Box":
        """Return the intersection of the two boxes, empty if they do not overlap."""
        x0, top = max(self.x0, other.x0), max(self.top, other.top)
        right, bottom = min(self.x1, other.x1), min(self.bottom, other.bottom)
        return Box(x0, top, max(x0, right), max(top, bottom))

    def touches(self, other: "Box") -> bool:
        """Return whether the two boxes overlap by more than an edge."""
        across = min(self.x1, other.x1) - max(self.x0, other.x0)
        return across > 0 and min(self.bottom, other.bottom) > max(self.top, other.top)


class Hidden(StrEnum):
    """The reasons why a glyph is invisible; in messages the value follows “text”."""

    UNPAINTED = "that is not painted"
    OFF = "on a layer that is switched off"
    BACKGROUND = "in the colour of its background"
    TINY = "too small to be read"
    CLIPPED = "outside of its clipping path"
    COVERED = "behind a picture or a filled area"
    WATERMARK = "marked as a watermark"
    CUT_OFF = "cut off by its clipping path"
    OBSCURED = "covered by a picture or a filled area"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph with its text according to the font.

    `order` is its position in the painting order, `slope` the angle of its baseline to the page's
    in degrees. `colour` is the visible colour on white paper, `contrast` that to its background.
    """

    text: str
    box: Box
    order: int = 0
    slope: int = 0
    colour: RGB = BLACK
    contrast: float = 21.0
    hidden: Hidden | None = None

    @property
    def size(self) -> float:
        """Return the type size in points."""
        return self.box.height


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, read.

    `index` is the page's number in the PDF, from 1. `tables` has the cells of each ruled table,
    `rules` the horizontal lines. `image_share` is the share of the page (0 to 1) that pictures
    cover, `annotations` the types of the annotations shown over the page.
    """

    index: int
    box: Box
    glyphs: tuple[Glyph, ...]
    tables: tuple[tuple[Box, ...], ...] = ()
    rules: tuple[Box, ...] = ()
    image_share: float = 0.0
    turn: TextRotation = TextRotation.RIGHT
    annotations: tuple[str, ...] = ()


def turned(box: Box, page: Box, turn: TextRotation) -> Box:
    """Return a box of the original page in the coordinates of the turned page."""
    if turn == TextRotation.UP:
        return Box(page.bottom - box.bottom, box.x0, page.bottom - box.top, box.x1)
    if turn == TextRotation.DOWN:
        return Box(box.top, page.x1 - box.x1, box.bottom, page.x1 - box.x0)
    if turn == TextRotation.LEFT:
        return Box(
            page.x1 - box.x1, page.bottom - box.bottom, page.x1 - box.x0, page.bottom - box.top
        )
    return box


def turned_back(box: Box, turned_page: Box, turn: TextRotation) -> Box:
    """Return a box of the turned page in the coordinates of the original page."""
    return turned(box, turned_page, TextRotation(-turn % 360))


def hull(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around all of `boxes`, which must not be empty."""
    first, *rest = boxes
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for box in rest:
        x0, top = min(x0, box.x0), min(top, box.top)
        x1, bottom = max(x1, box.x1), max(bottom, box.bottom)
    return Box(x0, top, x1, bottom)
