"""Rows → the survey: wrapped lines are joined, codes and prefectures are parsed."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from converter.errors import DocumentFault, InputError
from converter.extraction.faults import fault_at
from converter.extraction.form import FormWords, allowed
from converter.extraction.order import faults_of_order
from converter.extraction.rejoining import rejoin
from converter.extraction.widths import measure, rooms_left
from converter.model import Code, Column, Document, EntryKey, Record, SectionHeading, Survey
from converter.rows import (
    CODE_COLUMNS,
    COLUMNS,
    TEXT_COLUMNS,
    EntryRow,
    Reading,
    SectionRow,
    TableHeading,
    Widths,
)


def rows_to_survey(reading: Reading, words: FormWords, document: Document) -> Survey:
    """Return the survey of these rows: records with section, texts, codes and position.

    Raises:
        InputError: The form does not allow a row; has all faults, those of the reader included.
    """
    entries = [row for row in reading.rows if isinstance(row, EntryRow)]
    measured = measure((row.table, row.cells) for row in entries)
    reader = _RecordReader(words, document, {**measured, **reading.widths})
    sections: list[SectionHeading] = []
    records: list[Record] = []
    for row in reading.rows:
        match row:
            case TableHeading():
                reader.path = ()
            case SectionRow():
                sections.append(reader.section(row))
            case EntryRow():
                records.append(reader.record(row))
    faults = {
        *reading.faults,
        *faults_of_order(reading.rows, document, is_part=reading.is_part),
        *reader.faults,
    }
    if faults:
        raise InputError(tuple(sorted(faults, key=_position)))
    return Survey(
        document.key,
        document.edition,
        tuple(sections),
        tuple(records),
        reading.remarks,
        document.survey_end,
    )


def _position(fault: DocumentFault) -> tuple[int, int, str]:
    return fault.line or 0, fault.page or 0, fault.found


@dataclass(slots=True)
class _RecordReader:
    """Makes records from rows; `path` is the section of the next entry."""

    words: FormWords
    document: Document
    widths: Widths
    path: tuple[str, ...] = ()
    faults: list[DocumentFault] = field(default_factory=list)

    def section(self, row: SectionRow) -> SectionHeading:
        """Return a section heading with its path; the entries that follow belong to it."""
        self.path = (*self.path[: row.level - 1], row.label)
        edition = self.document.edition
        return SectionHeading(edition, row.table, self.path, row.printed_count, row.position)

    def record(self, row: EntryRow) -> Record:
        """Return the record of a row; note a fault for each value that the form does not allow."""
        prefecture = _joined(row, Column.PREFECTURE)
        if prefecture not in self.words.prefectures:
            self._fault(row, f"prefecture “{prefecture}”", "one of the 47 prefectures")
        texts = dict(self._texts(row))
        if Column.NAME not in texts:
            self._fault(row, "a blank name", "a name")
        return Record(
            key=EntryKey(self.document.edition, row.table, row.number),
            section=self.path,
            prefecture=prefecture,
            texts=texts,
            codes=dict(self._codes(row)),
            position=row.position,
        )

    def _texts(self, row: EntryRow) -> Iterator[tuple[Column, str]]:
        for column in COLUMNS[row.table]:
            if column in TEXT_COLUMNS and _joined(row, column):
                lines = tuple(filter(None, row.cells[column]))
                width = self.widths.get((row.table, column), 0)
                yield column, rejoin(lines, row.room.get(column) or rooms_left(lines, width))

    def _codes(self, row: EntryRow) -> Iterator[tuple[Column, Code]]:
        for column in COLUMNS[row.table]:
            if column not in CODE_COLUMNS:
                continue
            printed = _joined(row, column)
            if _fold(printed) in map(_fold, self.words.codes[row.table, column]):
                yield column, Code(int(unicodedata.numeric(printed[0])), printed)
            else:
                self._fault(row, f"“{printed}”", allowed(self.words, row.table, column))

    def _fault(self, row: EntryRow, found: str, expected: str) -> None:
        found = f"entry {row.number} with {found}"
        self.faults.append(fault_at(self.document, row.position, found, expected))


def _joined(row: EntryRow, column: Column) -> str:
    return "".join(chain.from_iterable(line.split() for line in row.cells.get(column, ())))


def _fold(code: str) -> tuple[str, str]:
    """Return the circled number unchanged (NFKC would remove the circle) and the words folded."""
    return code[:1], unicodedata.normalize("NFKC", code[1:])
