"""The 47 prefectures as tiles on a grid that looks like Japan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SIDE = 40
_STEPS = 5
# Approximate width of a Latin letter at the font size of names.
_LETTER = 5.3

# The grid of JIS codes; a code in several cells is a larger tile.
_GRID = """
 .  .  .  .  .  .  .  .  .  .  . 01 01
 .  .  .  .  .  .  .  .  .  .  . 01 01
 .  .  .  .  .  .  .  .  .  .  . 02 02
 .  .  .  .  .  .  .  .  .  .  . 05 03
 .  .  .  .  .  .  .  .  .  .  . 06 04
 .  .  .  .  .  .  .  . 17 16 15 07 07
 .  . 35 32 31 28 26 18 21 20 10 09 08
 .  . 35 34 33 28 26 25 21 20 19 11 08
41 40 44  .  .  . 27 29 24 23 22 13 12
42 43 45  . 38 37  . 30 24  .  . 14 12
 . 46 46  . 39 36  .  .  .  .  .  .  .
47  .  .  .  .  .  .  .  .  .  .  .  .
"""


@dataclass(frozen=True, slots=True)
class Tile:
    """A prefecture's tile: position in units of the drawing, texts and link.

    `step` is the shade, 0 (none) to 5 (most).
    """

    name: str
    short: str
    href: str
    count: int
    step: int
    x: int
    y: int
    width: int
    height: int
    key: str

    @property
    def squeeze(self) -> int:
        """Return the width to condense a long name to, 0 if it fits."""
        room = self.width - 4
        return room if self.short.isascii() and len(self.short) * _LETTER > room else 0

    @property
    def centre(self) -> int:
        """Return the horizontal middle."""
        return self.x + self.width // 2

    @property
    def middle(self) -> int:
        """Return the baseline of the upper text."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class PrefectureCount:
    """A prefecture by its JIS code, with a count and its figure."""

    code: str
    name: str
    href: str
    count: int
    key: str = ""


@lru_cache(maxsize=1)
def _tile_boxes() -> Mapping[str, tuple[int, int, int, int]]:
    """Return column, row (from 0), width and height in cells by JIS code."""
    rows = [line.split() for line in _GRID.strip().splitlines()]
    cells: dict[str, list[tuple[int, int]]] = {}
    for row, codes in enumerate(rows):
        for column, code in enumerate(codes):
            cells.setdefault(code, []).append((column, row))
    return {
        code: (*found[0], found[-1][0] - found[0][0] + 1, found[-1][1] - found[0][1] + 1)
        for code, found in cells.items()
        if code != "."
    }


def tiles(counted: Sequence[PrefectureCount]) -> list[Tile]:
    """Return a tile for each prefecture on the grid."""
    most = max((item.count for item in counted), default=0)
    return [_tile(item, most) for item in counted if item.code in _tile_boxes()]


def _tile(item: PrefectureCount, most: int) -> Tile:
    column, row, wide, high = _tile_boxes()[item.code]
    return Tile(
        name=item.name,
        short=short_name(item.name),
        href=item.href,
        count=item.count,
        step=-(-_STEPS * item.count // most) if most else 0,
        x=column * _SIDE,
        y=row * _SIDE,
        width=wide * _SIDE,
        height=high * _SIDE,
        key=item.key,
    )


def short_name(name: str) -> str:
    """Return the short name: 青森県 → 青森, Tokyo Metropolis → Tokyo; 北海道 is unchanged."""
    if name.isascii():
        return name.split(maxsplit=1)[0]
    return name if name == "北海道" else name[:-1]
