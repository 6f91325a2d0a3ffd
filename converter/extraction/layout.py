"""Positioned lines → the parts of a survey: headings and the words of each entry.

Parts stand in blocks of lines, set apart by a blank line or a new page. An entry begins at a block
that begins with its number, and ends at a block that ends with the name of its prefecture.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from typing import TypeAlias

from converter.extraction.form import Words, heading_table, is_furniture, section_heading
from converter.model import Table
from converter.rows import Line

ENTRY_START = re.compile(r"(?P<number>\d{1,4})(?: .*)?")

Block: TypeAlias = tuple[Line, ...]


class Kind(Enum):
    """What a part of a survey is; a stray is nothing that the form knows."""

    TABLE = "table heading"
    SECTION = "section heading"
    ENTRY = "entry"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together, and the table they stand in."""

    kind: Kind
    table: Table
    lines: Block

    @property
    def text(self) -> str:
        """Return its lines as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Reader:
    """What is known while blocks are read: the table, and the entry that is still open."""

    words: Words
    table: Table | None = None
    open_entry: list[Line] = field(default_factory=list)
    number: int = 0

    def closed(self) -> bool:
        """Return whether the open entry ends with a prefecture, or there is none."""
        last = self.open_entry[-1].text.rpartition(" ")[2] if self.open_entry else ""
        return not self.open_entry or last in self.words.prefectures


def lines_to_parts(lines: Sequence[Line], words: Words) -> tuple[Part, ...]:
    """Return the parts of a survey in printed order, without what stands before its first table."""
    reader = _Reader(words)
    parts = [part for block in _blocks(lines) for part in _read(reader, block)]
    return (*parts, *_close(reader))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    for (_, filled), group in groupby(lines, key=lambda line: (line.sheet, bool(line.text))):
        if filled:
            yield from _without_furniture(tuple(group))


def _without_furniture(block: Block) -> Iterator[Block]:
    for furniture, group in groupby(block, key=lambda line: is_furniture(line.text)):
        if not furniture:
            yield tuple(group)


def _read(reader: _Reader, block: Block) -> Iterator[Part]:
    first = block[0].text
    table = heading_table(first) if len(block) == 1 else None
    if table:
        yield from _close(reader)
        reader.table, reader.number = table, 0
        yield Part(Kind.TABLE, table, block)
    elif reader.table is None:
        return
    elif _starts_entry(reader, first):
        yield from _close(reader)
        reader.open_entry, reader.number = list(block), _number(first)
    elif reader.closed() and section_heading(first) and len(block) == 1:
        yield from _close(reader)
        yield Part(Kind.SECTION, reader.table, block)
    elif reader.open_entry:
        reader.open_entry += (Line(block[0].number - 1, block[0].sheet, ""), *block)
    else:
        yield Part(Kind.STRAY, reader.table, block)


def _starts_entry(reader: _Reader, text: str) -> bool:
    number = _number(text)
    return number > 0 and (reader.closed() or number == reader.number + 1)


def _number(text: str) -> int:
    match = ENTRY_START.fullmatch(text)
    return int(match["number"]) if match else 0


def _close(reader: _Reader) -> Iterator[Part]:
    if reader.open_entry and reader.table:
        yield Part(Kind.ENTRY, reader.table, tuple(reader.open_entry))
    reader.open_entry = []
