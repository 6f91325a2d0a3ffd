"""How wide texts are, as far as that can be told without a font."""

import unicodedata

_SIZE = 12
# Width of a letter of that size, in pixels: full for Japanese, about half for Latin.
_FULL, _HALF = 12.2, 6.7


def width_of(text: str, size: float = _SIZE) -> float:
    """Return about how wide a text is in letters of a size in pixels."""
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F", "A"} for sign in text)
    return (wide * _FULL + (len(text) - wide) * _HALF) * size / _SIZE
