"""A value as stated: with the words that say so, or the reviewed row that quotes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from converter.findings import Evidence
from converter.linking.text.quoting import quoted
from converter.model import Record


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated: a value, the words that say so, and the reason where it was reviewed."""

    value: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


class Reviewed(Protocol):
    """A row of a reviewed table: the prefecture whose entry it is about, and words of the entry.

    A row names no entry number, so that it serves the same words in a later edition.
    """

    @property
    def prefecture(self) -> str:
        """The prefecture that reports the entry."""
        ...

    @property
    def quote(self) -> str:
        """The words that the row rests on."""
        ...


def words_of(row: Reviewed, record: Record) -> tuple[Evidence, ...]:
    """Return the words of an entry that a row rests on; none where it is about another entry."""
    return quoted(record, row.quote) if row.prefecture == record.prefecture else ()


def ignored(row: Reviewed, file: str) -> str:
    """Return the note that no entry has the words of a row; `file` is below `ontology/`."""
    return (
        f"ontology/{file}: row for {row.prefecture} 「{row.quote}」 ignored: "
        "no entry of the prefecture has these words"
    )


def unused(rows: Iterable[Reviewed], records: Iterable[Record], file: str) -> tuple[str, ...]:
    """Return a note for each row whose words no entry of its prefecture has."""
    known = tuple(records)
    return tuple(
        ignored(row, file) for row in rows if not any(words_of(row, record) for record in known)
    )


def label_of(printed: str) -> str:
    """Return a printed name as a label: on one line, without the notes (※) below it."""
    lines = (line.strip() for line in printed.split("\n"))
    return "".join(line for line in lines if not line.startswith("※"))
