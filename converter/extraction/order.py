"""Checks that rows have the form's order: numbers, headings, and the counts of headings."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from converter.errors import DocumentFault
from converter.extraction.faults import TABLE_HEADING, fault_at
from converter.model import Document, PrintedPosition
from converter.rows import EntryRow, Row, SectionRow, TableHeading, UnreadRow


def faults_of_order(
    rows: Iterable[Row], document: Document, *, is_part: bool = False
) -> tuple[DocumentFault, ...]:
    """Return a fault for each row that is missing, repeated or out of order.

    A heading whose printed count is lower than the number of entries below it is left to
    validation: the document is complete. A higher count at the end of a table means that entries
    are missing, which is a fault unless only a part of the document was read (`is_part`).
    """
    order = _Order(document, is_part)
    for row in rows:
        order.take(row)
    order.end_table()
    if not order.tables:
        order.fault(None, "no table of the survey", TABLE_HEADING)
    elif not order.entries and not order.faults:
        order.fault(None, "headings without an entry", "an entry below a heading")
    return tuple(order.faults)


@dataclass(slots=True)
class _Order:
    """The state after the rows so far; `headings` are the open headings, outermost first."""

    document: Document
    is_part: bool
    faults: list[DocumentFault] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    headings: list[SectionRow] = field(default_factory=list)
    counts: Counter[SectionRow] = field(default_factory=Counter)
    numbers: set[int] = field(default_factory=set)
    entries: int = 0
    expected: int = 1

    def take(self, row: Row) -> None:
        match row:
            case TableHeading():
                self._open_table(row)
            case SectionRow():
                self._close_headings(row.level, at_end=False)
                self.headings.append(row)
            case EntryRow() | UnreadRow():
                self._count(row)
            case _:
                assert_never(row)

    def end_table(self) -> None:
        self._close_headings(1, at_end=not self.is_part)
        self.numbers, self.expected = set(), 1

    def fault(self, position: PrintedPosition | None, found: str, expected: str) -> None:
        self.faults.append(fault_at(self.document, position, found, expected))

    def _open_table(self, row: TableHeading) -> None:
        self.end_table()
        if row.table in self.tables:
            self.fault(row.position, f"table {row.table} again", "each table once")
        self.tables.add(row.table)

    def _count(self, row: EntryRow | UnreadRow) -> None:
        self.entries += 1
        if row.table not in self.tables or not self.headings:
            self.fault(row.position, f"entry {row.number}", "a section heading before it")
        if row.number in self.numbers:
            found = f"entry {row.number} a second time"
            self.fault(row.position, found, f"entry {self.expected}")
            return
        if self.is_part and not self.numbers:
            self.expected = row.number
        missed = range(self.expected, row.number)
        if row.number != self.expected:
            self.fault(row.position, f"entry {row.number}", f"entry {self.expected}")
        self.numbers.add(row.number)
        self.expected = row.number + 1
        for heading in self.headings:
            self.counts[heading] += 1 + len(missed)

    def _close_headings(self, level: int, *, at_end: bool) -> None:
        while self.headings and self.headings[-1].level >= level:
            heading = self.headings.pop()
            there, printed = self.counts[heading], heading.printed_count or 0
            if at_end and there < printed:
                found = f"“{heading.label} ({printed})” with {there} entries before the table ends"
                self.fault(
                    heading.position, found, f"{printed} entries: is the document cut short?"
                )
