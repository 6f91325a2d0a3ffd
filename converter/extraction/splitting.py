"""Assigns the words of an entry to cells where the text is ambiguous.

The text separates two cells by a space if each has one line, by a line break if only the second has
several lines, and by a blank line otherwise. Cells may also contain spaces, breaks and blank lines.
So every way to split the words gets a cost for each deviation from these rules and from the column
widths; the way with the lowest cost is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from converter.extraction.rejoining import is_wrap
from converter.extraction.widths import line_width

SPACE, BREAK, BLANK = " ", "\n", "\n\n"
PIECE = re.compile(r"([ \n]*)([^ \n]+)")
# Costs, relative to each other; only their order matters.
ODD_GAP = 4  # a gap between cells that does not fit their numbers of lines
INNER_SPACE = 1  # a space inside a cell of one line
INNER_BREAK = 1  # a line that ends short, with no list mark after it
INNER_BLANK = 3  # a blank line inside a cell
OVERWIDE = 6  # a line wider than its column
# A blank line always separates a cell from its neighbour if it has this many more lines.
TALL = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A word without spaces, and the gap before it (`""`, a space, a break or a blank line)."""

    gap: str
    word: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The numbers of lines of the cells before and after the words to split."""

    before: int
    after: int
    gap_after: str


def gap_of(spaces: str) -> str:
    """Return the kind of gap that white space is: a space, a line break or a blank line."""
    breaks = spaces.count("\n")
    return BLANK if breaks > 1 else BREAK if breaks else spaces


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return the words of a text, each with the gap before it; several blank lines are one gap."""
    return tuple(Piece(gap_of(match[1]), match[2]) for match in PIECE.finditer(text))


def lines_of(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the lines of these pieces, without blank lines and outer spaces."""
    joined = "".join(piece.gap + piece.word for piece in pieces)
    return tuple(line for line in joined.strip(" \n").split("\n") if line)


def split_cells(
    pieces: Sequence[Piece], widths: Sequence[int], neighbours: Neighbours
) -> tuple[tuple[str, ...], ...] | None:
    """Return the lines of each of `len(widths)` cells, or None if there are fewer words than cells.

    `widths` are the column widths in half-width units, 0 if unknown.
    """
    ways = _ways(pieces, len(widths))
    rated = ((_cost(way, widths, neighbours), index, way) for index, way in enumerate(ways))
    best = min(rated, key=lambda item: item[:2], default=None)
    return None if best is None else tuple(lines_of(cell) for cell in best[2])


def _ways(pieces: Sequence[Piece], cells: int) -> Iterator[tuple[Sequence[Piece], ...]]:
    for cuts in combinations(range(1, len(pieces)), cells - 1):
        edges = (0, *cuts, len(pieces))
        yield tuple(pieces[start:end] for start, end in pairwise(edges))


def _cost(way: Sequence[Sequence[Piece]], widths: Sequence[int], neighbours: Neighbours) -> int:
    cells = [lines_of(cell) for cell in way]
    counts = (neighbours.before, *map(len, cells), neighbours.after)
    gaps = (*(cell[0].gap for cell in way), neighbours.gap_after)
    called_for = (_gaps_called_for(*pair) for pair in pairwise(counts))
    odd = sum(gap not in fitting for gap, fitting in zip(gaps, called_for, strict=True))
    inner = sum(_inner(cell) for cell in way)
    return ODD_GAP * odd + inner + sum(map(_misfit, cells, widths))


def _gaps_called_for(before: int, after: int) -> tuple[str, ...]:
    if before > 1:
        return (BLANK,)
    if after == 1:
        return (SPACE,)
    return (BREAK,) if after < TALL else (BREAK, BLANK)


def _inner(cell: Sequence[Piece]) -> int:
    gaps = [piece.gap for piece in cell[1:]]
    return INNER_BLANK * gaps.count(BLANK) + INNER_SPACE * gaps.count(SPACE)


def _misfit(lines: Sequence[str], width: int) -> int:
    if not width:
        return 0
    overwide = sum(line_width(line) > width + 1 for line in lines)
    short = sum(not is_wrap(line, after, width) for line, after in pairwise(lines))
    return OVERWIDE * overwide + INNER_BREAK * short
