"""Stated values with their words, and reviewed rows that quote words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from converter.findings import Evidence
from converter.linking.text.quoting import quoted
from converter.model import Record


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated value, the words that state it, and the reason if it was reviewed."""

    value: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


class Reviewed(Protocol):
    """A row of a reviewed table: the prefecture of an entry, and words of the entry.

    A row has no entry number, so that it also applies to the same words in a later edition.
    """

    @property
    def prefecture(self) -> str:
        """The prefecture that reported the entry."""
        ...

    @property
    def quote(self) -> str:
        """The words that support the row."""
        ...


def words_of(row: Reviewed, record: Record) -> tuple[Evidence, ...]:
    """Return the words that a row quotes from an entry; empty if it is about another entry."""
    return quoted(record, row.quote) if row.prefecture == record.prefecture else ()


def ignored(row: Reviewed, file: str) -> str:
    """Return the note on a row whose words no entry has; `file` is below `ontology/`."""
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
    """Return a printed name as a label: one line, without the notes (※) below it."""
    lines = (line.strip() for line in printed.split("\n"))
    return "".join(line for line in lines if not line.startswith("※"))
