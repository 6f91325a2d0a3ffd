"""The status, dates and counted kind of each participation that an entry states.

The linker of systems makes one participation for each entry; these rules add to it. A procedure has
a participation if its reason column states present or future joint use.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from converter.authority.decisions import ParticipantDecision, ParticipationDecision
from converter.authority.governments import Governments
from converter.authority.vocabulary import Vocabulary
from converter.authority.words import Cue
from converter.findings import Evidence, Finding, Linked, PartialDate, Ref, Text
from converter.iris import entry_path
from converter.linking.systems.participation import ScopeRules
from converter.linking.systems.participation_words import counted_kind, out_of, when
from converter.linking.text.matching import Matcher
from converter.linking.text.stated import applied, ignored, matches_in
from converter.model import Column, Record, SurveyTable

DECISIONS = "decisions/participations.tsv"
CUES = "cues/participations.tsv"
PARTICIPATION = "participation"
STATUS = "participation-status"
FROM_CODE = "participation-status-from-code"
JOINT_USE = "joint-use-of-a-procedure"
AVAILABLE = "available"
MASK = "mask"
# The status that follows from the printed code, unless words state another.
BY_CODE: Mapping[int, str] = {
    1: "current",
    2: "planned",
    3: "current",
    4: "planned",
    5: "under-consideration",
}


@dataclass(frozen=True, slots=True)
class ParticipationTables:
    """The cues and the reviewed rows that the rules read."""

    cues: tuple[Cue, ...] = ()
    scope_cues: tuple[Cue, ...] = ()
    scopes: tuple[ParticipantDecision, ...] = ()
    seconds: tuple[ParticipationDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A status of a participation stated in words (or `available`), and the words."""

    status: str
    evidence: tuple[Evidence, ...]


