"""Reads pages whose tables have no ruling lines."""

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
    """Reads pages without ruling lines, and keeps the columns of the previous page."""

    def __init__(self) -> None:
        """Start before the first page."""
        self.columns: Columns | None = None

    def read(self, content: PageContent, furniture: frozenset[str]) -> tuple[Grid, ...]:
        """Return the tables of a page without ruling lines.

        The columns of the previous page are used if the header is not repeated. Lines whose words
        are in `furniture` (running heads) are left out.
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
    """Yield each header with the lines below it; first the lines above the first header, if any.

    Lines above a header belong to a table only if it continues from the previous page; its columns
    distinguish them from other words.
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
