"""The items of a survey's tables, before all headings and page numbers are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from converter.model import Column, SurveyTable
from converter.sources.layout.assignment import AssignedRow
from converter.sources.layout.section import parse_heading


@dataclass(slots=True)
class PrintedEntry:
    """An entry as read so far; its number may be on the next page."""

    table: SurveyTable
    index: int
    number: int | None = None
    is_wanted: bool = True
    cells: dict[Column, list[str]] = field(default_factory=dict)
    room: dict[Column, list[float]] = field(default_factory=dict)

    def add(self, assigned: AssignedRow) -> None:
        """Add the lines of a row."""
        for column, text, room in assigned.lines():
            self.cells.setdefault(column, []).append(text)
            self.room.setdefault(column, []).append(room)


@dataclass(slots=True)
class PrintedSection:
    """A section heading and its indentation in points."""

    table: SurveyTable
    index: int
    text: str
    indent: float
    is_wanted: bool = True


@dataclass(slots=True)
class Opening:
    """The start of a table, with the heading above it."""

    table: SurveyTable
    index: int
    label: str
    is_wanted: bool = True


Item = PrintedEntry | PrintedSection | Opening


def notes_below(items: Sequence[Item]) -> Iterator[PrintedSection]:
    """Yield merged rows below a table's last entry that have no count though its headings do."""
    sections = [item for item in items if isinstance(item, PrintedSection)]
    counted = {section.table for section in sections if _is_counted(section)}
    entered: set[SurveyTable] = set()
    for item in reversed(tuple(items)):
        if isinstance(item, PrintedEntry):
            entered.add(item.table)
        elif item.table in counted - entered and isinstance(item, PrintedSection):
            yield from () if _is_counted(item) else (item,)


def _is_counted(section: PrintedSection) -> bool:
    return parse_heading(section.text)[1] is not None
