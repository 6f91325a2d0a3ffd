"""Shared systems (table ②): the system that each entry describes, its type and participants."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from converter.authority.decisions import ParticipantDecision, SystemDecision
from converter.authority.governments import Governments
from converter.authority.vocabulary import Vocabulary
from converter.authority.words import Cue
from converter.findings import Evidence, Finding, Linked, Ref, Remark, Text
from converter.iris import entry_path
from converter.linking.merging import Merge, Merged, is_about, merge, reviewed, unreviewed
from converter.linking.operators import OperatorRules, OperatorTables
from converter.linking.systems.participants import COLUMNS, Participant, ParticipantRules, Role
from converter.linking.systems.participation import ScopeRules
from converter.linking.systems.types import SystemTypeRules
from converter.linking.text.placeholders import NOTHING, Placeholders, untitled
from converter.linking.text.stated import Stated, label_of, unused
from converter.linking.text.unknown_bodies import unknown_bodies
from converter.model import Column, Record, SurveyTable

SYSTEM = "shared-system"
TYPE = "system-type"
MERGE = "merged-system"
PARTICIPANT = "participant"
PARTICIPATION = "participation"
OPERATOR = "system-operator"


@dataclass(frozen=True, slots=True)
class SystemTables:
    """The reviewed tables that the rules for systems read."""

    cues: tuple[Cue, ...]
    systems: tuple[SystemDecision, ...]
    participants: tuple[ParticipantDecision, ...]
    placeholders: Placeholders = NOTHING
    operators: OperatorTables = field(default_factory=OperatorTables)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record with its type, participants and operators."""

    record: Record
    kind: Stated | None
    users: tuple[Participant, ...]


