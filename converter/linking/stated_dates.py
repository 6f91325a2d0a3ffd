"""Dates of start and end of what entries describe, and of what is said of it; reviewed rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from converter.authority.decisions import DateDecision
from converter.authority.reviewed_rows import check_slugs
from converter.findings import Finding, Linked, PartialDate, Ref
from converter.linking.text.quoting import quoted
from converter.model import EntryKey, Record

DECISIONS = "decisions/dates.tsv"
RULE = "stated-date"
PROPERTIES = frozenset({"schema:startDate", "schema:endDate", "dg:asOf"})


def stated_dates(
    records: Sequence[Record],
    described: Mapping[EntryKey, Sequence[Ref]],
    rows: Iterable[DateDecision],
) -> Linked:
    """Return the dates of the rows whose words a record of their prefecture has.

    Raises:
        DecisionFileError: A row names another property.
    """
    findings: list[Finding] = []
    notes: list[str] = []
    for row in rows:
        check_slugs((row.property,), PROPERTIES, f"{DECISIONS} {row.prefecture} 「{row.quote}」")
        found = list(_of_row(row, records, described))
        findings += found
        if not found:
            notes.append(
                f"ontology/{DECISIONS}: row for {row.prefecture} 「{row.quote}」 ignored: "
                "no entry of the prefecture has these words"
            )
    return Linked(tuple(findings), {}, notes=tuple(notes))


def _of_row(
    row: DateDecision, records: Iterable[Record], described: Mapping[EntryKey, Sequence[Ref]]
) -> Iterator[Finding]:
    for record in records:
        words = quoted(record, row.quote) if record.prefecture == row.prefecture else ()
        if words:
            for thing in described.get(record.key, ()):
                date = PartialDate(row.date)
                yield Finding(thing, row.property, date, RULE, words, row.reason)
