"""Page numbers as printed."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from converter.sources.layout.glyphs.content import PageContent
from converter.sources.layout.glyphs.lines import TextLine, glyphs_to_lines

# 12 · - 12 - · 12 / 50 · p. 12 · 12ページ · 第12頁
NUMBER = re.compile(
    r"(?:p(?:age)?\.?|第)?[-‐–—―－ー\s]*(?P<page>\d{1,4})[-‐–—―－ー\s]*"
    r"(?:/\s*\d{1,4})?\s*(?:ページ|頁)?",
    re.IGNORECASE,
)

# The page number is in the lowest part of the page, this share of its height.
FOOT = 0.07


def printed_numbers(lines: Sequence[TextLine], height: float) -> tuple[int, ...]:
    """Return possible page numbers: those at the foot, from the bottom up, then at the head."""
    foot = sorted(
        (line for line in lines if line.box.y > height / 2), key=lambda line: -line.box.bottom
    )
    head = sorted(
        (line for line in lines if line.box.y <= height / 2), key=lambda line: line.box.top
    )
    numbers = (_number(line.text) for line in foot + head)
    return tuple(number for number in numbers if number is not None)


def without_page_number(content: PageContent) -> tuple[PageContent, tuple[TextLine, ...]]:
    """Return the page without the line of a page number at its foot, and that line.

    Rows that continue on the next page may extend down beside the number.
    """
    floor = content.box.bottom - FOOT * content.box.height
    low = [glyph for glyph in content.glyphs if glyph.box.y > floor]
    lines = glyphs_to_lines(low)
    if not lines or _number(lines[-1].text) is None:
        return content, ()
    top = lines[-1].box.top
    kept = tuple(glyph for glyph in content.glyphs if glyph.box.y < top)
    return replace(content, glyphs=kept), lines[-1:]


def _number(text: str) -> int | None:
    match = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(match["page"]) if match else None


def page_numbers(candidates: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return the printed number of each page, by page index.

    Printed numbers are mostly consecutive: among several candidates, the one that continues the
    numbering is taken. A page without a number gets the one implied by its neighbours, else its
    index.
    """
    runs = Counter(number - index for index, numbers in candidates.items() for number in numbers)
    usual = max(runs, key=lambda run: (runs[run], -abs(run)), default=0)
    numbers: dict[int, int] = {}
    offset = usual
    for index, found in sorted(candidates.items()):
        offsets = [number - index for number in found]
        if offsets and offset not in offsets and usual not in offsets:
            # A new numbering starts here if the next page continues it.
            following = [n - index - 1 for n in candidates.get(index + 1, ())]
            offset = next((o for o in offsets if o in following), offset)
        elif usual in offsets:
            offset = usual
        numbers[index] = index + offset
    return numbers
