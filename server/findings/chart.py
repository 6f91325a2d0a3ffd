"""Makes the figure of a finding (bars, or a grid by two names) from the rows of its query."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from server.editor.examples import Example
from server.engine.row_values import text_in
from server.findings.values import Results
from server.site.tables.cells import Cell

# Maximum bars; the table below has the rest.
_BARS = 20
# Number of shades of a cell.
_SHADES = 5


@dataclass(frozen=True, slots=True)
class NamedBar:
    """A bar: its name, its number, and its length in percent of the longest."""

    name: str
    value: Cell
    share: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, the longest first; `counted` is the title of the numbers."""

    counted: str
    items: Sequence[NamedBar]


@dataclass(frozen=True, slots=True)
class Shade:
    """A cell of a grid: its number ("" for none), and its shade."""

    value: Cell
    step: int


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """Numbers by two names: `corner` is the title of the rows, `counted` that of the numbers."""

    corner: str
    counted: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Shade]]]


def bars_of(results: Results, example: Example) -> Bars | None:
    """Return the bars of an example, None if it has another kind of figure."""
    if len(example.chart) != 3:  # noqa: PLR2004 -- kind, name and value
        return None
    _, name, value = example.chart
    rows = results.rows(example.slug)[:_BARS]
    longest = max((float(text_in(row, value) or 0) for row in rows), default=0) or 1
    return Bars(
        _title(results, value),
        [
            NamedBar(
                text_in(row, name),
                results.cell(example.slug, index, value),
                round(100 * float(text_in(row, value) or 0) / longest, 1),
            )
            for index, row in enumerate(rows)
        ],
    )


def grid_of(results: Results, example: Example) -> NumberGrid | None:
    """Return the grid of an example with two names, None if it has another kind of figure."""
    if len(example.chart) != 4:  # noqa: PLR2004 -- kind, name, value and series
        return None
    _, down, value, across = example.chart
    rows = results.rows(example.slug)
    numbers = {
        (text_in(row, down), text_in(row, across)): results.cell(example.slug, index, value)
        for index, row in enumerate(rows)
    }
    heads, names = (
        list(dict.fromkeys(text_in(row, name) for row in rows)) for name in (across, down)
    )
    most = max((int(cell.text) for cell in numbers.values()), default=0)
    return NumberGrid(
        _title(results, down),
        _title(results, value),
        heads,
        [(name, [_shade(numbers.get((name, head)), most) for head in heads]) for name in names],
    )


def _shade(cell: Cell | None, most: int) -> Shade:
    # Square roots, because a few counts are large and most are small.
    return Shade(cell, ceil(_SHADES * sqrt(int(cell.text) / most))) if cell else Shade(Cell(""), 0)


def _title(results: Results, column: str) -> str:
    return results.site.text(results.language, f"column.{column}")
