"""Tables without ruling lines: columns from the header's words and the gaps below them.

Rows come from horizontal lines where there are any, else from the numbers of the first column.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.model import Column, Table
from converter.rows import COLUMNS
from converter.sources.layout.content import Box, Glyph, PageContent, hull
from converter.sources.layout.grid import Grid, cells_to_grid
from converter.sources.layout.headers import LEAST_COLUMNS, column_of
from converter.sources.layout.lines import glyphs_to_lines, lines_of_glyphs, split_at_gaps
from converter.sources.layout.section import is_heading

# Runs of one line further apart than this (in heights of a glyph) stand in different cells.
CELL_GAP = 0.8
HEADER_LINES = 3  # a header cell is wrapped onto so many lines at most
LEAST_RULES = 3  # fewer horizontal lines do not part rows
WIDE = 1.25  # a gap wider than this many usual ones parts rows


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one line that stand close together: the words of one cell."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table without ruling lines lie: `edges` has one more than columns."""

    table: Table
    edges: tuple[float, ...]

    def boxes(self, top: float, bottom: float) -> Iterator[Box]:
        """Yield the cells of a row."""
        return (Box(left, top, right, bottom) for left, right in pairwise(self.edges))

    def header_boxes(self, top: float, bottom: float) -> Iterator[Box]:
        """Yield the cells of the header row, where one covers the sharing code and the reason."""
        boxes = list(self.boxes(top, bottom))
        columns = COLUMNS[self.table]
        if Column.NOTE in columns:
            note = columns.index(Column.NOTE)
            boxes[note - 1 : note + 1] = [hull(boxes[note - 1 : note + 1])]
        return iter(boxes)


def page_without_rules(
    content: PageContent, known: Columns | None, furniture: frozenset[str]
) -> tuple[Grid, Columns] | None:
    """Return the table of a page whose cells no lines part, and where its columns lie.

    `known` are the columns of the page before, used where the header is not repeated. Lines whose
    words are in `furniture` (running heads) are left out.
    """
    lines = [_runs(line) for line in lines_of_glyphs(content.glyphs)]
    lines = [line for line in lines if line and _text(line) not in furniture]
    head = _find_header(lines)
    body = _without_footer(lines[head.last + 1 :] if head else lines)
    columns = _columns(head, body, content) if head else known
    if columns is None or not body:
        return None
    boxes = list(_rows(columns, body, content.rules, head.box.bottom if head else None))
    if head:
        boxes += columns.header_boxes(head.box.top - 1, head.box.bottom + 1)
    return cells_to_grid(boxes, content.glyphs), columns


@dataclass(frozen=True, slots=True)
class _Header:
    table: Table
    words: tuple[tuple[Column, Box], ...]
    last: int  # the index of its last line

    @property
    def box(self) -> Box:
        return hull(box for _, box in self.words)


Line = Sequence[Run]


def _runs(glyphs: Iterable[Glyph]) -> Line:
    runs = []
    for run in split_at_gaps(glyphs, CELL_GAP):
        text = "".join(line.text for line in glyphs_to_lines(run))
        runs.append(Run(text, hull(glyph.box for glyph in run)))
    return runs


def _text(line: Line) -> str:
    return "".join(run.text for run in line)


def _find_header(lines: Sequence[Line]) -> _Header | None:
    for first in range(len(lines)):
        found = [_header(lines[first : first + n], first + n - 1) for n in (1, 2, HEADER_LINES)]
        headers = [header for header in found if header]
        if headers:
            return max(headers, key=lambda header: len(header.words))
    return None


def _header(lines: Sequence[Line], last: int) -> _Header | None:
    blocks = _blocks([run for line in lines for run in line])
    for table in Table:
        words = tuple(
            (column, block.box) for block in blocks if (column := column_of(block.text, table))
        )
        named = [column for column, _ in words]
        if Column.NAME in named and len(set(named)) >= LEAST_COLUMNS:
            return _Header(table, words, last)
    return None


def _blocks(runs: Iterable[Run]) -> list[Run]:
    """Return runs that stand one above the other as one."""
    blocks: list[Run] = []
    for run in sorted(runs, key=lambda run: run.box.x0):
        last = blocks[-1] if blocks else None
        if last and run.box.x0 < last.box.x1 and run.box.top != last.box.top:
            upper, lower = sorted((last, run), key=lambda run: run.box.top)
            blocks[-1] = Run(upper.text + lower.text, hull((last.box, run.box)))
        else:
            blocks.append(run)
    return blocks


