"""Pages whose cells no lines separate."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from converter.sources.layout.glyphs.content import Box, PageContent
from converter.sources.layout.grid import Grid, cells_to_grid
from converter.sources.layout.unruled.bands import body_to_cells
from converter.sources.layout.unruled.columns import (
    Columns,
    HeaderWords,
    find_headers,
    header_to_columns,
)
from converter.sources.layout.unruled.runs import Line, glyphs_to_runs, text_of


class UnruledPages:
    """Reads pages without ruling lines, and keeps where the columns of the page before lie."""

    def __init__(self) -> None:
        """Start before the first page."""
        self.columns: Columns | None = None

    def read(self, content: PageContent, furniture: frozenset[str]) -> tuple[Grid, ...]:
        """Return the tables of a page whose cells no lines separate.

        Columns of the page before are used where the header is not repeated. Lines whose words are
        in `furniture` (running heads) are left out.
        """
        lines = [line for line in glyphs_to_runs(content.glyphs) if text_of(line) not in furniture]
        grids: list[Grid] = []
        for head, body in _parts(lines):
            columns = _columns(head, body, content, self.columns)
            if columns and body:
                boxes = _boxes(columns, head, body, content)
                grids.append(cells_to_grid(boxes, content.glyphs))
                self.columns = columns
        return tuple(grids)


def _boxes(
    columns: Columns, head: HeaderWords | None, body: Sequence[Line], content: PageContent
) -> list[Box]:
    if head is None:
        return list(body_to_cells(columns, body, content.rules, None))
    below = body_to_cells(columns, body, content.rules, head.box.bottom)
    return [*columns.header_boxes(head.box.top - 1, head.box.bottom + 1), *below]


def _parts(lines: Sequence[Line]) -> Iterator[tuple[HeaderWords | None, Sequence[Line]]]:
    """Yield each header with the lines below it; first those above the first header, if any.

    Lines above a header are a table's only where a table goes on from the page before; its lines
    are distinguished from other words by their columns.
    """
    heads = find_headers(lines)
    if not heads:
        yield None, lines
    for head, following in pairwise((*heads, None)):
        if head:
            yield head, lines[head.last + 1 : following.first if following else len(lines)]


def _columns(
    head: HeaderWords | None, body: Sequence[Line], content: PageContent, known: Columns | None
) -> Columns | None:
    if head is None:
        return known
    if known and known.holds(head):
        return known
    return header_to_columns(head, body, content.box.x1)
