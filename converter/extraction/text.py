"""Positioned lines of a survey text → its rows."""

from collections.abc import Iterator, Sequence

from converter.errors import Fault
from converter.extraction.cells import CellReader, UnreadableError
from converter.extraction.faults import fault_at
from converter.extraction.form import WIDTHS, Words, section_heading
from converter.extraction.layout import Kind, Part, lines_to_parts
from converter.extraction.widths import measure
from converter.model import Column, Document, Place
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

# A column with fewer wrapped lines tells too little of its width.
LEAST_LINES = 20


def lines_to_rows(lines: Sequence[Line], words: Words, document: Document) -> Reading:
    """Return the rows of a survey text, with the columns' widths and the faults met.

    Pages count from the first page of the first table. Cells are told apart twice: first without
    the columns' widths, to measure these, then with them.
    """
    parts = lines_to_parts(lines, words)
    first_sheet = parts[0].lines[0].sheet if parts else 1
    widths = {**WIDTHS, **_measured(parts, words)}
    reader = CellReader(words, widths)
    found = [
        found
        for part in parts
        for found in _row(part, _place(part, document, first_sheet), reader, document)
    ]
    rows = tuple(row for row in found if not isinstance(row, Fault))
    return Reading(rows, tuple(row for row in found if isinstance(row, Fault)), widths)


def _measured(parts: Sequence[Part], words: Words) -> Widths:
    reader = CellReader(words, {})
    return measure(
        ((part.table, cells) for part in parts for cells in _try(part, reader)),
        least=LEAST_LINES,
    )


def _try(part: Part, reader: CellReader) -> Iterator[Cells]:
    if part.kind is Kind.ENTRY:
        try:
            yield reader.cells(part.table, part.text)
        except UnreadableError:
            return


def _place(part: Part, document: Document, first_sheet: int) -> Place:
    first, last = part.lines[0], part.lines[-1]
    return Place(document.key, first.sheet - first_sheet + 1, first.number, last.number)


def _row(part: Part, place: Place, reader: CellReader, document: Document) -> Iterator[Row | Fault]:
    match part.kind:
        case Kind.TABLE:
            yield TableHeading(part.table, part.text, place)
        case Kind.SECTION:
            heading = section_heading(part.text)
            if heading:
                yield SectionRow(part.table, heading.label, heading.count, heading.level, place)
        case Kind.STRAY:
            expected = "a section heading with its count, or an entry with its number"
            yield fault_at(document, place, f"“{part.lines[0].text}”", expected)
        case Kind.ENTRY:
            yield from _entry(part, place, reader, document)


def _entry(
    part: Part, place: Place, reader: CellReader, document: Document
) -> Iterator[Row | Fault]:
    number = int(part.text.split()[0])
    try:
        cells = reader.cells(part.table, part.text)
    except UnreadableError as error:
        yield UnreadRow(part.table, number, place)
        yield fault_at(document, place, f"entry {number} with {error.found}", error.expected)
    else:
        yield EntryRow(part.table, int(cells[Column.NUMBER][0]), cells, place)
