"""Draws the kinds of figures: matrix, map of tiles, and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from server.charts.drawing.lettering import width_of
from server.charts.drawing.svg import (
    STEPS,
    Caption,
    Drawing,
    Group,
    Rect,
    Shape,
    on_step,
    step,
)
from server.site.tiles import LATIN, TileLine

_CELL = 24
_ROW = 22
_DIAGONAL = 0.71
# Font size of a tile's Japanese name.
_LETTERS = 11
# A bar is below its name, so that both fit the screen of a phone.
_BAR, _BAR_ROW, _BAR_LEFT = 13, 36, 8
# The map's grid is 13 tiles of 40 wide.
_MAP_WIDTH = 520


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A name with a link."""

    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A count in a matrix with a link; `css` overrides the shade, `sign` the number."""

    count: int
    href: str = ""
    css: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of counts, with a row of cells for each name in `rows`."""

    rows: Sequence[LinkedName]
    columns: Sequence[LinkedName]
    cells: Sequence[Sequence[MatrixCell]]


@dataclass(frozen=True, slots=True)
class DrawnTile:
    """A prefecture on the map: its position and size in pixels; `base` is the count's baseline.

    `count` determines the shade; `shown` is the text on the tile, if it is not the count.
    """

    name: str
    lines: Sequence[TileLine]
    count: int
    href: str
    box: tuple[int, int, int, int]
    base: int
    shown: str = ""
    key: str = ""

    @property
    def figure(self) -> str:
        """Return the text on the tile."""
        return self.shown or str(self.count)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: name, whole, and shaded part; `note` is the text after the bar."""

    name: LinkedName
    whole: float
    part: float
    note: str = ""


def draw_matrix(matrix: Matrix, title: str) -> Drawing:
    """Draw a matrix; shades use square roots, because a few counts are large and most small."""
    left = max((width_of(row.name) for row in matrix.rows), default=0) + 16
    longest = max((width_of(column.name) for column in matrix.columns), default=0)
    top = longest * _DIAGONAL + 16
    most = max((cell.count for row in matrix.cells for cell in row), default=0)
    shapes: list[Shape] = []
    for at, column in enumerate(matrix.columns):
        label = Caption(left + at * _CELL + _CELL / 2 + 4, top - 6, column.name, turn=-45)
        shapes.append(Group(column.name, (label,), column.href))
    for at, (row, cells) in enumerate(zip(matrix.rows, matrix.cells, strict=True)):
        y = top + at * _ROW
        label = Caption(left - 8, y + _ROW / 2 + 4, row.name, anchor="end")
        shapes.append(Group(row.name, (label,), row.href))
        for column_at, (cell, column) in enumerate(zip(cells, matrix.columns, strict=True)):
            name = f"{row.name} × {column.name}: {cell.sign or cell.count}"
            shapes.append(_cell(cell, left + column_at * _CELL, y, most, name))
    width = left + len(matrix.columns) * _CELL + longest * _DIAGONAL + 12
    return Drawing(width, top + len(matrix.rows) * _ROW + 6, title, shapes)


def _cell(cell: MatrixCell, x: float, y: float, most: int, name: str) -> Shape:
    shade = ceil(STEPS * sqrt(cell.count / most)) if most else 0
    css = cell.css or f"step-{shade}"
    box = Rect(x, y, _CELL - 1.5, _ROW - 1.5, css)
    shown = cell.sign or (str(cell.count) if cell.count else "")
    if not shown:
        return box
    letters = "on-dark" if css == "first" else on_step(shade) if not cell.css else "ink"
    number = Caption(x + _CELL / 2 - 1, y + _ROW / 2 + 3.5, shown, letters, "middle", 11)
    return Group(name, (box, number), cell.href)


def draw_map(tiles: Sequence[DrawnTile], title: str) -> Drawing:
    """Draw the map of tiles, with a legend of the shades."""
    most = max((tile.count for tile in tiles), default=0)
    shapes = [_tile(tile, step(tile.count, most)) for tile in tiles]
    height = max((tile.box[1] + tile.box[3] for tile in tiles), default=0)
    return Drawing(_MAP_WIDTH, height, title, [*shapes, *_legend(tiles, most)])


def _tile(tile: DrawnTile, shade: int) -> Shape:
    x, y, width, height = tile.box
    middle, css = x + width / 2, on_step(shade)
    return Group(
        f"{tile.name}: {tile.figure}",
        (
            Rect(x + 1, y + 1, width - 2, height - 2, f"step-{shade}"),
            *(_tile_line(line, middle, css) for line in tile.lines),
            Caption(middle, tile.base, tile.figure, css, "middle", 10),
        ),
        tile.href,
        tile.key,
        tile.figure if tile.key else "",
    )


def _tile_line(line: TileLine, middle: float, css: str) -> Caption:
    size = LATIN if line.text.isascii() else _LETTERS
    return Caption(middle, line.y, line.text, css, "middle", size, squeezed=line.squeeze)


def _legend(tiles: Sequence[DrawnTile], most: int) -> list[Shape]:
    """Return the shades that occur, from the lowest, each with its range of figures."""
    figures: dict[int, list[str]] = {}
    for tile in sorted(tiles, key=lambda tile: tile.count):
        figures.setdefault(step(tile.count, most), []).append(tile.figure)
    found: list[Shape] = []
    for index, (shade, shown) in enumerate(sorted(figures.items())):
        span = shown[0] if shown[0] == shown[-1] else f"{shown[0]}–{shown[-1]}"
        y = 8 + index * 18
        found += [Rect(4, y, 22, 14, f"step-{shade}"), Caption(32, y + 11, span, size=11)]
    return found


def draw_bars(bars: Sequence[Bar], title: str, unit: float = 12) -> Drawing:
    """Draw horizontal bars below their names; `unit` is the width of 1 in pixels."""
    shapes = [_bar(bar, at * _BAR_ROW + 4, unit) for at, bar in enumerate(bars)]
    widths = [
        max(width_of(bar.name.name), bar.whole * unit + width_of(_behind(bar))) for bar in bars
    ]
    return Drawing(max(widths, default=0) + 2 * _BAR_LEFT, len(bars) * _BAR_ROW + 4, title, shapes)


def _bar(bar: Bar, y: float, unit: float) -> Group:
    top, base = y + 16, y + 26.5
    end = _BAR_LEFT + bar.part * unit
    # If the part is the whole, only one number is written.
    is_partial = 0 < bar.part < bar.whole
    parts = [Caption(end - 4, base, f"{bar.part:g}", "on-dark", "end", 10)] if is_partial else []
    return Group(
        f"{bar.name.name}: {bar.whole:g} ({bar.part:g})",
        (
            Caption(_BAR_LEFT, y + 11, bar.name.name),
            Rect(_BAR_LEFT, top, bar.whole * unit, _BAR, "second"),
            Rect(_BAR_LEFT, top, bar.part * unit, _BAR, "first"),
            *parts,
            Caption(_BAR_LEFT + bar.whole * unit + 6, base, _behind(bar), size=11),
        ),
        bar.name.href,
    )


def _behind(bar: Bar) -> str:
    return f"{bar.whole:g}  {bar.note}".rstrip()
