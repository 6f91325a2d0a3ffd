"""Procedures (table ①): labels, types and operators of what each entry describes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from converter.authority.decisions import ProcedureDecision, ProcedureTypeDecision
from converter.authority.governments import Governments
from converter.authority.vocabulary import Vocabulary
from converter.findings import Finding, Linked, Ref, Remark, Text
from converter.iris import entry_path
from converter.linking.operators import OperatorRules, OperatorTables
from converter.linking.procedures.labels import (
    REVIEWED,
    ProcedureLabel,
    described_label,
    is_example,
    procedure_labels,
)
from converter.linking.procedures.types import SCHEME, KindFinder, ProcedureType
from converter.linking.technologies import TechnologyTagger
from converter.linking.text.placeholders import NOTHING, Placeholders, untitled
from converter.linking.text.stated import unused
from converter.model import EntryKey, Record, SurveyTable

OPERATOR = "procedure-operator"
UNTYPED = "procedure-without-type"

EXAMPLE_NOTES = (
    Text("様式の記入例を示す「（例）」は名称に含めていない。", "ja"),
    Text("The mark （例）, by which the form shows its sample, is not part of the label.", "en"),
)


@dataclass(frozen=True, slots=True)
class ProcedureTables:
    """The reviewed tables that the rules for procedures read."""

    labels: tuple[ProcedureDecision, ...] = ()
    kinds: tuple[ProcedureTypeDecision, ...] = ()
    placeholders: Placeholders = NOTHING
    operators: OperatorTables = field(default_factory=OperatorTables)


@dataclass(frozen=True, slots=True)
class _Procedure:
    """One procedure of a record."""

    record: Record
    label: ProcedureLabel
    slug: str
    kinds: tuple[ProcedureType, ...]

    @property
    def thing(self) -> Ref:
        return Ref(f"id/procedure/{self.slug}")

    @property
    def primary(self) -> ProcedureType | None:
        return next((kind for kind in self.kinds if not kind.concept.further), None)


class ProcedureLinker:
    """Makes the findings of table ①."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        governments: Governments,
        tagger: TechnologyTagger,
        tables: ProcedureTables,
    ) -> None:
        """Prepare the rules once for all records."""
        self._governments = governments
        self._tagger = tagger
        self._tables = tables
        self._operators = OperatorRules(governments, tables.operators)
        self._finder = KindFinder(vocabulary, tables.kinds)
        self._outward = outward_types(vocabulary)

    def link(self, records: Iterable[Record]) -> Linked:
        """Return the findings of the procedures among the records, and the remarks."""
        entries = [one for one in records if one.key.table is SurveyTable.PROCEDURES]
        procedures = {record.key: self._procedures(record) for record in entries}
        every = [one for several in procedures.values() for one in several]
        return Linked(
            tuple(finding for one in every for finding in self._findings(one)),
            {key: tuple(one.thing for one in several) for key, several in procedures.items()},
            tuple(_untyped(every)),
            (
                *unused(self._tables.labels, entries, "decisions/procedures.tsv"),
                *unused(self._tables.kinds, entries, "decisions/procedure-types.tsv"),
            ),
        )

    def _procedures(self, record: Record) -> tuple[_Procedure, ...]:
        labels = self._labels(record)
        return tuple(
            _Procedure(
                record,
                label,
                _slug(record.key, index, len(labels)),
                self._finder.kinds(record, label, labels),
            )
            for index, label in enumerate(labels)
        )

    def _labels(self, record: Record) -> tuple[ProcedureLabel, ...]:
        labels = procedure_labels(record, self._tagger, self._tables.labels)
        if not self._tables.placeholders.has(record.name) or labels[0].rule == REVIEWED:
            return labels
        japanese, english = untitled(
            SurveyTable.PROCEDURES, self._governments.prefecture(record.prefecture)
        )
        general = replace(labels[0], text=japanese.value, english=english.value)
        return (described_label(record, self._tagger) or general,)

    def _findings(self, one: _Procedure) -> Iterator[Finding]:
        thing, label = one.thing, one.label
        reviewed = (label.rule, label.evidence, label.reason)
        entry = Ref(entry_path(one.record.key))
        yield Finding(entry, "dg:describes", thing, *reviewed)
        yield Finding(thing, "rdf:type", Ref("dg:Procedure"), label.rule)
        yield Finding(thing, "rdfs:label", Text(label.text, "ja"), *reviewed)
        if label.english:
            yield Finding(thing, "rdfs:label", Text(label.english, "en"), *reviewed)
        yield from self._operators.findings(thing, one.record, OPERATOR)
        yield from _kinds(one)
        if one.primary and one.primary.concept.slug in self._outward:
            yield Finding(thing, "rdf:type", Ref("cpsv:PublicService"), one.primary.rule)
        if is_example(one.record):
            for note in EXAMPLE_NOTES:
                yield Finding(thing, "skos:editorialNote", note, label.rule)


def outward_types(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the procedure types in groups that serve residents or businesses."""
    scheme = vocabulary.schemes[SCHEME]
    return frozenset(
        slug for slug, one in scheme.items() if any(scheme[group].outward for group in one.broader)
    )


def _slug(key: EntryKey, index: int, count: int) -> str:
    return str(key) if count == 1 else f"{key}-{index + 1}"


def _kinds(one: _Procedure) -> Iterator[Finding]:
    """Yield the types of a procedure, and its primary type."""
    for kind in one.kinds:
        concept = Ref(kind.concept.path)
        stated = (concept, kind.rule, kind.evidence, kind.reason)
        if kind is one.primary:
            yield Finding(one.thing, "dg:primaryProcedureType", *stated)
        yield Finding(one.thing, "dg:procedureType", *stated)


def _untyped(every: Iterable[_Procedure]) -> Iterator[Remark]:
    for one in every:
        if not one.primary:
            yield Remark(one.record.key, UNTYPED, one.label.text)
