"""Rules of tables: where a page cuts them off, and which lines are a stamp's frame."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Lines that end within this distance (points) end at the same edge; pdfplumber snaps likewise.
SNAP = 3.0
# A corner (points) that is so near to a line of the table lies on it; one in an odd colour may lie
# further off, as it is drawn thicker.
CORNER, ODD_CORNER = 0.5, 1.0
# Open ends side by side from which a table is cut off by the page; fewer are ornaments.
OPEN_ENDS = 3
TALL = 0.5  # the part of a table's height that a line between its columns takes
CLOSED = 0.9  # the part of a side that lines cover where it is closed


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A line: where it lies across its direction (`at`), and from where to where it runs.

    A vertical rule lies at an x and runs from top to bottom, a horizontal one at a y.
    """

    vertical: bool
    at: float
    start: float
    end: float


def closing_rules(rules: Iterable[RulingLine]) -> tuple[RulingLine, ...]:
    """Return the rules that are missing where several rules end side by side and none crosses."""
    known = tuple(rules)
    return (*_closing(known, vertical=True), *_closing(known, vertical=False))


def is_stamp_frame(
    sides: Sequence[RulingLine], others: Sequence[RulingLine], *, is_odd: bool
) -> bool:
    """Return whether lines drawn as one lie across a table without being of it.

    The lines of a table end on one another; a stamp's frame only crosses them. Of a frame in the
    table's own colour no corner may lie on a line of the table, of an odd one not all may.
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
    """Yield where rules end, as x and y."""
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
        # Horizontal lines alone separate no cells: they are closed where vertical ones run along.
        # A frame or a background around the table meets none of its lines.
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
