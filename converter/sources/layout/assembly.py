"""Grids, page after page → rows of the survey; entries may continue on the next page."""

import unicodedata
from collections.abc import Iterator, Sequence

from converter.errors import DocumentFault
from converter.model import Column, PrintedPosition, SurveyTable
from converter.rows import EntryRow, Row, SectionRow, TableHeading
from converter.sources.layout.assignment import AssignedRow, is_section_row
from converter.sources.layout.column_edges import ColumnEdges
from converter.sources.layout.flaws import (
    ONE_CELL,
    TO_UNICODE,
    UNREADABLE,
    PageFlaws,
    flaws_of_header,
)
from converter.sources.layout.foreign import page_to_read
from converter.sources.layout.glyphs.content import Box, PageContent
from converter.sources.layout.glyphs.folding import Folds, is_unreadable
from converter.sources.layout.glyphs.lines import TextLine
from converter.sources.layout.grid import Grid, GridCell, GridRow, lines_outside
from converter.sources.layout.headers import Header, row_to_header, words_of
from converter.sources.layout.items import (
    Item,
    Opening,
    PrintedEntry,
    PrintedSection,
    notes_below,
)
from converter.sources.layout.left_out import LeftOut
from converter.sources.layout.numbering import (
    page_numbers,
    printed_numbers,
    without_page_number,
)
from converter.sources.layout.section import (
    PrintedHeading,
    headings_to_levels,
    parse_heading,
    table_heading,
)
from converter.sources.layout.tables import page_to_grids
from converter.sources.layout.unruled.unruled import UnruledPages


