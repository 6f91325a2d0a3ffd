"""Estimates the width of texts without a font."""

import unicodedata

_SIZE = 12
# Width of a letter as a share of its size: 1 for Japanese, about half for Latin.
_FULL, _HALF = 12.2, 6.7


def width_of(text: str, size: float = _SIZE) -> float:
    """Return the approximate width of a text in pixels, at a font size in pixels."""
    wide = sum(unicodedata.east_asian_width(sign) in {"W", "F", "A"} for sign in text)
    return (wide * _FULL + (len(text) - wide) * _HALF) * size / _SIZE
