"""Positions in a text, for messages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A position: `line` and `column` (in code points) count from 1."""

    line: int
    column: int


START = Position(1, 1)


def position_of(before: str) -> Position:
    """Return the position after the text `before`; CR, LF and CR LF each end a line."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n")
    return Position(lines.count("\n") + 1, len(lines) - lines.rfind("\n"))
