"""Organisations (table ③-2): their kind, the units above, their members and head counts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from converter.authority.decisions import OrganisationDecision, SubBodyDecision, UnitDecision
from converter.authority.governments import Government, Governments
from converter.authority.vocabulary import Vocabulary
from converter.authority.words import Cue
from converter.findings import Evidence, Finding, Linked, Ref, Remark, Text
from converter.iris import entry_path
from converter.linking.merging import Merged, is_about, merge, reviewed, twice, unreviewed
from converter.linking.organisations.head_counts import head_counts, member_count
from converter.linking.organisations.names import (
    NamedOrganisation,
    described_units,
    named_organisations,
)
from converter.linking.organisations.sub_bodies import FILE as SUB_BODIES
from converter.linking.organisations.sub_bodies import sub_bodies
from converter.linking.organisations.units import UnitRules
from converter.linking.text.bodies import Gazetteer
from converter.linking.text.folding import fold, fold_spelling, folded_by_kind
from converter.linking.text.placeholders import NOTHING, Placeholders, untitled
from converter.linking.text.stated import Stated, label_of, unused
from converter.linking.text.unknown_bodies import unknown_bodies
from converter.model import Column, Record, SurveyTable

ORGANISATION = "organisation"
LISTED = "organisation-from-list"
MERGE = "merged-organisation"
KIND = "organisation-kind"
MEMBER = "organisation-member"
MEMBERS = "member-count"
COUNT = "head-count"
TABLE = "decisions/organisations.tsv"
FOUNDED = "founding-date"
OPERATOR = "organisation-operator"
CLASSES: Mapping[str, str] = {
    "unit": "org:OrganizationalUnit",
    "cross-departmental": "org:OrganizationalCollaboration",
    "council": "org:FormalOrganization",
}
# Year 1 of each era: R2 is 2018 + 2.
_ERAS: Mapping[str, int] = {"r": 2018, "令和": 2018, "h": 1988, "平成": 1988, "s": 1925}
_FOUNDED = re.compile(
    r"(r|令和|h|平成|s)\.?(\d{1,2})(?:\(\d+\))?年(\d{1,2})月(\d{1,2})日(?:に)?"
    r"(?:設置|設立|発足|新設)(?!予定|見込|する)"
)


@dataclass(frozen=True, slots=True)
class OrganisationTables:
    """The reviewed tables that the rules for organisations read."""

    organisations: tuple[OrganisationDecision, ...]
    units: tuple[UnitDecision, ...]
    placeholders: Placeholders = NOTHING
    sub_bodies: tuple[SubBodyDecision, ...] = ()
    cues: tuple[Cue, ...] = ()


class OrganisationLinker:
    """Makes the findings of table ③-2."""

    def __init__(
        self, vocabulary: Vocabulary, governments: Governments, tables: OrganisationTables
    ) -> None:
        """Keep the tables, and prepare the kinds by their headings."""
        self._governments = governments
        self._tables = tables
        self._gazetteer = Gazetteer(governments, folded_by_kind(tables.cues))
        kinds = vocabulary.schemes["organisation-kind"].values()
        self._kinds = {fold_spelling(one.label_ja): one.slug for one in kinds}

    def link(self, records: Sequence[Record]) -> Linked:
        """Return the findings of the organisations among the records."""
        found = [one for one in records if one.key.table is SurveyTable.ORGANISATIONS]
        rules = UnitRules(self._tables.units, described_units(found))
        merges = merge(found, [*twice(found), *reviewed(self._tables.organisations, found)])
        names = {record.key: self._named(record) for record in found}
        described = {record.key: names[merges.of(record).first] for record in found}
        findings = [
            one
            for record in found
            for one in self._of(record, merges.of(record), described[record.key], rules)
        ]
        remarks = [one for record in found for one in self._remarks(record, rules)]
        return Linked(
            tuple(findings),
            {key: tuple(map(_organisation, several)) for key, several in described.items()},
            (*remarks, *unreviewed(merges)),
            (
                *unused(self._tables.organisations, found, TABLE),
                *unused(self._tables.units, records, "decisions/units.tsv"),
                *unused(self._tables.sub_bodies, found, SUB_BODIES),
            ),
        )

    def _named(self, record: Record) -> tuple[NamedOrganisation, ...]:
        if self._tables.placeholders.has(record.name):
            return (NamedOrganisation(str(record.key), "", ()),)
        return named_organisations(record)

    def _of(
        self,
        record: Record,
        merged: Merged,
        described: tuple[NamedOrganisation, ...],
        rules: UnitRules,
    ) -> Iterator[Finding]:
        entry = Ref(entry_path(record.key))
        if merged.first != record.key:
            for named in described:
                stated = (MERGE, merged.evidence, merged.reason)
                yield Finding(entry, "dg:describes", _organisation(named), *stated)
            return
        reporter = self._governments.prefecture(record.prefecture)
        for named in described:
            body = _organisation(named)
            rule = ORGANISATION if named.is_whole(record) else LISTED
            yield Finding(entry, "dg:describes", body, rule, named.evidence)
            for label in named.labels or untitled(SurveyTable.ORGANISATIONS, reporter):
                yield Finding(body, "rdfs:label", label, rule, named.evidence)
            yield Finding(body, "dg:operatedBy", Ref(reporter.path), OPERATOR)
            yield from self._typed(record, body, reporter, rules)
            yield from _counted(record, body)
            yield from _members_counted(record, body)
            yield from _founded(record, body)
        whole = _organisation(described[0])
        yield from sub_bodies(record, whole, reporter, self._tables.sub_bodies)
        yield from _head_count(record, reporter)

    def _typed(
        self, record: Record, body: Ref, reporter: Government, rules: UnitRules
    ) -> Iterator[Finding]:
        """Yield the class of an organisation, and what it is a part of; both depend on its kind."""
        kind = self._kind(record)
        if not kind:
            yield Finding(body, "rdf:type", Ref("org:Organization"), KIND)
            return
        class_ = Ref(CLASSES[kind.value])
        yield Finding(body, "rdf:type", class_, KIND, kind.evidence, kind.reason)
        match kind.value:
            case "unit":
                yield from _part_of(record, body, reporter, rules)
            case "cross-departmental":
                yield Finding(body, "org:subOrganizationOf", Ref(reporter.path), ORGANISATION)
            case _:
                yield from self._members(record, body, reporter)

    def _kind(self, record: Record) -> Stated | None:
        for row in self._tables.organisations:
            words = is_about(row, record) if row.kind else ()
            if words:
                return Stated(row.kind, words, row.reason)
        slugs = (self._kinds.get(fold_spelling(heading)) for heading in record.section)
        return next((Stated(slug) for slug in slugs if slug), None)

    def _members(self, record: Record, body: Ref, reporter: Government) -> Iterator[Finding]:
        """Yield the member governments and bodies that the overview lists."""
        folded = fold(record.texts.get(Column.PROFILE, ""))
        for one in self._gazetteer.find(folded.text, reporter):
            if one.listed:
                span = folded.printed_span(one.start, one.end)
                words = (Evidence(record.key, Column.PROFILE, *span),)
                yield Finding(body, "org:hasMember", Ref(one.government.path), MEMBER, words)

    def _remarks(self, record: Record, rules: UnitRules) -> Iterator[Remark]:
        kind = self._kind(record)
        if not kind:
            yield Remark(record.key, "no-organisation-kind", " > ".join(record.section))
        elif kind.value == "unit":
            yield from rules.unknown(record)
        else:
            yield from unknown_bodies(record, (Column.PROFILE,), self._governments)


def _part_of(
    record: Record, body: Ref, reporter: Government, rules: UnitRules
) -> Iterator[Finding]:
    """Yield the prefecture that a unit belongs to, and the unit directly above it."""
    yield Finding(body, "org:unitOf", Ref(reporter.path), ORGANISATION)
    yield from rules.findings(record, reporter)
    for parent in list(rules.parents(record, reporter))[-1:]:
        words = (parent.evidence,)
        yield Finding(body, "org:subOrganizationOf", parent.ref, ORGANISATION, words)


def _counted(record: Record, body: Ref) -> Iterator[Finding]:
    """Yield the head count of the entry; the organisations of one entry share it."""
    if head_counts(record):
        yield Finding(body, "dg:headCount", Ref(f"id/head-count/{record.key}"), ORGANISATION)


def _head_count(record: Record, reporter: Government) -> Iterator[Finding]:
    counts = head_counts(record)
    if not counts:
        return
    subject = Ref(f"id/head-count/{record.key}")
    name, number = label_of(record.name), record.key.number
    english = f"Head count as stated in entry 3-2-{number} by {reporter.name_en}"
    yield Finding(subject, "rdf:type", Ref("dg:HeadCount"), COUNT)
    yield Finding(subject, "rdfs:label", Text(f"{name}の人員数", "ja"), COUNT)
    yield Finding(subject, "rdfs:label", Text(english, "en"), COUNT)
    for one in counts:
        yield Finding(subject, one.predicate, one.number, COUNT, one.evidence)


def _members_counted(record: Record, body: Ref) -> Iterator[Finding]:
    """Yield the number of members that are organisations, or that the words do not call people."""
    if counted := member_count(record):
        yield Finding(body, counted.predicate, counted.number, MEMBERS, counted.evidence)


def _founded(record: Record, body: Ref) -> Iterator[Finding]:
    folded = fold(record.texts.get(Column.PROFILE, ""))
    words = _FOUNDED.search(folded.text)
    founded = _date(words) if words else None
    if words and founded:
        span = folded.printed_span(*words.span())
        evidence = (Evidence(record.key, Column.PROFILE, *span),)
        reason = "the year is that of the era; a number in brackets after it is not read"
        yield Finding(body, "schema:foundingDate", founded, FOUNDED, evidence, reason)


def _date(words: re.Match[str]) -> date | None:
    """Return the date in the common calendar, or None if that day does not exist."""
    try:
        return date(_ERAS[words[1]] + int(words[2]), int(words[3]), int(words[4]))
    except ValueError:
        return None


def _organisation(named: NamedOrganisation) -> Ref:
    return Ref(f"id/organisation/{named.slug}")
