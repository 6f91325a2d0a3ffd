"""Finds rows of tables without ruling lines: by horizontal lines, else by numbers and gaps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.sources.layout.glyphs.content import Box, hull
from converter.sources.layout.unruled.columns import Columns
from converter.sources.layout.unruled.runs import Line, Span, clear_stretches, is_section


def body_to_cells(
    columns: Columns, body: Sequence[Line], rules: Sequence[Box], top: float | None
) -> Iterator[Box]:
    """Yield the cells of the rows below a header that ends at `top`."""
    whole = hull(run.box for line in body for run in line)
    start = whole.top - 1 if top is None else top + 1
    sections = [hull(run.box for run in line) for line in body if is_section(line)]
    cuts = _cuts(
        columns, body, [rule.top for rule in rules if start < rule.top < whole.bottom], start
    )
    edges = sorted({start, *cuts, whole.bottom + 1})
    for above, below in pairwise(edges):
        if any(above <= box.y < below for box in sections):
            yield Box(columns.edges[0], above, columns.edges[-1], below)
        else:
            yield from columns.boxes(above, below)


def _cuts(
    columns: Columns, body: Sequence[Line], rules: Sequence[float], start: float
) -> Iterator[float]:
    """Yield the heights between consecutive rows."""
    if _part_rows(rules, columns, body):
        yield from rules
    else:
        yield from _cuts_by_numbers(columns, body, start)


def _part_rows(rules: Sequence[float], columns: Columns, body: Sequence[Line]) -> bool:
    """Return whether there are horizontal lines, with at least one between any two numbers."""
    numbers = [anchor.box.y for anchor in _anchors(columns, body) if not anchor.is_section]
    pairs = pairwise(sorted(numbers))
    return bool(rules) and all(any(low < y < high for y in rules) for low, high in pairs)


def _cuts_by_numbers(columns: Columns, body: Sequence[Line], start: float) -> Iterator[float]:
    anchors = sorted(_anchors(columns, body), key=lambda anchor: anchor.box.top)
    spans = [(run.box.top, run.box.bottom) for line in body for run in line]
    gaps = clear_stretches(spans, start)
    for upper, lower in pairwise(anchors):
        if upper.is_section or lower.is_section:
            yield lower.box.top - 1 if lower.is_section else upper.box.bottom + 1
    numbers = [
        _between(gaps, upper.box.bottom, lower.box.top)
        for upper, lower in pairwise(anchors)
        if not upper.is_section and not lower.is_section
    ]
    parting = [max(found, key=_wider) for found in numbers if found]
    yield from map(_middle, parting)
    first = anchors[0].box.top if anchors else start
    last = anchors[-1].box.bottom if anchors else start
    if anchors and anchors[0].is_section:
        yield first - 1
    if anchors and anchors[-1].is_section:
        yield last + 1
    wide = _least_width(parting, [gap for found in numbers for gap in found])
    outer = _between(gaps, start + 1, first) + _between(gaps, last, spans[-1][1])
    yield from (_middle(gap) for gap in outer if gap[1] - gap[0] > wide)


def _between(gaps: Iterable[Span], low: float, high: float) -> list[Span]:
    return [gap for gap in gaps if low <= gap[1] <= high + 1]


def _middle(gap: Span) -> float:
    return (gap[0] + gap[1]) / 2


def _wider(gap: Span) -> tuple[float, float]:
    """Order gaps by width, then by height: the lowest one is directly above a number."""
    return round(gap[1] - gap[0], 1), gap[1]


def _least_width(parting: Sequence[Span], gaps: Sequence[Span]) -> float:
    """Return the minimum width of a gap between rows, from the gaps between two numbers."""
    if not parting:
        return float("inf")
    rows = min(high - low for low, high in parting)
    inside = max((high - low for low, high in gaps if (low, high) not in parting), default=0.0)
    return (rows + inside) / 2 if rows > inside else float("inf")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A line that certainly belongs to a row of its own: a number, or a section heading."""

    box: Box
    is_section: bool


def _anchors(columns: Columns, body: Sequence[Line]) -> Iterator[_Anchor]:
    for line in body:
        if is_section(line):
            yield _Anchor(hull(run.box for run in line), is_section=True)
        elif line[0].text.isdecimal() and line[0].box.x < columns.edges[1]:
            yield _Anchor(line[0].box, is_section=False)
