"""Counts what was not read from the pages, for the report."""

from collections import Counter, defaultdict

from converter.sources.layout.flaws import MOST_SHOWN, shown
from converter.sources.layout.foreign import ReadPage


class LeftOut:
    """Counts the glyphs left out by reason, and the pages read from a hidden text layer."""

    def __init__(self) -> None:
        """Start with no counts."""
        self._glyphs: Counter[str] = Counter()
        self._pages: defaultdict[str, list[int]] = defaultdict(list)
        self._first: dict[str, str] = {}
        self._layers: list[int] = []
        self._rows: dict[int, list[str]] = {}
        self._columns: dict[str, int] = {}
        self._annotations: dict[str, int] = {}

    def add(self, page: ReadPage) -> None:
        """Count the glyphs left out on a page."""
        index = page.content.index
        for reason, glyphs in page.left_out:
            printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
            if printed:
                self._glyphs[reason] += len(printed)
                self._pages[reason].append(index)
                self._first.setdefault(reason, shown(printed))
        for kind in page.content.annotations:
            self._annotations.setdefault(kind, index)
        if page.is_layer:
            self._layers.append(index)

    def add_row(self, words: str, index: int) -> None:
        """Count a row of a table that does not belong to the survey."""
        self._rows.setdefault(index, []).append(words)

    def add_column(self, words: str, index: int) -> None:
        """Note the header of a column that the form does not have."""
        self._columns.setdefault(words, index)

    def remarks(self) -> tuple[str, ...]:
        """Return a remark for each reason, and one on hidden text layers."""
        layers = [self._layer()] if self._layers else []
        rows = (_rows(index, words) for index, words in self._rows.items())
        columns = (
            f"left out: the column “{words[:MOST_SHOWN]}”, first on page {index} of the PDF"
            for words, index in self._columns.items()
        )
        annotations = (
            f"left out: annotations of the kind {kind}, first on page {index} of the PDF"
            for kind, index in self._annotations.items()
        )
        return (*map(self._remark, self._glyphs), *rows, *columns, *annotations, *layers)

    def _remark(self, reason: str) -> str:
        pages = self._pages[reason]
        where = f"{self._glyphs[reason]} glyphs on {len(pages)} pages"
        return (
            f"left out: text {reason}, {where}, "
            f"first “{self._first[reason]}” on page {pages[0]} of the PDF"
        )

    def _layer(self) -> str:
        return (
            f"text that is not seen was read on {len(self._layers)} pages, where hardly anything "
            f"else is written (a scan with recognised text), first on page {self._layers[0]} of "
            "the PDF"
        )


def _rows(index: int, rows: list[str]) -> str:
    first = rows[0] if len(rows[0]) <= MOST_SHOWN else f"{rows[0][:MOST_SHOWN]}…"
    return f"left out: {len(rows)} rows of another table on page {index} of the PDF (“{first}”)"
