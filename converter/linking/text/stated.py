"""Stated values with their words, and reviewed rows that quote words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from converter.findings import Evidence
from converter.linking.text.matching import Match
from converter.linking.text.quoting import ALL_TEXTS, quoted
from converter.model import Column, Record


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


Row = TypeVar("Row", bound=Reviewed)


def words_of(
    row: Reviewed, record: Record, columns: Iterable[Column] = ALL_TEXTS
) -> tuple[Evidence, ...]:
    """Return the words that a row quotes from an entry; empty if it is about another entry."""
    return quoted(record, row.quote, columns) if row.prefecture == record.prefecture else ()


def applied(
    rows: Iterable[Row], record: Record, columns: Iterable[Column] = ALL_TEXTS
) -> Iterator[tuple[Row, tuple[Evidence, ...]]]:
    """Yield the rows that quote a record in one of these columns, each with the words."""
    for row in rows:
        if words := words_of(row, record, columns):
            yield row, words


def matches_in(
    record: Record, columns: Iterable[Column], find: Callable[[str], Iterable[Match]]
) -> Iterator[tuple[str, Evidence]]:
    """Yield the key and the words of each match that `find` returns for a text of these columns."""
    for column in columns:
        for match in find(record.texts.get(column, "")):
            yield match.key, Evidence(record.key, column, match.start, match.end)


def first_stated(
    record: Record, columns: Iterable[Column], find: Callable[[str], Iterable[Match]]
) -> Stated | None:
    """Return the key of the first match in these columns, with its words."""
    first = next(matches_in(record, columns, find), None)
    return Stated(first[0], (first[1],)) if first else None


def words_by_key(matches: Iterable[tuple[str, Evidence]]) -> dict[str, tuple[Evidence, ...]]:
    """Return each key of matches with all its words."""
    found: dict[str, tuple[Evidence, ...]] = {}
    for key, words in matches:
        found[key] = (*found.get(key, ()), words)
    return found


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
