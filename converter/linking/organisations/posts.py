"""Digital specialists (table ③-1): posts (one, even if printed twice) and measures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.authority.decisions import PostDecision, UnitDecision
from converter.authority.governments import Government, Governments
from converter.authority.vocabulary import Vocabulary
from converter.authority.words import Cue
from converter.findings import Evidence, Finding, Linked, Ref, Remark, Text
from converter.iris import entry_path
from converter.linking.merging import Merged, Merges, is_about, merge, reviewed, twice, unreviewed
from converter.linking.organisations.measures import SCHEME, MeasureRules
from converter.linking.organisations.names import described_units
from converter.linking.organisations.standing import Standing, posts_in_organisations
from converter.linking.organisations.units import UnitRules
from converter.linking.text.placeholders import NOTHING, Placeholders, untitled
from converter.linking.text.stated import label_of, unused
from converter.linking.text.unknown_bodies import unknown_bodies
from converter.model import Column, EntryKey, Record, SurveyTable

POST = "post"
MERGE = "merged-post"
OPERATOR = "post-operator"
MEASURE = "staffing-measure"
STANDS = "post-in-organisation"
TABLE = "decisions/posts.tsv"


@dataclass(frozen=True, slots=True)
class PostTables:
    """The reviewed tables and the cues that the rules for posts read."""

    posts: tuple[PostDecision, ...]
    units: tuple[UnitDecision, ...]
    cues: tuple[Cue, ...] = ()
    placeholders: Placeholders = NOTHING


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record and the thing that it describes."""

    record: Record
    merged: Merged
    thing: Ref
    is_measure: bool
    reporter: Government


class PostLinker:
    """Makes the findings of table ③-1."""

    def __init__(
        self, vocabulary: Vocabulary, governments: Governments, tables: PostTables
    ) -> None:
        """Keep the tables, and prepare the rules."""
        self._governments = governments
        self._tables = tables
        kinds = vocabulary.schemes[SCHEME]
        self._measures = MeasureRules(kinds, tables.cues, tables.placeholders)

    def link(self, records: Sequence[Record]) -> Linked:
        """Return the findings of the posts and measures among the records."""
        found = [one for one in records if one.key.table is SurveyTable.POSTS]
        organisations = [one for one in records if one.key.table is SurveyTable.ORGANISATIONS]
        rules = UnitRules(self._tables.units, described_units(organisations))
        merges = merge(found, [*twice(found), *reviewed(self._tables.posts, found)])
        measures = {one.key for one in found if self._measures.is_measure(one)}
        entries = [self._entry(one, merges, measures) for one in found]
        posts = [one.record for one in entries if not one.is_measure]
        standing = posts_in_organisations(posts, organisations)
        return Linked(
            tuple(
                finding for entry in entries for finding in self._findings(entry, rules, standing)
            ),
            {entry.record.key: (entry.thing,) for entry in entries},
            (
                *(one for post in found for one in rules.unknown(post)),
                *(one for post in found for one in self._unknown(post)),
                *unreviewed(merges),
            ),
            unused(self._tables.posts, found, TABLE),
        )

    def _unknown(self, record: Record) -> Iterator[Remark]:
        yield from unknown_bodies(record, (Column.PROFILE,), self._governments)

    def _entry(self, record: Record, merges: Merges, measures: set[EntryKey]) -> _Entry:
        merged = merges.of(record)
        is_measure = merged.first in measures
        thing = Ref(f"id/{'measure' if is_measure else 'post'}/{merged.first}")
        reporter = self._governments.prefecture(record.prefecture)
        return _Entry(record, merged, thing, is_measure, reporter)

    def _findings(
        self, entry: _Entry, rules: UnitRules, standing: Sequence[Standing]
    ) -> Iterator[Finding]:
        record, merged, thing = entry.record, entry.merged, entry.thing
        described = Ref(entry_path(record.key))
        whole = (Evidence(record.key, Column.NAME, 0, len(record.name)),)
        if merged.first != record.key:
            yield Finding(described, "dg:describes", thing, MERGE, merged.evidence, merged.reason)
            return
        rule = MEASURE if entry.is_measure else POST
        yield Finding(described, "dg:describes", thing, rule, whole)
        yield from self._labels(entry, rule, whole)
        yield Finding(thing, "dg:operatedBy", Ref(entry.reporter.path), OPERATOR)
        if entry.is_measure:
            yield from self._measure(entry)
        else:
            yield from _post(entry, rules, standing)

    def _labels(self, entry: _Entry, rule: str, whole: tuple[Evidence, ...]) -> Iterator[Finding]:
        """Yield the label: as printed; without a title, a reviewed or a general one."""
        record, thing = entry.record, entry.thing
        for row in self._tables.posts:
            words = is_about(row, record) if row.label else ()
            if words:
                yield Finding(thing, "rdfs:label", Text(row.label, "ja"), rule, words, row.reason)
                return
        labels: tuple[Text, ...] = (Text(label_of(record.name), "ja"),)
        if self._tables.placeholders.has(record.name):
            labels = untitled(SurveyTable.POSTS, entry.reporter)
        for label in labels:
            yield Finding(thing, "rdfs:label", label, rule, whole)

    def _measure(self, entry: _Entry) -> Iterator[Finding]:
        yield Finding(entry.thing, "rdf:type", Ref("dg:StaffingMeasure"), MEASURE)
        if kind := self._measures.kind(entry.record):
            concept = Ref(f"concept/{SCHEME}/{kind.value}")
            yield Finding(entry.thing, "dg:measureKind", concept, MEASURE, kind.evidence)


def _post(entry: _Entry, rules: UnitRules, standing: Sequence[Standing]) -> Iterator[Finding]:
    """Yield the bodies to which a post belongs: the reporting prefecture, and the units named."""
    record, post, reporter = entry.record, entry.thing, entry.reporter
    yield Finding(post, "rdf:type", Ref("org:Post"), POST)
    yield Finding(post, "org:postIn", Ref(reporter.path), POST)
    yield from rules.findings(record, reporter)
    for parent in list(rules.parents(record, reporter))[-1:]:
        yield Finding(post, "org:postIn", parent.ref, POST, (parent.evidence,))
    for one in standing:
        if one.post == record.key:
            yield Finding(post, "org:postIn", Ref(one.organisation), STANDS, one.evidence)
