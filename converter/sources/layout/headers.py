"""Finds header rows by their words, at any height and in any column order."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from converter.model import Column, SurveyTable
from converter.rows import COLUMNS
from converter.sources.layout.glyphs.content import Box, hull
from converter.sources.layout.glyphs.lines import glyphs_to_lines
from converter.sources.layout.grid import GridCell, GridRow

NOT_A_LETTER = re.compile(r"[\W_]+")
SLACK = 2.0  # maximum overlap of the boxes of two lines, in points
FAR = 1e6  # points: outside of every page

# The endings of column headers, folded to letters and digits.
ENDINGS: Mapping[SurveyTable, Mapping[Column, tuple[str, ...]]] = {
    SurveyTable.PROCEDURES: {
        Column.NAME: ("手続事務の名称", "事務手続の名称", "手続の名称"),
        Column.DESCRIPTION: ("活用方法",),
        Column.STATUS: ("導入状況",),
        Column.SHARING: ("共同利用共同導入の可否", "共同利用の可否"),
    },
    SurveyTable.SYSTEMS: {
        Column.NAME: ("情報システムの名称", "システムの名称"),
        Column.DESCRIPTION: ("業務内容",),
        Column.STATUS: ("導入状況",),
        Column.SHARING: ("共同利用共同導入の可否", "共同利用の可否"),
    },
    SurveyTable.POSTS: {
        Column.NAME: ("役職名",),
        Column.PROFILE: ("技術分野",),
        Column.DESCRIPTION: ("業務内容",),
        Column.STATUS: ("導入状況",),
    },
    SurveyTable.ORGANISATIONS: {
        Column.NAME: ("組織の名称",),
        Column.PROFILE: ("組織の概要",),
        Column.DESCRIPTION: ("業務内容",),
        Column.STATUS: ("導入状況",),
    },
}
# Column headers that must match as a whole.
WHOLE: Mapping[str, Column] = {
    "番号": Column.NUMBER,
    "no": Column.NUMBER,
    "項番": Column.NUMBER,
    "通番": Column.NUMBER,
    "区分": Column.RECRUITMENT,
    "常勤非常勤": Column.EMPLOYMENT,
    "都道府県": Column.PREFECTURE,
    "都道府県名": Column.PREFECTURE,
}
# Minimum number of columns that a header names, including the name column.
LEAST_COLUMNS = 4
# Maximum lines of a column's header, reached in a column one character wide.
MOST_LINES = 24


@dataclass(frozen=True, slots=True)
class HeaderBand:
    """A column and the horizontal extent of its header."""

    column: Column
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Header:
    """The table that a header row opens, and its columns from left to right.

    If one header spans the sharing code and the reason, its band has both columns. `unknown` has
    the words that are not the header of a column.
    """

    table: SurveyTable
    bands: tuple[HeaderBand, ...]
    unknown: tuple[str, ...] = ()

    def columns(self) -> tuple[Column, ...]:
        """Return the columns from left to right, with the reason after the sharing code."""
        named = [band.column for band in self.bands]
        if Column.SHARING in named and Column.NOTE not in named:
            named.insert(named.index(Column.SHARING) + 1, Column.NOTE)
        return tuple(named)

    def missing(self) -> tuple[Column, ...]:
        """Return the columns of the form that the header does not name."""
        named = self.columns()
        return tuple(column for column in COLUMNS[self.table] if column not in named)

    def spanned(self, box: Box) -> tuple[Column, ...]:
        """Return the columns whose middle is within the horizontal extent of the box."""
        return tuple(b.column for b in self.bands if box.x0 <= (b.x0 + b.x1) / 2 < box.x1)

    def column_at(self, x: float) -> Column | None:
        """Return the column whose band contains `x`."""
        return next((band.column for band in self.bands if band.x0 <= x < band.x1), None)


def row_to_header(row: GridRow) -> Header | None:
    """Return the header in a row, or None if the row is not a header."""
    cells = _with_merged(row.cells)
    heads = [_head(cell) for cell in cells]
    best = max(SurveyTable, key=lambda table: len(_columns(heads, table)))
    columns = _columns(heads, best)
    if Column.NAME not in columns or len(columns) < LEAST_COLUMNS:
        return None
    unknown = tuple(head for head in heads if head and not column_of(head, best))
    return Header(best, _bands(best, cells, heads), unknown)


def _with_merged(cells: Sequence[GridCell]) -> tuple[GridCell, ...]:
    """Return the cells of a row; two are merged if only their joined words name a column.

    A merged cell with spaced-out letters can look like two cells.
    """
    if sum(map(_names, cells)) < LEAST_COLUMNS - 1:
        return tuple(cells)  # no header
    whole: list[GridCell] = []
    for cell in cells:
        both = _merged(whole[-1], cell) if whole and not _names(whole[-1]) else None
        if both and not _names(cell) and _names(both):
            whole[-1] = both
        else:
            whole.append(cell)
    return tuple(whole)


def _merged(left: GridCell, right: GridCell) -> GridCell:
    glyphs = (*left.glyphs, *right.glyphs)
    return GridCell(hull((left.box, right.box)), glyphs_to_lines(glyphs), glyphs)


def _names(cell: GridCell) -> bool:
    head = _head(cell)
    return any(column_of(head, table) for table in SurveyTable)


def foot_of_header(row: GridRow) -> float | None:
    """Return the height at which a header ends if its cells extend into the row below.

    None if the row is not a header, or its cells contain nothing else.
    """
    header = row_to_header(row)
    if header is None:
        return None
    counts = [_lines_of_head(cell, header.table) for cell in row.cells]
    parts = list(zip(row.cells, counts, strict=True))
    head = [line.box.bottom for cell, count in parts for line in cell.lines[:count]]
    rest = [line.box.top for cell, count in parts for line in cell.lines[count:]]
    if not rest or min(rest) < max(head) - SLACK:
        return None
    return (max(head) + min(rest)) / 2


@lru_cache(maxsize=4096)
def column_of(words: str, table: SurveyTable) -> Column | None:
    """Return the column of `table` with these header words."""
    letters = letters_of(words)
    column = WHOLE.get(letters)
    if column in COLUMNS[table]:
        return column
    endings = ENDINGS[table].items()
    return next((column for column, ends in endings if letters.endswith(ends)), None)


def words_of(column: Column, table: SurveyTable) -> str:
    """Return the header words of a column, for messages."""
    if column == Column.NOTE:
        return words_of(Column.SHARING, table)
    whole = {column: words for words, column in reversed(tuple(WHOLE.items()))}
    return whole.get(column) or ENDINGS[table][column][0]


def letters_of(words: str) -> str:
    """Return the letters and digits of header words, folded."""
    return NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", words)).lower()


def _head(cell: GridCell) -> str:
    """Return the longest run of leading lines that names a column of any table, else all text."""
    lines = cell.lines[:MOST_LINES]
    texts = zip(lines, accumulate(line.text for line in lines), strict=True)
    named = [
        text
        for line, text in texts
        if letters_of(line.text) and any(column_of(text, table) for table in SurveyTable)
    ]
    return named[-1] if named else cell.text


def _columns(heads: Iterable[str], table: SurveyTable) -> set[Column]:
    return {column for head in heads if (column := column_of(head, table))}


def _bands(
    table: SurveyTable, cells: Sequence[GridCell], heads: Sequence[str]
) -> tuple[HeaderBand, ...]:
    named = [column_of(head, table) for head in heads]
    bands = [
        HeaderBand(column, cell.box.x0, cell.box.x1)
        for cell, column in zip(cells, _with_blanks(named, heads), strict=True)
        if column
    ]
    if all(band.column != Column.NUMBER for band in bands):
        bands.insert(0, HeaderBand(Column.NUMBER, -FAR, bands[0].x0))
    return tuple(bands)


def _with_blanks(named: list[Column | None], heads: Sequence[str]) -> list[Column | None]:
    """Return the columns, with those whose header may be blank: number and reason."""
    columns = list(named)
    if columns[0] is None and Column.NUMBER not in columns:
        columns[0] = Column.NUMBER
    for index, (left, right) in enumerate(pairwise(named)):
        if left == Column.SHARING and right is None and not heads[index + 1]:
            columns[index + 1] = Column.NOTE
    return columns


def _lines_of_head(cell: GridCell, table: SurveyTable) -> int:
    head = _head(cell)
    if column_of(head, table) is None:
        return 0
    texts = accumulate(line.text for line in cell.lines)
    return next(count for count, text in enumerate(texts, start=1) if text == head)
