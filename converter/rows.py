"""Rows of a printed table: the common output of all readers, and the input of the extraction.

A reader (text, PDF) assigns lines to cells; the extraction then makes records from the rows, the
same way for every reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from converter.errors import DocumentFault
from converter.model import Column, PrintedPosition, SurveyTable

SHARED = (
    Column.NUMBER,
    Column.NAME,
    Column.DESCRIPTION,
    Column.STATUS,
    Column.SHARING,
    Column.NOTE,
    Column.PREFECTURE,
)
# In printed order; the printed sharing cell is two columns: the code, and the reason beside it.
COLUMNS: Mapping[SurveyTable, tuple[Column, ...]] = {
    SurveyTable.PROCEDURES: SHARED,
    SurveyTable.SYSTEMS: SHARED,
    SurveyTable.POSTS: (
        Column.NUMBER,
        Column.NAME,
        Column.RECRUITMENT,
        Column.EMPLOYMENT,
        Column.PROFILE,
        Column.DESCRIPTION,
        Column.STATUS,
        Column.PREFECTURE,
    ),
    SurveyTable.ORGANISATIONS: (
        Column.NUMBER,
        Column.NAME,
        Column.PROFILE,
        Column.DESCRIPTION,
        Column.STATUS,
        Column.PREFECTURE,
    ),
}
TEXT_COLUMNS = frozenset({Column.NAME, Column.DESCRIPTION, Column.PROFILE, Column.NOTE})
CODE_COLUMNS = frozenset({Column.STATUS, Column.SHARING, Column.RECRUITMENT, Column.EMPLOYMENT})

# The printed lines of each cell from top to bottom; a blank cell is absent or has no lines.
Cells: TypeAlias = Mapping[Column, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: its number (1-based), its sheet, its characters."""

    number: int
    sheet: int
    text: str


@dataclass(frozen=True, slots=True)
class TableHeading:
    """The heading that opens a table, as printed: `②情報システムを複数自治体で…`."""

    table: SurveyTable
    label: str
    position: PrintedPosition


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section heading: label without its count, printed count, depth (1 = below the table)."""

    table: SurveyTable
    label: str
    printed_count: int | None
    level: int
    position: PrintedPosition


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its cells as printed; `number` is the text of the first column.

    `room` has the free space at the end of each line, in half-width units, if the reader measured
    it.
    """

    table: SurveyTable
    number: int
    cells: Cells
    position: PrintedPosition
    room: Mapping[Column, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """An entry whose number could be read but not its cells; a fault of the reader says why."""

    table: SurveyTable
    number: int
    position: PrintedPosition


Row: TypeAlias = TableHeading | SectionRow | EntryRow | UnreadRow
# Column widths in half-width units (an ASCII letter is 1, a kanji 2).
Widths: TypeAlias = Mapping[tuple[SurveyTable, Column], int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows that a reader found, in printed order, and the faults that it met.

    `widths` are the column widths that the reader knows; the others are measured from the rows.
    `remarks` tell where the reader corrected characters of the document. With `is_part`, only some
    pages were read, so tables may begin and end anywhere.
    """

    rows: tuple[Row, ...]
    faults: tuple[DocumentFault, ...] = ()
    widths: Widths = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    is_part: bool = False
