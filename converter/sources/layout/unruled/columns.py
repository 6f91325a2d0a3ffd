"""Finds columns of tables without ruling lines by header words and the gaps below them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.model import Column, SurveyTable
from converter.rows import COLUMNS
from converter.sources.layout.glyphs.content import Box, hull
from converter.sources.layout.headers import LEAST_COLUMNS, column_of
from converter.sources.layout.unruled.runs import Line, Run, Span, clear_stretches, is_section

HEADER_LINES = 3  # maximum lines of a wrapped header cell
# Maximum number of overflowing words in the gap between two columns.
OVERFLOWS = 3


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The header of a table without ruling lines: words, index of the first and the last line."""

    table: SurveyTable
    words: tuple[tuple[Column, Box], ...]
    first: int
    last: int

    @property
    def box(self) -> Box:
        """Return the box around the words."""
        return hull(box for _, box in self.words)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table without ruling lines; `edges` has one item more than columns."""

    table: SurveyTable
    edges: tuple[float, ...]

    def boxes(self, top: float, bottom: float) -> Iterator[Box]:
        """Yield the cells of a row."""
        return (Box(left, top, right, bottom) for left, right in pairwise(self.edges))

    def header_boxes(self, top: float, bottom: float) -> Iterator[Box]:
        """Yield the cells of the header row; one covers both the sharing code and the reason."""
        boxes = list(self.boxes(top, bottom))
        columns = COLUMNS[self.table]
        if Column.NOTE in columns:
            note = columns.index(Column.NOTE)
            boxes[note - 1 : note + 1] = [hull(boxes[note - 1 : note + 1])]
        return iter(boxes)

    def holds(self, head: HeaderWords) -> bool:
        """Return whether a header belongs to this table: each word is in its column."""
        if head.table != self.table:
            return False
        spans = dict(zip(COLUMNS[self.table], pairwise(self.edges), strict=True))
        return all(
            spans[column][0] <= box.x <= spans[column][1]
            for column, box in head.words
            if column != Column.SHARING
        )


def find_headers(lines: Sequence[Line]) -> list[HeaderWords]:
    """Return the headers on a page from top to bottom."""
    found = [
        header
        for first in range(len(lines))
        for last in range(first, first + HEADER_LINES)
        if (header := _header(lines, first, last))
    ]
    found.sort(key=lambda header: (-len(header.words), header.last - header.first))
    chosen: list[HeaderWords] = []
    for header in found:
        if all(header.first > one.last or header.last < one.first for one in chosen):
            chosen.append(header)
    return sorted(chosen, key=lambda header: header.first)


def _header(lines: Sequence[Line], first: int, last: int) -> HeaderWords | None:
    blocks = _blocks([run for line in lines[first : last + 1] for run in line])
    for table in SurveyTable:
        words = tuple(
            (column, block.box) for block in blocks if (column := column_of(block.text, table))
        )
        named = [column for column, _ in words]
        if Column.NAME in named and len(set(named)) >= LEAST_COLUMNS:
            return HeaderWords(table, words, first, last)
    return None


def _blocks(runs: Iterable[Run]) -> list[Run]:
    """Return the runs, with vertically adjacent ones merged."""
    blocks: list[Run] = []
    for run in sorted(runs, key=lambda run: run.box.x0):
        last = blocks[-1] if blocks else None
        if last and run.box.x0 < last.box.x1 and run.box.top != last.box.top:
            upper, lower = sorted((last, run), key=lambda run: run.box.top)
            blocks[-1] = Run(upper.text + lower.text, hull((last.box, run.box)), ())
        else:
            blocks.append(run)
    return blocks


def header_to_columns(head: HeaderWords, body: Sequence[Line], width: float) -> Columns | None:
    """Return the columns: the widest gaps below, between two known headers, are the edges.

    None if the words below have too few gaps.
    """
    runs = [run for line in body if not is_section(line) for run in line]
    spans = [span for run in runs for span in run.spans]
    found = (_columns(head, spans, width, depth) for depth in range(OVERFLOWS + 1))
    return next(filter(None, found), None) if spans else None


def _columns(head: HeaderWords, spans: Sequence[Span], width: float, depth: int) -> Columns | None:
    wanted = COLUMNS[head.table]
    start = min(head.box.x0, *(low for low, _ in spans))
    middles = {column: box.x for column, box in head.words if column != Column.SHARING}
    anchors = [(index, middles[c]) for index, c in enumerate(wanted) if c in middles]
    if anchors[0][0] > 0:
        anchors.insert(0, (0, start))
    edges = [min(0.0, start)]
    gaps = clear_stretches(spans, start, depth)
    for (index, left), (following, right) in pairwise(anchors):
        between = [gap for gap in gaps if gap[1] > left and gap[0] < right]
        widest = sorted(between, key=lambda gap: gap[0] - gap[1])[: following - index]
        edges += sorted((low + high) / 2 for low, high in widest)
    edges.append(width)
    return Columns(head.table, tuple(edges)) if len(edges) == len(wanted) + 1 else None
