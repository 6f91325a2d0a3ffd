"""Groups the entries that describe one thing; the lowest entry of a group gives the IRI."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from converter.findings import Evidence, Remark
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.stated import Reviewed, label_of, words_of
from converter.model import Column, EntryKey, Record

NOT_REVIEWED = "a rule found that the entries describe one thing; no person has reviewed it"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entries about one thing, `first` printed before `second`, and the evidence.

    `reason` is "" unless the merge was reviewed.
    """

    first: EntryKey
    second: EntryKey
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """The thing that an entry describes: its lowest entry and label, and the reason for merging."""

    first: EntryKey
    label: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Merges:
    """The thing that each entry of a table describes, and the merges that are not reviewed."""

    merged: dict[EntryKey, Merged]
    unreviewed: tuple[Merge, ...]

    def of(self, record: Record) -> Merged:
        """Return the thing that a record describes."""
        return self.merged[record.key]


def merge(records: Sequence[Record], pairs: Iterable[Merge]) -> Merges:
    """Return the connected groups of pairs; an entry in no pair is a group of its own."""
    found = tuple(pairs)
    first = {record.key: record.key for record in records}
    for pair in found:
        lower, higher = sorted((first[pair.first], first[pair.second]))
        first = {key: lower if one == higher else one for key, one in first.items()}
    labels = {record.key: label_of(record.name) for record in records}
    merged = {
        key: Merged(one, labels[one], _evidence(key, found), _reason(key, found))
        for key, one in first.items()
    }
    reviewed = {pair.second for pair in found if pair.reason}
    unreviewed = tuple(pair for pair in found if pair.second not in reviewed)
    return Merges(merged, unreviewed)


class SameAs(Reviewed, Protocol):
    """A reviewed row that may state that two entries are about the same thing.

    `name` is the printed label of the entry; `same_as` is the other entry: its prefecture, a space
    and its printed label (`鳥取県 統合宛名システム`).
    """

    @property
    def name(self) -> str:
        """The printed label of the entry; "" for any."""
        ...

    @property
    def same_as(self) -> str:
        """The prefecture and the label of the other entry, or ""."""
        ...

    @property
    def reason(self) -> str:
        """The reason for the decision."""
        ...


def is_about(row: SameAs, record: Record) -> tuple[Evidence, ...]:
    """Return the words that a row quotes from an entry; empty if the row is about another entry."""
    fits = not row.name or fold_spelling(row.name) == fold_spelling(label_of(record.name))
    return words_of(row, record) if fits else ()


def reviewed(rows: Iterable[SameAs], records: Sequence[Record]) -> Iterator[Merge]:
    """Yield the reviewed merges whose entries exist and still have the quoted words."""
    for row in rows:
        first = entry_named(row.same_as, records) if row.same_as else None
        for second in records:
            words = is_about(row, second)
            if first and words and first is not second:
                yield Merge(first.key, second.key, words, row.reason)


def entry_named(words: str, records: Iterable[Record]) -> Record | None:
    """Return the first entry with a prefecture and a label, given with a space between them."""
    prefecture, _, name = words.partition(" ")
    label = fold_spelling(name)
    return next(
        (
            one
            for one in records
            if one.prefecture == prefecture and fold_spelling(label_of(one.name)) == label
        ),
        None,
    )


def _evidence(key: EntryKey, pairs: Iterable[Merge]) -> tuple[Evidence, ...]:
    return tuple(sorted({words for one in pairs if one.second == key for words in one.evidence}))


def _reason(key: EntryKey, pairs: Iterable[Merge]) -> str:
    reasons = [one.reason for one in pairs if one.second == key]
    return next(filter(None, reasons), NOT_REVIEWED if reasons else "")


def unreviewed(merges: Merges) -> Iterator[Remark]:
    """Yield a remark for each merge that only a rule supports."""
    for one in merges.unreviewed:
        yield Remark(one.second, "merge-not-reviewed", str(one.first))


def twice(records: Sequence[Record]) -> Iterator[Merge]:
    """Yield the pairs of entries that a prefecture printed twice, with identical words."""
    first: dict[tuple[str, ...], Record] = {}
    for record in records:
        words = tuple(fold(text).text for _, text in sorted(record.texts.items()))
        earlier = first.setdefault((record.prefecture, *words), record)
        if earlier is not record:
            spans = (Evidence(one.key, Column.NAME, 0, len(one.name)) for one in (earlier, record))
            yield Merge(earlier.key, record.key, tuple(spans))
