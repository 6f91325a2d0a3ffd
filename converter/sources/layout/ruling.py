"""Rules of tables that a page cuts off: where lines are needed to close them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Lines that end within this distance (points) end at the same edge; pdfplumber snaps likewise.
SNAP = 3.0
# So many open ends side by side are a table cut off by the page, not ornaments.
OPEN_ENDS = 3
TALL = 0.5  # the part of a table's height that a line between its columns takes
CLOSED = 0.9  # the part of a side that lines cover where it is closed


@dataclass(frozen=True, slots=True)
class Rule:
    """A line: where it lies across its direction (`at`), and from where to where it runs.

    A vertical rule lies at an x and runs from top to bottom, a horizontal one at a y.
    """

    vertical: bool
    at: float
    start: float
    end: float


def closing_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that are missing where several rules end side by side and none crosses."""
    known = tuple(rules)
    return (*_closing(known, vertical=True), *_closing(known, vertical=False))


def _closing(rules: Sequence[Rule], *, vertical: bool) -> Iterator[Rule]:
    along = [rule for rule in rules if rule.vertical == vertical]
    crossing = [rule for rule in rules if rule.vertical != vertical]
    ends = [(rule.start, rule) for rule in along] + [(rule.end, rule) for rule in along]
    for group in _side_by_side(ends):
        at = group[0][0]
        low = min(rule.at for _, rule in group)
        high = max(rule.at for _, rule in group)
        across = [rule for rule in crossing if abs(rule.at - at) <= SNAP]
        covered = sum(max(0.0, min(rule.end, high) - max(rule.start, low)) for rule in across)
        # Horizontal lines alone part no cells: they are closed where vertical ones run along.
        beside = [rule for rule in crossing if rule.start < high and rule.end > low]
        parts = vertical or any(rule.end - rule.start > TALL * (high - low) for rule in beside)
        if len(group) >= OPEN_ENDS and parts and covered < CLOSED * (high - low):
            start = min((rule.start for rule in beside), default=low)
            end = max((rule.end for rule in beside), default=high)
            yield Rule(not vertical, at, min(low, start), max(high, end))


def _side_by_side(ends: list[tuple[float, Rule]]) -> Iterator[list[tuple[float, Rule]]]:
    group: list[tuple[float, Rule]] = []
    for end in sorted(ends, key=lambda end: end[0]):
        if group and end[0] - group[-1][0] > SNAP:
            yield group
            group = []
        group.append(end)
    if group:
        yield group
