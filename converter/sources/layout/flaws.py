"""Finds flaws that make the text of a cell uncertain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from converter.sources.layout.foreign import ReadPage
from converter.sources.layout.glyphs.clashes import find_clashes
from converter.sources.layout.glyphs.content import Glyph
from converter.sources.layout.glyphs.painting_order import glyphs_drawn_apart
from converter.sources.layout.grid import Grid, GridCell
from converter.sources.layout.headers import Header, words_of

MOST_SHOWN = 20  # characters of a text quoted in a message
ONE_TEXT = "one text a cell: make the PDF anew without stamps, or take them out"
ONE_CELL = "one cell a column: take out lines that are drawn across the table"
UNREADABLE = "unreadable glyphs, whose font has no table to Unicode"
TO_UNICODE = "a PDF with ToUnicode tables: make it anew from the original document"
WHOLE_TEXT = "text that can be seen as a whole: take away what covers it, or widen the cell"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw of a cell: what was found, and what was expected."""

    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class PageFlaws:
    """Doubtful glyphs of a page: drawn separately from the table, or only partly visible."""

    apart: frozenset[Glyph] = frozenset()
    unsure: tuple[Glyph, ...] = ()

    @classmethod
    def of(cls, grids: Iterable[Grid], page: ReadPage) -> "PageFlaws":
        """Return the flaws of a page with the tables found on it.

        The order is ignored for a recognised text layer: OCR programs use an order of their own.
        """
        cells = [cell.glyphs for grid in grids for row in grid.rows for cell in row.cells]
        return cls(frozenset() if page.is_layer else glyphs_drawn_apart(cells), page.unsure)

    def in_cell(self, cell: GridCell) -> Iterator[Flaw]:
        """Yield the flaws of a cell."""
        clash = next(find_clashes(cell.glyphs), None)
        if clash:
            one, other = (glyph.text for glyph in clash)
            yield Flaw(f"“{other}” printed over “{one}”", ONE_TEXT)
        elif apart := [glyph for glyph in cell.glyphs if glyph in self.apart]:
            yield Flaw(f"“{shown(apart)}” drawn apart from the rest of the table", ONE_TEXT)
        unsure = [glyph for glyph in self.unsure if cell.box.contains(glyph.box)]
        if unsure:
            yield Flaw(f"text (“{shown(unsure)}”) {unsure[0].hidden}", WHOLE_TEXT)


def flaws_of_header(header: Header) -> Iterator[Flaw]:
    """Yield the flaw of a header that does not name each column of the form."""
    if missing := header.missing():
        names = "、".join(words_of(column, header.table) for column in missing)
        words = "”, “".join(words[:MOST_SHOWN] for words in header.unknown)
        instead = f", but “{words}”" if words else ""
        yield Flaw(f"a header without {names}{instead}", "the header of each column of the form")


def shown(glyphs: Iterable[Glyph]) -> str:
    """Return the first characters of glyphs in painting order."""
    text = "".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.order))
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
