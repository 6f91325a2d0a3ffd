"""Headings of sections and tables: their words and depth."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from converter.model import SurveyTable
from converter.sources.layout.glyphs.lines import TextLine

# A label with its printed count in parentheses: 環境分野 (14).
HEADING = re.compile(r"\s*(?P<label>.*?\S)\s*[(（]\s*(?P<count>\d+)\s*[)）]\s*")
# Headings whose left edges differ by less (points) have the same depth.
SAME_INDENT = 2.0
CIRCLED = "①②③④⑤⑥⑦⑧⑨"
# Lines above a header row to search for the heading of the table.
HEADING_LINES = 4


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    """A heading as printed: its label, its count, and the position of its first glyph.

    `opens`: another heading follows it before any entry.
    """

    label: str
    count: int | None
    indent: float
    opens: bool


def parse_heading(text: str) -> tuple[str, int | None]:
    """Return the label of a heading and its printed count, or None for a missing count."""
    if match := HEADING.fullmatch(text):
        return match["label"], int(match["count"])
    return text.strip(), None


def is_heading(text: str) -> bool:
    """Return whether a text is a label with a count in parentheses and nothing else."""
    return HEADING.fullmatch(text) is not None


def headings_to_levels(headings: Sequence[PrintedHeading]) -> tuple[int, ...]:
    """Return the depth of each heading of one table, in printed order (1 = below the table).

    The printed counts decide, because a heading's count is the sum of those below it. If they do
    not add up, the indentation decides.
    """
    by_counts = _by_counts(headings)
    return by_counts or _by_indents(headings)


def _by_counts(headings: Sequence[PrintedHeading]) -> tuple[int, ...]:
    levels: list[int] = []
    missing: list[int] = []  # entries still missing below each open heading, outermost first
    for heading in headings:
        while missing and missing[-1] == 0:
            missing.pop()
        if heading.count is None or (missing and heading.count > missing[-1]):
            return ()
        levels.append(len(missing) + 1)
        missing = [rest - heading.count for rest in missing]
        if heading.opens:
            missing.append(heading.count)
    return tuple(levels) if not any(missing) else ()


def _by_indents(headings: Sequence[PrintedHeading]) -> tuple[int, ...]:
    levels: list[int] = []
    indents: list[float] = []
    for heading in headings:
        while indents and heading.indent < indents[-1] - SAME_INDENT:
            indents.pop()
        if not indents or heading.indent > indents[-1] + SAME_INDENT:
            indents.append(heading.indent)
        levels.append(len(indents))
    return tuple(levels)


def table_heading(outside: Sequence[TextLine], top: float, table: SurveyTable) -> str:
    """Return the heading above a table: the words from the last circled number onwards."""
    above = [line.text for line in outside if line.box.bottom <= top + 1][-HEADING_LINES:]
    for start in reversed(range(len(above))):
        if above[start][0] in CIRCLED:
            return "".join(above[start:])
    return above[-1] if above else str(table)
