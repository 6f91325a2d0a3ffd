"""Reviewed relations between the things that entries describe."""

from collections.abc import Iterator, Mapping, Sequence

from converter.authority.decisions import RelationDecision
from converter.findings import Finding, Linked, Ref
from converter.linking.merging import entry_named
from converter.linking.text.stated import unused, words_of
from converter.model import EntryKey, Record

RULE = "stated-relation"
FILE = "decisions/relations.tsv"


def stated_relations(
    records: Sequence[Record],
    things: Mapping[EntryKey, tuple[Ref, ...]],
    rows: Sequence[RelationDecision],
) -> Linked:
    """Return a statement for each row that quotes an entry and whose other entry exists."""
    return Linked(
        tuple(one for row in rows for one in _of_row(row, records, things)),
        {},
        notes=unused(rows, records, FILE),
    )


def _of_row(
    row: RelationDecision, records: Sequence[Record], things: Mapping[EntryKey, tuple[Ref, ...]]
) -> Iterator[Finding]:
    other = entry_named(row.other, records)
    for record in records:
        words = words_of(row, record)
        if words and row.other.startswith("id/"):
            whole = Ref(row.other)
            yield Finding(things[record.key][0], "dct:isPartOf", whole, RULE, words, row.reason)
        elif words and other and other is not record:
            (thing, *_), (value, *_) = things[record.key], things[other.key]
            yield Finding(thing, "dct:relation", value, RULE, words, row.reason)
