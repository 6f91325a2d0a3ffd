"""Reviewed dates: start, end and plan of things that entries describe, or of statements on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from converter.authority.decisions import DateDecision
from converter.authority.reviewed_rows import check_slugs
from converter.findings import Finding, Linked, PartialDate, Ref
from converter.linking.text.stated import ignored, words_of
from converter.model import EntryKey, Record

DECISIONS = "decisions/dates.tsv"
RULE = "stated-date"
PROPERTIES = frozenset(
    {"schema:startDate", "schema:endDate", "dg:asOf", "dg:plannedFor", "dg:concernsPeriod"}
)


def stated_dates(
    records: Sequence[Record],
    described: Mapping[EntryKey, Sequence[Ref]],
    rows: Iterable[DateDecision],
) -> Linked:
    """Return the dates of the rows that quote a record of their prefecture.

    Raises:
        DecisionFileError: A row has an unknown property.
    """
    findings: list[Finding] = []
    notes: list[str] = []
    for row in rows:
        check_slugs((row.property,), PROPERTIES, f"{DECISIONS} {row.prefecture} 「{row.quote}」")
        found = list(_of_row(row, records, described))
        findings += found
        if not found:
            notes.append(ignored(row, DECISIONS))
    return Linked(tuple(findings), {}, notes=tuple(notes))


def _of_row(
    row: DateDecision, records: Iterable[Record], described: Mapping[EntryKey, Sequence[Ref]]
) -> Iterator[Finding]:
    for record in records:
        words = words_of(row, record)
        if words:
            for thing in described.get(record.key, ()):
                yield Finding(thing, row.property, _value(row.date), RULE, words, row.reason)


def _value(stated: str) -> PartialDate | str:
    """Return a date, or an interval (ISO 8601: `1991/2015`) as plain words."""
    return stated if "/" in stated else PartialDate(stated)
