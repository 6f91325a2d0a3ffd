"""Splits lines of a page into runs: words that are close together on a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from converter.sources.layout.glyphs.content import Box, Glyph, hull
from converter.sources.layout.glyphs.lines import glyphs_to_lines, lines_of_glyphs, split_at_gaps
from converter.sources.layout.section import is_heading

# Runs with a larger gap (in glyph heights) are in different cells.
CELL_GAP = 0.6

Span: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one line that are close together; `spans` has the start and end of each."""

    text: str
    box: Box
    spans: tuple[Span, ...]


Line: TypeAlias = Sequence[Run]


def glyphs_to_runs(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines of a page from top to bottom, each as its runs from left to right."""
    lines = (tuple(map(_run, split_at_gaps(line, CELL_GAP))) for line in lines_of_glyphs(glyphs))
    return [line for line in lines if line]


def text_of(line: Line) -> str:
    """Return the concatenated words of a line."""
    return "".join(run.text for run in line)


def is_section(line: Line) -> bool:
    """Return whether a line is a section heading; its count may be a separate run."""
    return len(line) <= 2 and is_heading(text_of(line))  # noqa: PLR2004 - label and count


def clear_stretches(spans: Iterable[Span], start: float, depth: int = 0) -> list[Span]:
    """Return the intervals from `start` onwards that at most `depth` spans cover."""
    ends = [(low, 1) for low, _ in spans] + [(high, -1) for _, high in spans]
    stretches: list[Span] = []
    covering, since = 0, start
    for at, change in sorted(ends):
        if covering <= depth < covering + change and at > since:
            stretches.append((since, at))
        covering += change
        if covering <= depth:
            since = at if change < 0 and covering == depth else since
    return stretches


def _run(glyphs: Sequence[Glyph]) -> Run:
    text = "".join(line.text for line in glyphs_to_lines(glyphs))
    spans = tuple((glyph.box.x0, glyph.box.x1) for glyph in glyphs)
    return Run(text, hull(glyph.box for glyph in glyphs), spans)