class ParticipationRules:
    """Finds what entries state about participations beyond scope and count."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        governments: Governments,
        tables: ParticipationTables,
        survey_end: str = "",
    ) -> None:
        """Prepare the words once for all records; `survey_end` is an ISO date or ""."""
        self._governments = governments
        cues = ((cue.words, "" if cue.kind == MASK else cue.kind) for cue in tables.cues)
        self._matcher = Matcher(cues)
        scopes = vocabulary.schemes["participant-scope"]
        self._scopes = ScopeRules(scopes, tables.scope_cues, tables.scopes, survey_end)
        self._seconds = tables.seconds

    def link(self, records: Sequence[Record], derived: Sequence[Finding]) -> Linked:
        """Return the findings; `derived` has the things described, and the counts."""
        things = _by_subject(derived, "dg:describes")
        counts = _by_subject(derived, "dg:participantCount")
        findings: list[Finding] = []
        for record in records:
            described = things.get(entry_path(record.key), ())
            if record.key.table is SurveyTable.SYSTEMS:
                findings += self._of_system(record, counts)
                findings += self._second(record, described)
            elif record.key.table is SurveyTable.PROCEDURES:
                findings += self._of_procedure(record, described)
        return Linked(tuple(findings), {}, notes=tuple(self._unused(records)))

    def _of_system(
        self, record: Record, counts: Mapping[str, Sequence[Finding]]
    ) -> Iterator[Finding]:
        subject, said = Ref(f"id/participation/{record.key}"), self._said(record)
        status = said.status if said else BY_CODE.get(record.codes[Column.STATUS].number, AVAILABLE)
        if status != AVAILABLE:
            rule, words = (STATUS, said.evidence) if said else (FROM_CODE, ())
            yield Finding(subject, "dg:participationStatus", _status(status), rule, words)
        later = [part for _, words in self._applied(record) for part in words]
        for count in counts.get(subject.path, ()):
            yield from _counted(subject, count.evidence[0], record)
        for one in _dated(subject, record, status):
            if not any(_is_within(one.evidence[0], part) for part in later):
                yield one

    def _of_procedure(self, record: Record, things: Sequence[Finding]) -> Iterator[Finding]:
        said = self._said(record)
        if not said or said.status == AVAILABLE:
            return
        subject = Ref(f"id/participation/{record.key}")
        yield from self._described(subject, record, things, said.evidence)
        status = _status(said.status)
        yield Finding(subject, "dg:participationStatus", status, STATUS, said.evidence)
        note = {Column.NOTE: record.texts[Column.NOTE]}
        codes = {**record.codes, Column.STATUS: replace(record.codes[Column.STATUS], number=1)}
        stated = replace(record, texts=note, codes=codes)
        scope, count = self._scopes.scope(stated, ()), self._scopes.count(stated)
        concept = Ref(f"concept/participant-scope/{scope.value}")
        yield Finding(subject, "dg:participantScope", concept, PARTICIPATION, scope.evidence)
        if count:
            number = int(count.value)
            yield Finding(
                subject, "dg:participantCount", number, PARTICIPATION, count.evidence, count.reason
            )
            yield from _counted(subject, count.evidence[0], record)
        yield from _dated(subject, record, said.status)

    def _second(self, record: Record, things: Sequence[Finding]) -> Iterator[Finding]:
        for row, words in self._applied(record):
            subject = Ref(f"id/participation/{record.key}-2")
            yield from self._described(subject, record, things, words)
            values = (
                ("dg:participationStatus", _status(row.status)),
                ("dg:participantScope", Ref(f"concept/participant-scope/{row.scope}")),
                ("dg:participantCount", int(row.count) if row.count else None),
                ("dg:countedKind", Ref(f"concept/counted-kind/{row.kind}") if row.kind else None),
                ("dg:asOf", PartialDate(row.as_of) if row.as_of else None),
                ("dg:startsOn", PartialDate(row.starts_on) if row.starts_on else None),
            )
            for predicate, value in values:
                if value is not None:
                    yield Finding(subject, predicate, value, STATUS, words, row.reason)

    def _described(
        self,
        subject: Ref,
        record: Record,
        things: Iterable[Finding],
        words: tuple[Evidence, ...],
    ) -> Iterator[Finding]:
        """Yield the node of a participation and its links to the things."""
        reporter = self._governments.prefecture(record.prefecture)
        number = subject.path.rpartition("/")[2]
        japanese = f"{number}の参加状況（{record.prefecture}の回答）"
        english = f"Participation {number} as stated by {reporter.name_en}"
        for thing in things:
            if isinstance(thing.value, Ref):
                yield Finding(thing.value, "dg:participation", subject, JOINT_USE, words)
        yield Finding(subject, "rdf:type", Ref("dg:Participation"), JOINT_USE)
        yield Finding(subject, "rdfs:label", Text(japanese, "ja"), JOINT_USE)
        yield Finding(subject, "rdfs:label", Text(english, "en"), JOINT_USE)
        yield Finding(subject, "dct:spatial", Ref(reporter.path), JOINT_USE)

    def _said(self, record: Record) -> _Said | None:
        """Return the first status in the reason column, else `available` (others could use it)."""
        found = [
            _Said(status, (words,))
            for status, words in matches_in(record, (Column.NOTE,), self._matcher.find)
        ]
        found.sort(key=lambda one: one.status == AVAILABLE)
        return _as_far_as(record, found[0]) if found else None

    def _applied(
        self, record: Record
    ) -> Iterator[tuple[ParticipationDecision, tuple[Evidence, ...]]]:
        return applied(self._seconds, record, (Column.NOTE,))

    def _unused(self, records: Sequence[Record]) -> Iterator[str]:
        used = {row for record in records for row, _ in self._applied(record)}
        for row in self._seconds:
            if row not in used:
                yield ignored(row, DECISIONS)


def _as_far_as(record: Record, said: _Said) -> _Said:
    """Return the stated status, limited by the printed code: a planned system stays planned."""
    reached = BY_CODE.get(record.codes[Column.STATUS].number, said.status)
    return replace(said, status=reached) if said.status == "current" else said


def _by_subject(findings: Iterable[Finding], predicate: str) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if one.predicate == predicate:
            found.setdefault(one.subject.path, []).append(one)
    return found


def _is_within(words: Evidence, span: Evidence) -> bool:
    return span.start <= words.start and words.end <= span.end


def _status(slug: str) -> Ref:
    return Ref(f"concept/participation-status/{slug}")


def _counted(subject: Ref, words: Evidence, record: Record) -> Iterator[Finding]:
    kind = Ref(f"concept/counted-kind/{counted_kind(words, record)}")
    yield Finding(subject, "dg:countedKind", kind, PARTICIPATION, (words,))
    base = out_of(words, record)
    if base:
        yield Finding(subject, "dg:outOf", base.number, PARTICIPATION, (base.evidence,))


def _dated(subject: Ref, record: Record, status: str) -> Iterator[Finding]:
    for one in when(record, planned=status == "planned"):
        yield Finding(subject, one.predicate, one.value, STATUS, (one.evidence,))
