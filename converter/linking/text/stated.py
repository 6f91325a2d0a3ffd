"""A value as stated: with the words that say so, or the reviewed row that quotes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from converter.findings import Evidence, Remark
from converter.linking.text.quoting import quoted
from converter.model import EntryKey, Record

STALE = "reviewed-words-not-found"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated: a value, the words that say so, and the reason where it was reviewed."""

    value: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


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


class Quoting(AboutEntry, Protocol):
    """A row of a reviewed table that quotes words of its entry."""

    @property
    def quote(self) -> str:
        """The words that the row rests on."""
        ...


def stale(rows: Iterable[Quoting], records: Iterable[Record]) -> Iterator[Remark]:
    """Yield a remark for each row whose entry is there and whose words are not."""
    known = {str(record.key): record for record in records}
    for row in rows:
        record = known.get(row.entry)
        if record and not quoted(record, row.quote):
            yield Remark(record.key, STALE, row.quote)


def label_of(printed: str) -> str:
    """Return a printed name as a label: on one line, without the notes (※) below it."""
    lines = (line.strip() for line in printed.split("\n"))
    return "".join(line for line in lines if not line.startswith("※"))
