"""A value as stated: with the words that say so, or the reviewed row that quotes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from converter.findings import Evidence
from converter.model import EntryKey, Record


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated: a value, the words that say so, and the reason where it was reviewed."""

    value: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


def quoted(record: Record, quote: str) -> Evidence:
    """Return where a reviewed row's quote stands.

    Raises:
        ValueError: the entry does not have these words.
    """
    for column, text in record.texts.items():
        if quote in text:
            start = text.index(quote)
            return Evidence(record.key, column, start, start + len(quote))
    message = f"entry {record.key} does not have the words {quote!r} that a decision quotes"
    raise ValueError(message)


class AboutEntry(Protocol):
    """A row of a reviewed table about one entry."""

    @property
    def entry(self) -> str:
        """The key of the entry: `2-57`."""
        ...


def ignored(rows: Iterable[AboutEntry], keys: Iterable[EntryKey], file: str) -> tuple[str, ...]:
    """Return a note for each row about an entry that the document lacks."""
    known = set(map(str, keys))
    return tuple(
        f"ontology/{file}: row for entry {row.entry} ignored: the document has no such entry"
        for row in rows
        if row.entry not in known
    )
