"""Writes shapes as SVG 1.1: inline for a page with its style sheet, or as a separate file."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from server.charts.drawing.lettering import width_of

# The light colours of the style sheet by class, for a separate file.
COLOURS = {
    "step-0": "#eef1f2",
    "step-1": "#d3e0ee",
    "step-2": "#a9c4e0",
    "step-3": "#6f9bc9",
    "step-4": "#34689f",
    "step-5": "#14304f",
    "ink": "#17212b",
    "soft": "#4c5762",
    "on-dark": "#fcfcfa",
    "line": "#d6dbdd",
    "first": "#14304f",
    "second": "#5e8dbe",
    "chord": "#1a4b8c",
    "planned": "#855000",
}
PAPER = "#ffffff"
FONTS = (
    "Noto Sans CJK JP, Noto Sans JP, Hiragino Sans, Yu Gothic, BIZ UDPGothic, Meiryo, sans-serif"
)
STEPS = 5
_HEAD, _LEGEND_ROW, _NOTE_ROW = 54, 20, 14
# Pixels: width of a page, and the width up to which wider drawings are scaled down to fit it.
_PAGE, _FITTED = 1080, 1400
# From this shade on, light letters have the better contrast (7:1; dark ones on shade 3: 5:1).
_DARK = 4


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A text; `anchor` is start, middle or end, `turn` the rotation in degrees around its position.

    `squeezed` is the width to condense the letters to, 0 if they fit.
    """

    x: float
    y: float
    text: str
    css: str = "ink"
    anchor: str = "start"
    size: float = 12
    turn: float = 0
    squeezed: float = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path that is not filled; `dashed` means planned."""

    path: str
    css: str
    width: float = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float
    css: str


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes with an accessible name, and a link if there is one."""

    name: str
    shapes: Sequence["Rect | Caption | Stroke | Circle"]
    href: str = ""
    # The figure's key and its value, for checks of the page.
    count: str = ""
    value: str = ""


Shape = Rect | Caption | Stroke | Circle | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing in pixels; `title` is the text alternative.

    `legend` has the meanings of the colours by class; a page shows them beside the drawing.
    """

    width: float
    height: float
    title: str
    shapes: Sequence[Shape]
    legend: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """The texts of a file besides its title: unit of the numbers, source, address and date."""

    unit: str
    source: str
    address: str


def step(count: int, most: int) -> int:
    """Return the shade of a count: 0 for zero, else 1 to 5 in equal steps up to `most`."""
    return -(-STEPS * count // most) if most else 0


def on_step(shade: int) -> str:
    """Return the class of letters on a shade."""
    return "on-dark" if shade >= _DARK else "ink"


def inline(drawing: Drawing) -> str:
    """Return the drawing as a part of an HTML page, with links."""
    size = f"0 0 {_number(drawing.width)} {_number(drawing.height)}"
    shapes = "\n".join(_shape(shape, linked=True) for shape in drawing.shapes)
    css = "drawing fitted" if _PAGE < drawing.width <= _FITTED else "drawing"
    return (
        f'<svg class="{css}" viewBox="{size}" width="{_number(drawing.width)}" '
        f'height="{_number(drawing.height)}" role="group" '
        f'aria-label="{escape(drawing.title)}">\n{shapes}\n</svg>'
    )


def document(drawing: Drawing, imprint: Imprint) -> str:
    """Return the drawing as a separate file: title and unit above, source below."""
    legend = [_key(index, *entry) for index, entry in enumerate(drawing.legend)]
    below = (imprint.source, imprint.address)
    head, foot = _HEAD + _LEGEND_ROW * len(legend), 12 + _NOTE_ROW * len(below)
    height = drawing.height + head + foot
    words = max(width_of(drawing.title, 15), *(width_of(text, 10) for text in below)) + 16
    width = max(drawing.width, words, 560)
    shapes = "\n".join(_shape(shape, linked=False) for shape in drawing.shapes)
    captions = [
        Caption(8, 22, drawing.title, size=15),
        Caption(8, 40, imprint.unit, "soft", size=11),
        *(
            Caption(8, height - foot + 16 + index * _NOTE_ROW, text, "soft", size=10)
            for index, text in enumerate(below)
        ),
    ]
    notes = "\n".join(_shape(caption, linked=False) for caption in captions)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}" '
        f'height="{_number(height)}" viewBox="0 0 {_number(width)} {_number(height)}" '
        f'font-family="{FONTS}">\n<title>{escape(drawing.title)}</title>\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{notes}\n'
        f"{''.join(legend)}"
        f'<g transform="translate(0 {head})">\n{shapes}\n</g>\n</svg>\n'
    )


def _key(row: int, css: str, text: str) -> str:
    y = _HEAD - 4 + row * _LEGEND_ROW
    lines = {"chord", "planned"}
    sample: Shape = (
        Stroke(f"M8 {y + 7}h24", css, 3, dashed=css == "planned")
        if css in lines
        else Rect(8, y, 24, 14, css)
    )
    return "".join(_shape(shape, linked=False) for shape in (sample, Caption(40, y + 11, text)))


def _shape(shape: Shape, *, linked: bool) -> str:
    if isinstance(shape, Group):
        inside = "".join(_shape(part, linked=linked) for part in shape.shapes)
        name = f"<title>{escape(shape.name)}</title>"
        if linked and shape.href:
            label = escape(shape.name)
            figure = (
                f' data-count="{escape(shape.count)}" data-value="{escape(shape.value)}"'
                if shape.count
                else ""
            )
            return f'<a href="{escape(shape.href)}"{figure} aria-label="{label}">{name}{inside}</a>'
        return f"<g>{name}{inside}</g>"
    if isinstance(shape, Caption):
        return _text(shape)
    colour = COLOURS[shape.css]
    if isinstance(shape, Rect):
        position = _attributes(x=shape.x, y=shape.y, width=shape.width, height=shape.height)
        return f'<rect class="{shape.css}" fill="{colour}" {position}/>'
    if isinstance(shape, Circle):
        position = _attributes(cx=shape.x, cy=shape.y, r=shape.radius)
        return f'<circle class="{shape.css}" fill="{colour}" {position}/>'
    dashes = ' stroke-dasharray="5 4"' if shape.dashed else ""
    return (
        f'<path class="{shape.css} drawn" fill="none" stroke="{colour}" '
        f'stroke-width="{_number(shape.width)}"{dashes} d="{shape.path}"/>'
    )


def _text(shape: Caption) -> str:
    turned = f"rotate({_number(shape.turn)} {_number(shape.x)} {_number(shape.y)})"
    turn = f' transform="{turned}"' if shape.turn else ""
    squeeze = f'textLength="{_number(shape.squeezed)}" lengthAdjust="spacingAndGlyphs"'
    pressed = f" {squeeze}" if shape.squeezed else ""
    position = _attributes(x=shape.x, y=shape.y)
    return (
        f'<text class="{shape.css}" fill="{COLOURS[shape.css]}" {position} '
        f'text-anchor="{shape.anchor}" font-size="{_number(shape.size)}"{turn}{pressed}>'
        f"{escape(shape.text)}</text>"
    )


def _attributes(**numbers: float) -> str:
    return " ".join(f'{name}="{_number(number)}"' for name, number in numbers.items())


def _number(number: float) -> str:
    """Return a number rounded to 1/100 pixel, written the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
