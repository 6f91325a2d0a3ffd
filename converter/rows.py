"""Rows of a printed table: what every reader of documents hands to the extraction.

A reader (text, PDF) finds out which lines belong to which cell; the extraction makes records of
them, the same way for each reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from converter.errors import DocumentFault
from converter.model import Column, PrintedPlace, SurveyTable

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

# A cell's physical lines from top to bottom; a blank cell is absent or has none.
Cells: TypeAlias = Mapping[Column, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: its number (1-based), the sheet it stands on, its characters."""

    number: int
    sheet: int
    text: str


@dataclass(frozen=True, slots=True)
class TableHeading:
    """The heading that opens a table, as printed: `②情報システムを複数自治体で…`."""

    table: SurveyTable
    label: str
    place: PrintedPlace


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section heading: label without its count, printed count, depth (1 = below the table)."""

    table: SurveyTable
    label: str
    printed_count: int | None
    level: int
    place: PrintedPlace


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its cells as printed; `number` is what stands in the first column.

    `room` has what is left free at the end of each line, in half-width units, where the reader
    measured it.
    """

    table: SurveyTable
    number: int
    cells: Cells
    place: PrintedPlace
    room: Mapping[Column, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """An entry whose number was read, but not its cells: a fault of the reader says why."""

    table: SurveyTable
    number: int
    place: PrintedPlace


Row: TypeAlias = TableHeading | SectionRow | EntryRow | UnreadRow
# Each column's width in half-width units (an ASCII letter 1, a kanji 2).
Widths: TypeAlias = Mapping[tuple[SurveyTable, Column], int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows that a reader found, in printed order, and the faults that it met on its way.

    `widths` are the columns' widths where the reader knows them; others are measured on the rows.
    `remarks` say what the reader read differently from what the document's bytes say. `is_part`
    is true where only some pages were asked for, so that tables may begin and end anywhere.
    """

    rows: tuple[Row, ...]
    faults: tuple[DocumentFault, ...] = ()
    widths: Widths = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    is_part: bool = False