class Assembler:
    """Collects the survey's rows from the pages of a PDF, in order."""

    def __init__(self, file: str, document: str) -> None:
        """Start before the first page; faults name `file`, positions name `document`."""
        self._file, self._document = file, document
        self._header: Header | None = None
        self._unruled = UnruledPages()
        self._items: list[Item] = []
        self._candidates: dict[int, tuple[int, ...]] = {}
        self._furniture: frozenset[str] = frozenset()
        self._folds = Folds()
        self._left_out = LeftOut()
        self._flaws, self._edges = PageFlaws(), ColumnEdges()
        self._at_page_start = True
        self.faults: list[DocumentFault] = []
        self.other_headers: list[str] = []

    def add(self, content: PageContent, *, headings_only: bool = False) -> tuple[Box, ...]:
        """Add the next page and return the boxes of the cells found on it.

        With `headings_only` the entries of the page are ignored.
        """
        page = page_to_read(content)
        content, foot = without_page_number(page.content)
        grids, outside = self._find(content)
        entries, faults = len(self._items), len(self.faults)
        self._at_page_start = True
        self._flaws, self._edges = PageFlaws.of(grids, page), ColumnEdges()
        for grid in grids:
            for row in grid.rows:
                self._row(row, content, outside)
        self._candidates[content.index] = printed_numbers((*outside, *foot), content.box.height)
        if headings_only:
            del self.faults[faults:]
            for item in self._items[entries:]:
                item.is_wanted = isinstance(item, PrintedSection | Opening)
        elif grids and self._header:
            self._note_glyphs(content, grids)
            self._left_out.add(page)
        return tuple(cell.box for grid in grids for row in grid.rows for cell in row.cells)

    @property
    def table(self) -> SurveyTable | None:
        """Return the table of the last header found."""
        return self._header.table if self._header else None

    def remarks(self) -> tuple[str, ...]:
        """Return remarks on code points that were replaced, and on what was left out."""
        return (*self._folds.remarks(), *self._left_out.remarks())

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of all pages, with page numbers as printed."""
        numbers = page_numbers(self._candidates)
        for note in notes_below(self._items):
            self._items.remove(note)
            self._left_out.add_row(note.text, note.index)
        levels = self._levels()
        return tuple(self._finished(numbers, levels))

    def _find(self, content: PageContent) -> tuple[tuple[Grid, ...], tuple[TextLine, ...]]:
        grids = page_to_grids(content)
        if not any(self._is_survey(grid) for grid in grids):
            grids = self._unruled.read(content, self._furniture) or grids
        outside = lines_outside(content, [grid.box for grid in grids])
        self._furniture |= {line.text for line in outside}
        return grids, outside

    def _is_survey(self, grid: Grid) -> bool:
        """Return whether a ruled table holds rows below a header, here or on a page before."""
        headers = [row for row in grid.rows if row_to_header(row)]
        known = self._header is not None and self._unruled.columns is None
        is_table = any(len(row.cells) > 2 for row in grid.rows if row not in headers)  # noqa: PLR2004 - merged rows have fewer
        return is_table and (bool(headers) or known)

    def _row(self, row: GridRow, content: PageContent, outside: Sequence[TextLine]) -> None:
        header = row_to_header(row)
        if header:
            if self._header is None or header.table != self._header.table:
                label = table_heading(outside, row.box.top, header.table)
                self._items.append(Opening(header.table, content.index, label))
            self._header = header
            self._edges.learn(row.cells)
            self._note_header(header, content.index)
        elif self._header is None:
            self.other_headers += [row.text] if row.text else []
        elif self._edges.hold(row, self._header):
            self._body(row, content.index)
        elif row.text:
            self._left_out.add_row(row.text, content.index)

    def _body(self, row: GridRow, index: int) -> None:
        header = self._header
        filled = [cell for cell in row.cells if cell.lines]
        if header is None or not filled:
            for cell in row.cells:
                self._note_flaws(cell, "a row that shows nothing else", index)
            return
        if is_section_row(row, filled, header):
            indent = filled[0].lines[0].box.x0
            self._items.append(PrintedSection(header.table, index, filled[0].text, indent))
            self._note_flaws(filled[0], f"the section “{filled[0].text}”", index)
            self._at_page_start = False
            return
        assigned = AssignedRow(row, header)
        self._entry(assigned, index)
        self._at_page_start = False
        self._note_entry(assigned, index)

    def _note_entry(self, assigned: AssignedRow, index: int) -> None:
        """Note a fault for everything that makes the cells of an entry uncertain."""
        entry = self._items[-1]
        name = f"of entry {entry.number}" if isinstance(entry, PrintedEntry) else "of no entry"
        for column, cell in assigned.cells:
            self._note_flaws(cell, f"{words_of(column, assigned.header.table)} {name}", index)
        for column in assigned.divided():
            found = f"several cells in {words_of(column, assigned.header.table)} {name}"
            self._refuse(index, found, ONE_CELL)

    def _entry(self, assigned: AssignedRow, index: int) -> None:
        number = self._number(assigned, index)
        last = self._items[-1] if self._items else None
        if isinstance(last, PrintedEntry) and last.table == assigned.header.table:
            waits = self._at_page_start and (last.number is None or number == last.number)
            goes_on = number is None and (self._at_page_start or not assigned.begins)
            if waits or goes_on:
                last.number = number if last.number is None else last.number
                last.add(assigned)
                return
        if number is None and not assigned.begins:
            return  # more words of the header, whose cells extend down to this row
        entry = PrintedEntry(assigned.header.table, index, number)
        entry.add(assigned)
        self._items.append(entry)

    def _number(self, assigned: AssignedRow, index: int) -> int | None:
        text = unicodedata.normalize("NFKC", assigned.text(Column.NUMBER)).strip(" .")
        if text and not text.isdecimal():
            self._refuse(index, f"“{text}” as number", "digits only")
        return int(text) if text.isdecimal() else None

    def _note_header(self, header: Header, index: int) -> None:
        for flaw in flaws_of_header(header):
            self._refuse(index, flaw.found, flaw.expected)
        for words in header.unknown:
            self._left_out.add_column(words, index)

    def _note_flaws(self, cell: GridCell, where: str, index: int) -> None:
        for flaw in self._flaws.in_cell(cell):
            self._refuse(index, f"{flaw.found} in {where}", flaw.expected)

    def _refuse(self, page: int, found: str, expected: str) -> None:
        self.faults.append(DocumentFault(self._file, page, None, found, expected))

    def _note_glyphs(self, content: PageContent, grids: Sequence[Grid]) -> None:
        boxes = [grid.box for grid in grids]
        inside = [glyph for glyph in content.glyphs if any(b.contains(glyph.box) for b in boxes)]
        self._folds.add(inside, content.index)
        if unreadable := sum(is_unreadable(glyph.text) for glyph in inside):
            self._refuse(content.index, f"{unreadable} {UNREADABLE}", TO_UNICODE)

    def _levels(self) -> dict[int, int]:
        """Return the depth of each section by its index among the items."""
        levels: dict[int, int] = {}
        for table in SurveyTable:
            indexes = [
                index
                for index, item in enumerate(self._items)
                if isinstance(item, PrintedSection) and item.table == table
            ]
            headings = [self._heading(index) for index in indexes]
            levels |= zip(indexes, headings_to_levels(headings), strict=True)
        return levels

    def _heading(self, index: int) -> PrintedHeading:
        section = self._items[index]
        following = self._items[index + 1 : index + 2]
        text = section.text if isinstance(section, PrintedSection) else ""
        indent = section.indent if isinstance(section, PrintedSection) else 0.0
        label, count = parse_heading(text)
        is_followed = any(isinstance(item, PrintedSection) for item in following)
        return PrintedHeading(label, count, indent, is_followed)

    def _finished(self, numbers: dict[int, int], levels: dict[int, int]) -> Iterator[Row]:
        for position, item in enumerate(self._items):
            if not item.is_wanted:
                continue
            printed = PrintedPosition(self._document, numbers[item.index], 0, 0, item.index)
            match item:
                case Opening():
                    yield TableHeading(item.table, item.label, printed)
                case PrintedSection():
                    label, count = parse_heading(item.text)
                    yield SectionRow(item.table, label, count, levels[position], printed)
                case PrintedEntry(number=None):
                    words = next(iter(item.cells.values()), [""])[0]
                    expected = "a number in the first column"
                    self._refuse(printed.page, f"a row without number: {words}", expected)
                case PrintedEntry(number=int(number)):
                    cells = {column: tuple(lines) for column, lines in item.cells.items()}
                    room = {column: tuple(widths) for column, widths in item.room.items()}
                    yield EntryRow(item.table, number, cells, printed, room)
