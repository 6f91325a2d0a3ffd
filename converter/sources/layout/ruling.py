"""Ruling lines: finds where a page cuts off a table, and lines that frame a stamp."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Lines that end within this distance (points) end at the same edge, as in pdfplumber.
SNAP = 3.0
# A corner within this distance (points) of a line of the table is on it. The distance is larger for
# frames of an unusual colour, which are drawn thicker.
CORNER, ODD_CORNER = 0.5, 1.0
# Minimum open ends side by side for a table cut off by the page; fewer are ornaments.
OPEN_ENDS = 3
TALL = 0.5  # minimum share of a table's height of a line between its columns
CLOSED = 0.9  # minimum share of a closed side that lines cover


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A ruling line: its coordinate (`at`) across its direction, and its start and end along it.

    For a vertical rule `at` is an x and start and end are y; for a horizontal one vice versa.
    """

    vertical: bool
    at: float
    start: float
    end: float


def closing_rules(rules: Iterable[RulingLine]) -> tuple[RulingLine, ...]:
    """Return a missing rule wherever several rules end side by side without a crossing one."""
    known = tuple(rules)
    return (*_closing(known, vertical=True), *_closing(known, vertical=False))


def is_stamp_frame(
    sides: Sequence[RulingLine], others: Sequence[RulingLine], *, is_odd: bool
) -> bool:
    """Return whether lines drawn as one object lie across a table without belonging to it.

    The lines of a table end on one another; the frame of a stamp only crosses them. In the colour
    of the table, no corner of a frame may lie on a line of the table; in an unusual colour, not
    all.
    """
    if not any(_meet(side, other, 0) for side in sides for other in others):
        return False
    slack = ODD_CORNER if is_odd else CORNER
    free = [not any(_is_on(*end, other, slack) for other in others) for end in _ends(sides)]
    if is_odd:
        return any(free)
    return all(free) and not any(
        _is_on(*end, side, slack) for end in _ends(others) for side in sides
    )


def _ends(rules: Iterable[RulingLine]) -> Iterator[tuple[float, float]]:
    """Yield the ends of rules, as x and y."""
    for rule in rules:
        for end in (rule.start, rule.end):
            yield (rule.at, end) if rule.vertical else (end, rule.at)


def _is_on(x: float, y: float, rule: RulingLine, slack: float) -> bool:
    across, along = (x, y) if rule.vertical else (y, x)
    return abs(across - rule.at) <= slack and rule.start - slack <= along <= rule.end + slack


def _meet(one: RulingLine, other: RulingLine, slack: float) -> bool:
    return (
        one.vertical != other.vertical
        and other.start - slack <= one.at <= other.end + slack
        and one.start - slack <= other.at <= one.end + slack
    )


def _closing(rules: Sequence[RulingLine], *, vertical: bool) -> Iterator[RulingLine]:
    along = [rule for rule in rules if rule.vertical == vertical]
    crossing = [rule for rule in rules if rule.vertical != vertical]
    ends = [(rule.start, rule) for rule in along] + [(rule.end, rule) for rule in along]
    for group in _side_by_side(ends):
        at = group[0][0]
        low = min(rule.at for _, rule in group)
        high = max(rule.at for _, rule in group)
        across = [rule for rule in crossing if abs(rule.at - at) <= SNAP]
        covered = sum(max(0.0, min(rule.end, high) - max(rule.start, low)) for rule in across)
        # Horizontal lines alone do not make cells: they are closed only beside vertical ones.
        # A frame or background around the table does not meet its lines.
        beside = [rule for rule in crossing if any(_meet(rule, one, SNAP) for _, one in group)]
        parts = vertical or any(rule.end - rule.start > TALL * (high - low) for rule in beside)
        if len(group) >= OPEN_ENDS and parts and covered < CLOSED * (high - low):
            start = min((rule.start for rule in beside), default=low)
            end = max((rule.end for rule in beside), default=high)
            yield RulingLine(not vertical, at, min(low, start), max(high, end))


def _side_by_side(ends: list[tuple[float, RulingLine]]) -> Iterator[list[tuple[float, RulingLine]]]:
    group: list[tuple[float, RulingLine]] = []
    for end in sorted(ends, key=lambda end: end[0]):
        if group and end[0] - group[-1][0] > SNAP:
            yield group
            group = []
        group.append(end)
    if group:
        yield group