class SystemLinker:
    """Makes the findings of table ②."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        governments: Governments,
        tables: SystemTables,
        survey_end: str = "",
    ) -> None:
        """Prepare the rules once for all records; `survey_end` is an ISO date or ""."""
        self._governments = governments
        self._tables = tables
        self._types = SystemTypeRules(vocabulary.schemes["system-type"])
        self._operators = OperatorRules(governments, tables.operators)
        self._participants = ParticipantRules(governments, tables.cues)
        scopes = vocabulary.schemes["participant-scope"]
        self._scopes = ScopeRules(scopes, tables.cues, tables.participants, survey_end)

    def link(self, records: Iterable[Record]) -> Linked:
        """Return the findings of the systems among the records, and the remarks."""
        entries = [self._entry(one) for one in records if one.key.table is SurveyTable.SYSTEMS]
        merges = merge([one.record for one in entries], self._pairs(entries))
        findings = [
            finding
            for entry in entries
            for finding in self._findings(entry, merges.of(entry.record))
        ]
        found = [entry.record for entry in entries]
        return Linked(
            tuple(findings),
            {entry.record.key: (_system(merges.of(entry.record)),) for entry in entries},
            (*self._remarks(entries), *unreviewed(merges)),
            (
                *unused(self._tables.systems, found, "decisions/systems.tsv"),
                *unused(self._tables.participants, found, "decisions/participants.tsv"),
            ),
        )

    def _entry(self, record: Record) -> _Entry:
        return _Entry(record, self._type(record), self._participants.find(record))

    def _type(self, record: Record) -> Stated | None:
        for row in self._tables.systems:
            words = is_about(row, record) if row.system_type else ()
            if words:
                return Stated(row.system_type, words, row.reason)
        return self._types.find(record)

    def _pairs(self, entries: Sequence[_Entry]) -> Iterator[Merge]:
        """Yield the pairs of entries that describe one system: by rule, then as reviewed."""
        for i, first in enumerate(entries):
            for second in entries[i + 1 :]:
                if _is_same(first, second):
                    words = (*_naming(second, first), *_naming(first, second))
                    yield Merge(first.record.key, second.record.key, words)
        yield from reviewed(self._tables.systems, [entry.record for entry in entries])

    def _findings(self, entry: _Entry, merged: Merged) -> Iterator[Finding]:
        system, record = _system(merged), entry.record
        yield from self._described(record, system, merged)
        yield from self._operated(entry, system)
        if entry.kind and merged.first == record.key:
            concept = Ref(f"concept/system-type/{entry.kind.value}")
            stated = (entry.kind.evidence, entry.kind.reason)
            yield Finding(system, "dg:systemType", concept, TYPE, *stated)
        for (role, path), words in _by_body(entry.users).items():
            yield Finding(system, role, Ref(path), PARTICIPANT, words)
        yield from self._participation(entry, system)

    def _described(self, record: Record, system: Ref, merged: Merged) -> Iterator[Finding]:
        """Yield the system and its label; the names in further entries are alternative labels."""
        whole = (Evidence(record.key, Column.NAME, 0, len(record.name)),)
        entry, label = Ref(entry_path(record.key)), Text(label_of(record.name), "ja")
        is_named = not self._tables.placeholders.has(record.name)
        yield Finding(system, "rdf:type", Ref("dg:SharedSystem"), SYSTEM)
        if merged.first == record.key:
            reporter = self._governments.prefecture(record.prefecture)
            for one in (label,) if is_named else untitled(SurveyTable.SYSTEMS, reporter):
                yield Finding(system, "rdfs:label", one, SYSTEM, whole)
            yield Finding(entry, "dg:describes", system, SYSTEM, whole)
            return
        if is_named and label.value != merged.label:
            yield Finding(system, "skos:altLabel", label, SYSTEM, whole)
        yield Finding(entry, "dg:describes", system, MERGE, merged.evidence, merged.reason)

    def _operated(self, entry: _Entry, system: Ref) -> Iterator[Finding]:
        """Yield the operator: the body that the text names, else the reporting prefecture."""
        named = [one for one in entry.users if one.role is Role.OPERATOR]
        for one in named:
            body = Ref(one.government.path)
            yield Finding(system, "dg:operatedBy", body, OPERATOR, (one.evidence,))
        if not named:
            yield from self._operators.findings(system, entry.record, OPERATOR)

    def _participation(self, entry: _Entry, system: Ref) -> Iterator[Finding]:
        record = entry.record
        reporter = self._governments.prefecture(record.prefecture)
        subject = Ref(f"id/participation/{record.key}")
        scope = self._scopes.scope(record, entry.users)
        count = self._scopes.count(record)
        number = record.key.number
        yield Finding(system, "dg:participation", subject, SYSTEM)
        for predicate, value in (
            ("rdf:type", Ref("dg:Participation")),
            ("rdfs:label", Text(f"②{number}の参加団体（{record.prefecture}の回答）", "ja")),
            (
                "rdfs:label",
                Text(f"Participants as stated in entry 2-{number} by {reporter.name_en}", "en"),
            ),
            ("dct:spatial", Ref(reporter.path)),
        ):
            yield Finding(subject, predicate, value, PARTICIPATION)
        concept = Ref(f"concept/participant-scope/{scope.value}")
        stated = (scope.evidence, scope.reason)
        yield Finding(subject, "dg:participantScope", concept, PARTICIPATION, *stated)
        if count:
            stated = (count.evidence, count.reason)
            number = int(count.value)
            yield Finding(subject, "dg:participantCount", number, PARTICIPATION, *stated)

    def _remarks(self, entries: Sequence[_Entry]) -> Iterator[Remark]:
        for entry in entries:
            if not entry.kind:
                yield Remark(entry.record.key, "no-system-type", label_of(entry.record.name))
            yield from unknown_bodies(entry.record, COLUMNS, self._governments)


def _system(merged: Merged) -> Ref:
    return Ref(f"id/system/{merged.first}")


def _is_same(first: _Entry, second: _Entry) -> bool:
    """Return whether two prefectures name each other as users of a system with similar names."""
    return (
        first.record.prefecture != second.record.prefecture
        and bool(_naming(first, second) and _naming(second, first))
        and (first.kind and first.kind.value) == (second.kind and second.kind.value)
        and _are_alike(label_of(first.record.name), label_of(second.record.name))
    )


def _naming(entry: _Entry, other: _Entry) -> tuple[Evidence, ...]:
    """Return the words of an entry that name the prefecture of another entry as a user."""
    return tuple(
        user.evidence
        for user in entry.users
        if user.role in (Role.PARTICIPANT, Role.PLANNED)
        and user.government.name == other.record.prefecture
    )


def _are_alike(first: str, second: str) -> bool:
    return first in second or second in first


def _by_body(users: Iterable[Participant]) -> Mapping[tuple[str, str], tuple[Evidence, ...]]:
    """Return each role of each body once, with the first words that state it."""
    found: dict[tuple[str, str], tuple[Evidence, ...]] = {}
    for user in users:
        if user.role is not Role.OPERATOR:
            key = (str(user.role), user.government.path)
            found.setdefault(key, (user.evidence,))
    return found
