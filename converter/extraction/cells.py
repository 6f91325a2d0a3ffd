"""The lines of an entry → its cells, located by the codes that the form prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from converter.extraction.form import CODE_HEADS, FormWords, allowed
from converter.extraction.splitting import Neighbours, gap_of, lines_of, pieces_of, split_cells
from converter.model import Column, SurveyTable
from converter.rows import CODE_COLUMNS, COLUMNS, Cells, Widths

CIRCLED = re.compile(r"(?:^|[ \n])([①-⑳][^ \n]*)")
# Maximum words before the codes (printed entries have up to 40): the ways to split grow fast.
MOST_PIECES = 150
# Codes are printed with brackets and slashes of either width.
EITHER_WIDTH = {"(": "[(（]", ")": "[)）]", "/": "[/／]"}
GAP = r"[ \n]+"
AFTER_CODE = r"(?=[ \n]|$)"

Run: TypeAlias = tuple[Column, ...]


class UnreadableEntryError(Exception):
    """The cells of an entry cannot be separated; has what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        """Keep the two parts of the message."""
        super().__init__(f"found {found}; expected {expected}")
        self.found, self.expected = found, expected


@dataclass(frozen=True, slots=True)
class CellReader:
    """Separates the cells of entries, given the form's words and the known column widths."""

    words: FormWords
    widths: Widths

    def cells(self, table: SurveyTable, text: str) -> Cells:
        """Return the lines of each cell of an entry.

        Raises:
            UnreadableEntryError: The cells cannot be separated.
        """
        prefecture = text.rsplit(maxsplit=1)[-1]
        if prefecture not in self.words.prefectures:
            found = f"“{prefecture}” where its prefecture belongs"
            raise UnreadableEntryError(found, "the name of one of the 47 prefectures")
        cells: dict[Column, tuple[str, ...]] = {Column.PREFECTURE: (prefecture,)}
        rest, before = text.removesuffix(prefecture), 1
        for texts, codes in _runs(table):
            match = self._anchor(table, codes, rest)
            neighbours = Neighbours(
                before, len(_lines(match[codes[0].value])), gap_of(match["gap"])
            )
            cells |= self._texts(table, texts, rest[: match.start()], neighbours)
            cells |= {column: _lines(match[column.value]) for column in codes}
            rest, before = rest[match.end() :], len(cells[codes[-1]])
        return {**cells, **_note(table, rest)}

    def _anchor(self, table: SurveyTable, codes: Run, text: str) -> re.Match[str]:
        named = (rf"(?P<{code.value}>{self._code_pattern(table, code)})" for code in codes)
        pattern = rf"(?P<gap>{GAP}){GAP.join(named)}{AFTER_CODE}"
        matches = list(re.finditer(pattern, text))
        if len(matches) == 1:
            return matches[0]
        missing = [code for code in codes if not self._has(table, code, text)]
        if not missing:
            found = "its codes twice or out of order"
            raise UnreadableEntryError(found, "each code once; is the number of an entry missing?")
        raise UnreadableEntryError(
            self._odd_code(text, missing[0]), allowed(self.words, table, missing[0])
        )

    def _has(self, table: SurveyTable, code: Column, text: str) -> bool:
        return (
            re.search(f"{GAP}(?:{self._code_pattern(table, code)}){AFTER_CODE}", text) is not None
        )

    def _code_pattern(self, table: SurveyTable, column: Column) -> str:
        words = self.words.codes[table, column]
        chars = ((EITHER_WIDTH.get(char, char) for char in word) for word in words)
        return "|".join(r"\n*".join(word) for word in chars)

    def _odd_code(self, text: str, column: Column) -> str:
        known = {word for words in self.words.codes.values() for word in words}
        odd = [word for word in CIRCLED.findall(text) if not _begins(word, known)]
        return f"“{odd[-1]}”" if odd else f"no {CODE_HEADS[column]}"

    def _texts(self, table: SurveyTable, columns: Run, text: str, neighbours: Neighbours) -> Cells:
        pieces = pieces_of(text)
        cells: dict[Column, tuple[str, ...]] = {}
        if columns[0] is Column.NUMBER:
            cells[Column.NUMBER] = (pieces[0].word,)
            columns, pieces = columns[1:], pieces[1:]
        if len(pieces) > MOST_PIECES:
            found = f"{len(pieces)} words before its codes"
            raise UnreadableEntryError(found, f"at most {MOST_PIECES}, as one entry has")
        widths = [self.widths.get((table, column), 0) for column in columns]
        split = split_cells(pieces, widths, neighbours)
        if split is None:
            found = f"only “{text.strip()}” before its codes"
            raise UnreadableEntryError(found, f"{len(columns)} cells")
        return {**cells, **dict(zip(columns, split, strict=True))}


def _runs(table: SurveyTable) -> Iterator[tuple[Run, Run]]:
    """Yield the columns of a table as pairs: texts, and the codes that follow them."""
    runs = [tuple(run) for _, run in groupby(COLUMNS[table], key=CODE_COLUMNS.__contains__)]
    yield from zip(runs[::2], runs[1::2], strict=False)


def _note(table: SurveyTable, text: str) -> Cells:
    lines = lines_of(pieces_of(text))
    if not lines:
        return {}
    if Column.NOTE not in COLUMNS[table]:
        found = f"“{' '.join(lines)}” before its prefecture"
        raise UnreadableEntryError(found, "nothing between the status and the prefecture")
    return {Column.NOTE: lines}


def _lines(text: str) -> tuple[str, ...]:
    return lines_of(pieces_of(text))


def _begins(word: str, known: set[str]) -> bool:
    return any(code.startswith(word) for code in known)
