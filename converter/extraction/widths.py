"""Measures lines and columns in half-width units (an ASCII letter is 1, a kanji 2)."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import east_asian_width

from converter.model import Column, SurveyTable
from converter.rows import Cells, Widths


# Cached: each way to split an entry measures the same lines.
@lru_cache(maxsize=4096)
def line_width(text: str) -> int:
    """Return the width of a line in half-width units (UAX #11, ambiguous as in Japanese fonts)."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def rooms_left(lines: Iterable[str], width: int) -> tuple[int, ...]:
    """Return the free space at the end of each line in a column, all in half-width units."""
    return tuple(width - line_width(line) for line in lines)


def measure(entries: Iterable[tuple[SurveyTable, Cells]], *, least: int = 1) -> Widths:
    """Return each column's width: that of its widest line which is not the last of a cell.

    Columns with fewer than `least` such lines are left out: too few to rely on.
    """
    seen: defaultdict[tuple[SurveyTable, Column], list[int]] = defaultdict(list)
    for table, cells in entries:
        for column, lines in cells.items():
            seen[table, column] += map(line_width, lines[:-1])
    return {column: max(found) for column, found in seen.items() if len(found) >= least}
