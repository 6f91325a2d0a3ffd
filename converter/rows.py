"""Rows of a printed table: what every reader of documents hands to the extraction.

A reader (text, PDF) finds out which lines belong to which cell; the extraction makes records of
them, the same way for each reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from converter.model import Column, Place, Table

# In printed order; the printed sharing cell is two columns: the code, and the reason beside it.
COLUMNS: Mapping[Table, tuple[Column, ...]] = {
    Table.PROCEDURES: (
        Column.NUMBER,
        Column.NAME,
        Column.DESCRIPTION,
        Column.STATUS,
        Column.SHARING,
        Column.NOTE,
        Column.PREFECTURE,
    ),
    Table.SYSTEMS: (
        Column.NUMBER,
        Column.NAME,
        Column.DESCRIPTION,
        Column.STATUS,
        Column.SHARING,
        Column.NOTE,
        Column.PREFECTURE,
    ),
    Table.POSTS: (
        Column.NUMBER,
        Column.NAME,
        Column.RECRUITMENT,
        Column.EMPLOYMENT,
        Column.PROFILE,
        Column.DESCRIPTION,
        Column.STATUS,
        Column.PREFECTURE,
    ),
    Table.ORGANISATIONS: (
        Column.NUMBER,
        Column.NAME,
        Column.PROFILE,
        Column.DESCRIPTION,
        Column.STATUS,
        Column.PREFECTURE,
    ),
}


@dataclass(frozen=True, slots=True)
class TableHeading:
    """The heading that opens a table, as printed: `②情報システムを複数自治体で…`."""

    table: Table
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section heading: label without its count, printed count, depth (1 = below the table)."""

    table: Table
    label: str
    printed_count: int | None
    level: int
    place: Place


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: each column's physical lines from top to bottom, as printed.

    A blank cell is absent or has no line. `number` is what stands in the first column.
    """

    table: Table
    number: int
    cells: Mapping[Column, tuple[str, ...]]
    place: Place


Row: TypeAlias = TableHeading | SectionRow | EntryRow
