"""Procedures (table ①): what each entry describes, their labels, types and who runs them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from converter.authority.decisions import ProcedureDecision, ProcedureTypeDecision
from converter.authority.governments import Governments
from converter.authority.vocabulary import Vocabulary
from converter.findings import Finding, Linked, Ref, Remark, Text
from converter.iris import entry_path
from converter.linking.procedures.labels import Label, is_example, procedure_labels
from converter.linking.procedures.types import Kind, KindFinder
from converter.linking.technologies import TechnologyTagger
from converter.linking.text.quoting import quoted
from converter.linking.text.stated import STALE, ignored
from converter.model import EntryKey, Record, Table

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


@dataclass(frozen=True, slots=True)
class _Procedure:
    """One procedure of a record."""

    record: Record
    label: Label
    slug: str
    kinds: tuple[Kind, ...]

    @property
    def thing(self) -> Ref:
        return Ref(f"id/procedure/{self.slug}")


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
        self._finder = KindFinder(vocabulary, tables.kinds)

    def link(self, records: Iterable[Record]) -> Linked:
        """Return the findings of the procedures among the records, and what was not understood."""
        entries = [one for one in records if one.key.table is Table.PROCEDURES]
        procedures = {record.key: self._procedures(record) for record in entries}
        every = [one for several in procedures.values() for one in several]
        return Linked(
            tuple(finding for one in every for finding in self._findings(one)),
            {key: tuple(one.thing for one in several) for key, several in procedures.items()},
            (*_untyped(every), *self._stale(entries)),
            (
                *ignored(self._tables.labels, procedures, "decisions/procedures.tsv"),
                *self._ignored_kinds(every),
            ),
        )

    def _procedures(self, record: Record) -> tuple[_Procedure, ...]:
        labels = procedure_labels(record, self._tagger, self._tables.labels)
        slugs = [_slug(record.key, place, len(labels)) for place in range(len(labels))]
        return tuple(
            _Procedure(record, label, slug, self._finder.kinds(record, label, slug))
            for label, slug in zip(labels, slugs, strict=True)
        )

    def _findings(self, one: _Procedure) -> Iterator[Finding]:
        thing, label = one.thing, one.label
        reviewed = (label.rule, label.evidence, label.reason)
        entry = Ref(entry_path(one.record.key))
        reporter = self._governments.prefecture(one.record.prefecture)
        yield Finding(entry, "dg:describes", thing, *reviewed)
        yield Finding(thing, "rdf:type", Ref("dg:Procedure"), label.rule)
        yield Finding(thing, "rdfs:label", Text(label.text, "ja"), *reviewed)
        yield Finding(thing, "dg:operatedBy", Ref(reporter.path), OPERATOR)
        yield from _kinds(one)
        if is_example(one.record):
            for note in EXAMPLE_NOTES:
                yield Finding(thing, "skos:editorialNote", note, label.rule)

    def _ignored_kinds(self, every: Iterable[_Procedure]) -> Iterator[str]:
        known = {one.slug for one in every}
        for row in self._tables.kinds:
            if row.entry not in known:
                yield (
                    f"ontology/decisions/procedure-types.tsv: row for procedure {row.entry} "
                    "ignored: the document has no such procedure"
                )

    def _stale(self, records: Iterable[Record]) -> Iterator[Remark]:
        """Yield the reviewed rows whose entry is there and whose words are not."""
        rows = [(row.entry, row.quote) for row in self._tables.labels]
        rows += [(row.entry, row.quote) for row in self._tables.kinds]
        for record in records:
            for entry, quote in rows:
                if _is_about(entry, record) and not quoted(record, quote):
                    yield Remark(record.key, STALE, quote)


def _slug(key: EntryKey, place: int, count: int) -> str:
    return str(key) if count == 1 else f"{key}-{place + 1}"


def _is_about(entry: str, record: Record) -> bool:
    """Return whether a row names this entry (`1-51`) or a procedure of it (`1-51-3`)."""
    return entry == str(record.key) or entry.startswith(f"{record.key}-")


def _kinds(one: _Procedure) -> Iterator[Finding]:
    """Yield the types of a procedure, the first of them as the primary one as well."""
    for kind in one.kinds:
        concept = Ref(kind.concept.path)
        stated = (concept, kind.rule, kind.evidence, kind.reason)
        if kind is one.kinds[0]:
            yield Finding(one.thing, "dg:primaryProcedureType", *stated)
        yield Finding(one.thing, "dg:procedureType", *stated)


def _untyped(every: Iterable[_Procedure]) -> Iterator[Remark]:
    for one in every:
        if not one.kinds:
            yield Remark(one.record.key, UNTYPED, one.label.text)
