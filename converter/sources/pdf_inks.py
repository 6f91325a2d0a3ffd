"""Objects of a PDF page, as in pdfplumber → glyphs and areas as painted."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from math import atan2, degrees
from typing import Any, TypeAlias

from pdfplumber.page import Page

from converter.sources.layout.glyphs.colour import RGB, components_to_rgb
from converter.sources.layout.glyphs.content import Box, Glyph, Hidden, TextRotation
from converter.sources.layout.glyphs.visibility import Area, Ink
from converter.sources.pdf_drawing import STROKED_MODES, UNPAINTED_MODES, GraphicsState, Painted

Matrix: TypeAlias = tuple[float, ...]
Rect: TypeAlias = tuple[float, float, float, float]
# Maps pdfplumber's x0, top, x1, bottom to a box of the turned page.
ToBox: TypeAlias = Callable[[float, float, float, float], Box]

MIRRORED = 180  # degrees: the slope of text in the opposite direction
# Attributes of a transparent picture, which may not hide anything (ISO 32000-1, 11.6.5.3).
MASKS = ("SMask", "Mask", "ImageMask")


def page_turn(page: Page) -> TextRotation:
    """Return the direction of most of the text."""
    turns = Counter(_turn(char["matrix"]) for char in page.chars)
    return max(turns, key=lambda turn: (turns[turn], -turn), default=TextRotation.RIGHT)


def page_inks(page: Page, turn: TextRotation, to_box: ToBox) -> Iterator[Ink]:
    """Yield each glyph of a page as it was painted."""
    clips: dict[Rect | None, Box | None] = {}
    for char in page.chars:
        painted: Painted = char["painted"]
        drawing = painted.drawing
        if drawing.clip not in clips:
            clips[drawing.clip] = _clip(page, drawing, to_box)
        strokes = painted.mode in STROKED_MODES
        glyph = Glyph(
            char["text"],
            to_box(char["x0"], char["top"], char["x1"], char["bottom"]),
            painted.order,
            _slope(char["matrix"], turn),
        )
        yield Ink(
            glyph,
            _rgb(char, "stroking_color" if strokes else "non_stroking_color"),
            drawing.group * (drawing.stroke if strokes else drawing.fill),
            clips[drawing.clip],
            _mark(painted),
        )


def page_areas(page: Page, to_box: ToBox) -> Iterator[Area]:
    """Yield the filled areas and the pictures of a page.

    Areas that mix with what is below have an opacity of 0: they hide nothing.
    """
    for shape in page.rects:
        if shape["fill"]:
            drawing = shape["painted"].drawing
            colour = _rgb(shape, "non_stroking_color")
            opacity = drawing.group * drawing.fill if colour else 0.0
            yield _area(page, shape, to_box, colour, opacity)
    for image in page.images:
        drawing = image["painted"].drawing
        is_solid = not any(image["stream"].get(mask) for mask in MASKS)
        yield _area(page, image, to_box, None, drawing.group * drawing.fill * is_solid)


def _area(
    page: Page, shape: Mapping[str, Any], to_box: ToBox, colour: RGB | None, opacity: float
) -> Area:
    painted: Painted = shape["painted"]
    box = to_box(shape["x0"], shape["top"], shape["x1"], shape["bottom"])
    clip = _clip(page, painted.drawing, to_box)
    is_shown = painted.drawing.is_plain and not painted.drawing.is_off
    return Area(box.common(clip) if clip else box, painted.order, colour, opacity * is_shown)


def _clip(page: Page, drawing: GraphicsState, to_box: ToBox) -> Box | None:
    if drawing.clip is None:
        return None
    left, bottom = float(page.bbox[0]), float(page.bbox[3])
    x0, y0, x1, y1 = drawing.clip
    return to_box(left + x0, bottom - y1, left + x1, bottom - y0)


def _mark(painted: Painted) -> Hidden | None:
    if painted.drawing.is_watermark:
        return Hidden.WATERMARK
    if painted.drawing.is_off:
        return Hidden.OFF
    return Hidden.UNPAINTED if painted.mode in UNPAINTED_MODES else None


def _rgb(shape: Mapping[str, Any], which: str) -> RGB | None:
    value = shape[which]
    space = shape.get("ncs", "") if which == "non_stroking_color" else ""
    return components_to_rgb(value if isinstance(value, tuple) else (value,), space)


def _turn(matrix: Matrix) -> TextRotation:
    along, up = matrix[0], matrix[1]
    if abs(along) >= abs(up):
        return TextRotation.RIGHT if along >= 0 else TextRotation.LEFT
    return TextRotation.UP if up > 0 else TextRotation.DOWN


def _slope(matrix: Matrix, turn: TextRotation) -> int:
    along, up, across, above, *_ = matrix
    if along * above - up * across < 0:
        return MIRRORED
    return (round(degrees(atan2(up, along))) - turn + MIRRORED) % 360 - MIRRORED