def _without_footer(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without a number alone at the end, well below the others."""
    kept = list(lines)
    while len(kept) > 1 and len(kept[-1]) == 1:
        above, last = hull(run.box for run in kept[-2]), kept[-1][0]
        far = last.box.top - above.bottom > 2 * last.box.height
        if not far:
            break
        kept.pop()
    return kept


def _columns(head: _Header, body: Sequence[Line], content: PageContent) -> Columns | None:
    """Return the columns: between two known headers, the widest gaps are the edges."""
    wanted = COLUMNS[head.table]
    runs = [run.box for line in body if not _is_section(line) for run in line]
    if not runs:
        return None
    whole = hull([*runs, head.box])
    middles = {column: box.x for column, box in head.words if column != Column.SHARING}
    anchors = [(index, middles[c]) for index, c in enumerate(wanted) if c in middles]
    if anchors[0][0] > 0:
        anchors.insert(0, (0, whole.x0))
    edges = [min(0.0, whole.x0)]
    gaps = _gaps(((box.x0, box.x1) for box in runs), whole.x0)
    for (index, left), (following, right) in pairwise(anchors):
        between = [gap for gap in gaps if gap[1] > left and gap[0] < right]
        widest = sorted(between, key=lambda gap: gap[0] - gap[1])[: following - index]
        edges += sorted((low + high) / 2 for low, high in widest)
    edges.append(content.box.x1)
    return Columns(head.table, tuple(edges)) if len(edges) == len(wanted) + 1 else None


def _gaps(spans: Iterable[tuple[float, float]], start: float) -> list[tuple[float, float]]:
    """Return the stretches that no span covers, from `start` on."""
    gaps = []
    reached = start
    for low, high in sorted(spans):
        if low > reached:
            gaps.append((reached, low))
        reached = max(reached, high)
    return gaps


def _is_section(line: Line) -> bool:
    return len(line) <= 2 and is_heading(_text(line))  # noqa: PLR2004 - label and count may part


def _rows(
    columns: Columns, body: Sequence[Line], rules: Sequence[Box], top: float | None
) -> Iterator[Box]:
    whole = hull(run.box for line in body for run in line)
    start = whole.top - 1 if top is None else top + 1
    sections = [hull(run.box for run in line) for line in body if _is_section(line)]
    cuts = _cuts(columns, body, [rule.top for rule in rules if start < rule.top], start)
    edges = sorted({start, *cuts, whole.bottom + 1})
    for above, below in pairwise(edges):
        if any(above <= box.y < below for box in sections):
            yield Box(columns.edges[0], above, columns.edges[-1], below)
        else:
            yield from columns.boxes(above, below)


def _cuts(
    columns: Columns, body: Sequence[Line], rules: Sequence[float], start: float
) -> Iterator[float]:
    """Yield the heights at which one row ends and the next begins."""
    if len(rules) >= LEAST_RULES:
        yield from rules
        return
    anchors = sorted(_anchors(columns, body), key=lambda anchor: anchor[0].top)
    spans = [(run.box.top, run.box.bottom) for line in body for run in line]
    gaps = _gaps(spans, start)
    usual = _usual_gap(spans)
    for (upper, upper_is_section), (lower, lower_is_section) in pairwise(
        [(Box(0, start, 0, start), False), *anchors]
    ):
        between = [gap for gap in gaps if upper.bottom <= gap[1] <= lower.top + 1]
        if lower_is_section or upper_is_section:
            yield (lower.top - 1) if lower_is_section else upper.bottom + 1
        elif between and upper.bottom > start:
            low, high = max(between, key=lambda gap: (round(gap[1] - gap[0], 1), gap[1]))
            yield (low + high) / 2
        else:
            yield from ((low + high) / 2 for low, high in between if high - low > WIDE * usual)


def _anchors(columns: Columns, body: Sequence[Line]) -> Iterator[tuple[Box, bool]]:
    """Yield where a row surely is: its number, or a section heading (then True)."""
    for line in body:
        if _is_section(line):
            yield hull(run.box for run in line), True
        elif line[0].text.isdecimal() and line[0].box.x < columns.edges[1]:
            yield line[0].box, False


def _usual_gap(spans: Iterable[tuple[float, float]]) -> float:
    gaps = sorted(high - low for low, high in _gaps(spans, 0))
    return gaps[len(gaps) // 2] if gaps else 0.0
