"""Writes a table as CSV that Excel opens correctly, and as a workbook with its description."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from server.site.tables.cells import Cell

if TYPE_CHECKING:
    import xlsxwriter

# A fixed time of creation: equal tables give workbooks with equal bytes.
_MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDEST, _NARROWEST = 48, 6
# Maximum characters of a sheet's name.
_NAME = 31
# A sheet can have 65,530 links, far more than any table of this server.
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a file: `about` are pairs with what it counts, its source and its date.

    `name` is the file name without extension; links of cells are absolute. `total` is a row of
    totals, which only a workbook has: programs that read CSV would take it for a row like others.
    """

    name: str
    titles: tuple[str, str]
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about: Sequence[tuple[str, str]]
    total: Sequence[Cell] = ()


def as_csv(sheet: Sheet) -> bytes:
    """Return a sheet as CSV (RFC 4180), in UTF-8 with a byte order mark for Excel."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.columns)
    writer.writerows([cell.text for cell in row] for row in sheet.rows)
    return (_BOM + text.getvalue()).encode()


def as_workbook(sheet: Sheet) -> bytes:
    """Return a sheet as a workbook: the table with frozen heads and links, and its description."""
    # Imported late: it takes 5 MB that an idle server does not need.
    import xlsxwriter  # noqa: PLC0415

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE, "title": sheet.about[0][1]})
        _write_table(book, sheet)
        _write_about(book, sheet)
    return made.getvalue()


def _write_table(book: "xlsxwriter.Workbook", sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.titles[0][:_NAME])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for column, title in enumerate(sheet.columns):
        page.write_string(0, column, title, head)
        page.set_column(column, column, _width(sheet, column))
    rows = [*sheet.rows, sheet.total] if sheet.total else sheet.rows
    for index, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(page, (index, column), cell)
    page.freeze_panes(1, 1)
    # Not over the totals: sorted by a column, they would be among the other rows.
    page.autofilter(0, 0, max(len(sheet.rows), 1), max(len(sheet.columns) - 1, 0))


def _write(page: "xlsxwriter.worksheet.Worksheet", position: tuple[int, int], cell: Cell) -> None:
    if cell.text.isdecimal() and cell.text.isascii() and len(cell.text) < len("123456789"):
        page.write_number(*position, int(cell.text))
    elif cell.href and cell.text:
        page.write_url(*position, cell.href, string=cell.text)
    else:
        page.write_string(*position, cell.text)


def _write_about(book: "xlsxwriter.Workbook", sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.titles[1][:_NAME])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    for index, (name, text) in enumerate(sheet.about):
        page.write_string(index, 0, name, bold)
        page.write_string(index, 1, text, wrapped)


def _width(sheet: Sheet, column: int) -> int:
    texts = [sheet.columns[column], *(row[column].text for row in sheet.rows[:100])]
    return min(_WIDEST, max(_NARROWEST, *(_letters(text) for text in texts)) + 2)


def _letters(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text.partition("\n")[0])
