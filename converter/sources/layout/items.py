"""What is read of a survey's tables before all headings and page numbers are known."""

from dataclasses import dataclass, field

from converter.model import Column, Table
from converter.sources.layout.placing import PlacedRow


@dataclass(slots=True)
class Entry:
    """An entry as far as it was read; its number may stand on the next page."""

    table: Table
    index: int
    number: int | None = None
    is_wanted: bool = True
    cells: dict[Column, list[str]] = field(default_factory=dict)
    room: dict[Column, list[float]] = field(default_factory=dict)

    def add(self, placed: PlacedRow) -> None:
        """Add the lines of a row."""
        for column, text, room in placed.lines():
            self.cells.setdefault(column, []).append(text)
            self.room.setdefault(column, []).append(room)


@dataclass(slots=True)
class Section:
    """A section heading, and how far it is indented in points."""

    table: Table
    index: int
    text: str
    indent: float
    is_wanted: bool = True


@dataclass(slots=True)
class Opening:
    """The beginning of a table, with the heading above it."""

    table: Table
    index: int
    label: str
    is_wanted: bool = True


Item = Entry | Section | Opening
