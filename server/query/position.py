"""Places in a text, as messages name them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place: `line` and `column` count code points from 1."""

    line: int
    column: int


START = Position(1, 1)


def place_of(before: str) -> Position:
    """Return the place that follows a text; CR, LF and CR LF each end a line."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n")
    return Position(lines.count("\n") + 1, len(lines) - lines.rfind("\n"))
