"""The 47 prefectures as tiles on a grid that looks like Japan.

A Latin name is longer than a Japanese one: its tile is higher and has the name in two lines, so
that its letters have 10 pixels on a phone, where a tile is 27 pixels wide.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SIDE, _LATIN_HEIGHT = 40, 50
_STEPS = 5
# Font size of Latin names, and the approximate width of a letter, and of a narrow one.
LATIN, _LETTER, _NARROW = 14.5, 8.5, 4.5
# Distance of baselines, and of the first one from the top of the text.
_LINE, _ASCENT = 14, 12
# Maximum letters of a line, with the hyphen; syllables end with a vowel or before a double letter.
_MOST = 5
_SYLLABLE = re.compile(r"[^aeiou]*[aeiou](?:n(?![aeiou])|([kpst])(?=\1))?", re.IGNORECASE)

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
class TileLine:
    """A line of a tile's name: text, baseline, and the width to condense it to, 0 if none."""

    text: str
    y: int
    squeeze: int


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
    def lines(self) -> list[TileLine]:
        """Return the lines of the short name."""
        texts = _lines_of(self.short) if self.width == _SIDE else [self.short]
        first = self.y + (self.height - _LINE * (len(texts) + 1)) // 2 + _ASCENT
        room = self.width - 4
        return [
            TileLine(text, first + _LINE * at, room if _is_long(text, room) else 0)
            for at, text in enumerate(texts)
        ]

    @property
    def centre(self) -> int:
        """Return the horizontal middle."""
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        """Return the baseline of the count."""
        return self.lines[-1].y + _LINE

    @property
    def bottom(self) -> int:
        """Return the lower edge."""
        return self.y + self.height


def _is_long(text: str, room: int) -> bool:
    width = sum(_NARROW if letter in "Iit-" else _LETTER for letter in text)
    return text.isascii() and width > room


def _lines_of(name: str) -> list[str]:
    """Return a name in two lines if it is Latin and long: `Yama-`, `nashi`."""
    if not name.isascii() or len(name) <= _MOST:
        return [name]
    ends = [found.end() for found in _SYLLABLE.finditer(name)]
    end = max((end for end in ends if end < _MOST), default=_MOST - 1)
    return [f"{name[:end]}-", name[end:]]


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
    side = _LATIN_HEIGHT if any(item.name.isascii() for item in counted) else _SIDE
    return [_tile(item, most, side) for item in counted if item.code in _tile_boxes()]


def _tile(item: PrefectureCount, most: int, side: int) -> Tile:
    column, row, wide, high = _tile_boxes()[item.code]
    return Tile(
        name=item.name,
        short=short_name(item.name),
        href=item.href,
        count=item.count,
        step=-(-_STEPS * item.count // most) if most else 0,
        x=column * _SIDE,
        y=row * side,
        width=wide * _SIDE,
        height=high * side,
        key=item.key,
    )


def short_name(name: str) -> str:
    """Return the short name: 青森県 → 青森, Tokyo Metropolis → Tokyo; 北海道 is unchanged."""
    if name.isascii():
        return name.split(maxsplit=1)[0]
    return name if name == "北海道" else name[:-1]
