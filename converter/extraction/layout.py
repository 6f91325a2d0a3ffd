"""Positioned lines → the parts of a survey: headings, and the lines of each entry.

A blank line or a new page separates two blocks of lines. An entry begins with the block that begins
with its number, and ends with the block that ends with the name of its prefecture.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import dropwhile, groupby, zip_longest
from typing import TypeAlias

from converter.extraction.form import FormWords, heading_table, is_furniture, section_heading
from converter.model import SurveyTable
from converter.rows import Line

ENTRY_START = re.compile(r"(?P<number>\d{1,4})(?: .*)?")

Block: TypeAlias = tuple[Line, ...]


class PartKind(Enum):
    """The kinds of parts of a survey; a stray is text that does not belong to the form.

    An early part begins an entry before the first table, and so belongs to no table.
    """

    TABLE = "table heading"
    SECTION = "section heading"
    ENTRY = "entry"
    STRAY = "stray"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class SurveyPart:
    """Lines that form one part, and their table."""

    kind: PartKind
    table: SurveyTable
    lines: Block

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Reader:
    """The state while blocks are read: the table, and the entry or stray that is open."""

    words: FormWords
    statuses: frozenset[str]
    table: SurveyTable | None = None
    kind: PartKind = PartKind.STRAY
    lines: list[Line] = field(default_factory=list)
    number: int = 0
    early: bool = False

    def closed(self) -> bool:
        """Return whether no entry is open, or the open one has status and prefecture."""
        if self.kind is PartKind.STRAY or not self.lines:
            return True
        if self.lines[-1].text.rpartition(" ")[2] not in self.words.prefectures:
            return False
        return self.has_status(self.lines)

    def has_status(self, lines: Sequence[Line]) -> bool:
        """Return whether lines contain a status of the form, which may be wrapped."""
        text = "".join(line.text for line in lines)
        return any(status in text for status in self.statuses)


def lines_to_parts(lines: Sequence[Line], words: FormWords) -> tuple[SurveyPart, ...]:
    """Return the parts of a survey in printed order.

    The text before the first table is left out. If it has entries, the first of them is an early
    part of the first table of the form: the heading above it was not recognised.
    """
    reader = _Reader(words, words.statuses)
    blocks = list(_blocks(lines))
    parts = [
        part
        for block, after in zip_longest(blocks, blocks[1:])
        for part in _read(reader, block, after)
    ]
    return (*parts, *_close(reader))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    sheet, top = 0, True
    for (on, filled), group in groupby(lines, key=lambda line: (line.sheet, bool(line.text))):
        sheet, top = on, top or on != sheet
        block = tuple(group) if filled else ()
        if top:
            block = _without_heads(block)
        if block:
            top = False
            yield block


def _without_heads(block: Block) -> Block:
    return tuple(dropwhile(lambda line: is_furniture(line.text), block))


def _read(reader: _Reader, block: Block, after: Block | None) -> Iterator[SurveyPart]:
    if reader.closed():
        block = _without_heads(block)
    if not block:
        return
    first = block[0].text
    table = heading_table(first) if len(block) == 1 else None
    if table:
        yield from _close(reader)
        reader.table, reader.number = table, 0
        yield SurveyPart(PartKind.TABLE, table, block)
    elif reader.table is None:
        yield from _early(reader, block)
    elif _starts_entry(reader, first):
        yield from _open(reader, PartKind.ENTRY, block)
        reader.number = _number(first)
    elif _is_section(reader, block, after):
        yield from _close(reader)
        yield SurveyPart(PartKind.SECTION, reader.table, block)
    elif reader.lines and not _is_stray(reader, block):
        reader.lines += (Line(block[0].number - 1, block[0].sheet, ""), *block)
    else:
        yield from _open(reader, PartKind.STRAY, block)


def _early(reader: _Reader, block: Block) -> Iterator[SurveyPart]:
    if not reader.early and _number(block[0].text) and reader.has_status(block):
        reader.early = True
        yield SurveyPart(PartKind.EARLY, SurveyTable.PROCEDURES, block)


def _starts_entry(reader: _Reader, text: str) -> bool:
    number = _number(text)
    return number > 0 and (reader.closed() or number == reader.number + 1)


def _is_section(reader: _Reader, block: Block, after: Block | None) -> bool:
    if len(block) > 1 or not section_heading(block[0].text):
        return False
    return reader.closed() or (after is not None and _number(after[0].text) == reader.number + 1)


def _is_stray(reader: _Reader, block: Block) -> bool:
    """Return whether a block does not continue the open entry, which is complete already."""
    alone = len(block) == 1 and block[0].text in reader.words.prefectures
    return reader.kind is PartKind.ENTRY and reader.closed() and not alone


def _number(text: str) -> int:
    match = ENTRY_START.fullmatch(text)
    return int(match["number"]) if match else 0


def _open(reader: _Reader, kind: PartKind, block: Block) -> Iterator[SurveyPart]:
    yield from _close(reader)
    reader.kind, reader.lines = kind, list(block)


def _close(reader: _Reader) -> Iterator[SurveyPart]:
    if reader.lines and reader.table:
        yield SurveyPart(reader.kind, reader.table, tuple(reader.lines))
    reader.lines = []
