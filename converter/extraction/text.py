"""Positioned lines of a survey text → its rows."""

from collections.abc import Iterator, Sequence

from converter.errors import DocumentFault
from converter.extraction.cells import CellReader, UnreadableEntryError
from converter.extraction.faults import TABLE_HEADING, fault_at
from converter.extraction.form import WIDTHS, FormWords, section_heading
from converter.extraction.layout import PartKind, SurveyPart, lines_to_parts
from converter.extraction.widths import measure
from converter.model import Column, Document, PrintedPosition
from converter.rows import (
    Cells,
    EntryRow,
    Line,
    Reading,
    Row,
    SectionRow,
    TableHeading,
    UnreadRow,
    Widths,
)

# Fewer wrapped lines are not enough to measure the width of a column.
LEAST_LINES = 20


def lines_to_rows(lines: Sequence[Line], words: FormWords, document: Document) -> Reading:
    """Return the rows of a survey text, the column widths, and the faults met.

    Pages are counted from the first page of the first table. Cells are separated twice: first
    without column widths, to measure these, then with them.
    """
    parts = lines_to_parts(lines, words)
    first_sheet = parts[0].lines[0].sheet if parts else 1
    widths = {**WIDTHS, **_measured(parts, words)}
    reader = CellReader(words, widths)
    found = [
        found
        for part in parts
        for found in _row(part, _position_of(part, document, first_sheet), reader, document)
    ]
    rows = tuple(row for row in found if not isinstance(row, DocumentFault))
    return Reading(rows, tuple(row for row in found if isinstance(row, DocumentFault)), widths)


def _measured(parts: Sequence[SurveyPart], words: FormWords) -> Widths:
    reader = CellReader(words, {})
    return measure(
        ((part.table, cells) for part in parts for cells in _try(part, reader)),
        least=LEAST_LINES,
    )


def _try(part: SurveyPart, reader: CellReader) -> Iterator[Cells]:
    if part.kind is PartKind.ENTRY:
        try:
            yield reader.cells(part.table, part.text)
        except UnreadableEntryError:
            return


def _position_of(part: SurveyPart, document: Document, first_sheet: int) -> PrintedPosition:
    first, last = part.lines[0], part.lines[-1]
    return PrintedPosition(document.key, first.sheet - first_sheet + 1, first.number, last.number)


def _row(
    part: SurveyPart, position: PrintedPosition, reader: CellReader, document: Document
) -> Iterator[Row | DocumentFault]:
    match part.kind:
        case PartKind.TABLE:
            yield TableHeading(part.table, part.text, position)
        case PartKind.SECTION:
            heading = section_heading(part.text)
            if heading:
                yield SectionRow(part.table, heading.label, heading.count, heading.level, position)
        case PartKind.STRAY:
            expected = "a section heading with its count, or an entry with its number"
            yield fault_at(document, position, f"“{part.lines[0].text}”", expected)
        case PartKind.EARLY:
            found = f"the entry “{part.lines[0].text}”"
            yield fault_at(document, position, found, f"{TABLE_HEADING} before the first entry")
        case PartKind.ENTRY:
            yield from _entry(part, position, reader, document)


def _entry(
    part: SurveyPart, position: PrintedPosition, reader: CellReader, document: Document
) -> Iterator[Row | DocumentFault]:
    number = int(part.text.split()[0])
    try:
        cells = reader.cells(part.table, part.text)
    except UnreadableEntryError as error:
        yield UnreadRow(part.table, number, position)
        yield fault_at(document, position, f"entry {number} with {error.found}", error.expected)
    else:
        yield EntryRow(part.table, int(cells[Column.NUMBER][0]), cells, position)
