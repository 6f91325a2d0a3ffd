"""The page of an entry: the marked words of the source, and the statements they support."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Pattern
from server.engine.row_values import number_of
from server.http.language import Language
from server.pages.answers import OF_ENTRY, Meaning, meanings_of
from server.pages.evidence import COLUMNS, MarkedWords, evidence_in, local_name
from server.pages.stated import (
    StatedText,
    by_name,
    categories_in,
    printed_name,
    stated_texts,
    translated_name,
    values_of,
)
from server.site.facts import RDFS_LABEL, FactGroup, PropertyValues, facts_of, groups_of
from server.site.site import Site
from server.site.statements.statements import Statement, iri_of
from server.site.tables.cells import Cell, Reader

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ORIGIN = ("wasGeneratedBy", "wasInfluencedBy")
_NOT_ABOUT_THE_THING = frozenset(
    {f"{_RDF}type", RDFS_LABEL, *(f"http://www.w3.org/ns/prov#{name}" for name in _ORIGIN)}
)
_TRANSLATED = frozenset(name.replace("stated", "translated") for name in COLUMNS)
_PRINTED_POSITION = frozenset({"entryNumber", "page", "firstLine", "lastLine"})
TABLES = {
    "ProcedureEntry": "1",
    "SharedSystemEntry": "2",
    "PostEntry": "3-1",
    "OrganisationEntry": "3-2",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that the entry describes, with the derived statements about it."""

    title: Cell
    facts: Sequence[PropertyValues]


@dataclass(frozen=True, slots=True)
class EntryView:
    """The content of an entry's page; missing numbers are 0."""

    name: str
    translated_name: str
    prefecture: Cell | None
    previous: Cell | None
    next: Cell | None
    table: str
    entry_number: int
    page: int
    lines: tuple[int, int]
    texts: Sequence[StatedText]
    meanings: Sequence[Meaning]
    things: Sequence[Thing]
    evidence: Sequence[MarkedWords]
    groups: Sequence[FactGroup]

    @property
    def categories(self) -> list[str]:
        """Return the categories of marks in the texts, in the order of the legend."""
        return categories_in(self.texts)


def build_entry(site: Site, iri: str, language: Language) -> EntryView:
    """Return the content of an entry's page in addition to that of every resource's page."""
    reader = site.reader(language)
    base = site.addresses.base
    statements = by_name(site.statements.about(iri), base)
    evidence = evidence_in(site, iri, reader)
    things = [iri_of(value.term) for value in values_of(statements, "describes")]
    shown = {*COLUMNS, *_TRANSLATED, *OF_ENTRY, *_PRINTED_POSITION, "describes", RDFS_LABEL}
    rest = [item for name, item in statements.items() if name not in shown]
    prefectures = values_of(statements, "reportedBy")
    return EntryView(
        name=printed_name(statements, reader),
        translated_name=translated_name(statements),
        prefecture=reader.cell(prefectures[0].term) if prefectures else None,
        previous=_neighbour(site, iri, -1, reader),
        next=_neighbour(site, iri, 1, reader),
        table=_table(statements, base),
        entry_number=_number(statements, "entryNumber"),
        page=_number(statements, "page"),
        lines=(_number(statements, "firstLine"), _number(statements, "lastLine")),
        texts=stated_texts(statements, evidence, reader),
        meanings=meanings_of(site, statements, reader),
        things=[_thing(site, thing, reader) for thing in things],
        evidence=evidence,
        groups=groups_of(rest, reader),
    )


def _number(statements: Mapping[str, Statement], name: str) -> int:
    return next((number_of(value.term) for value in values_of(statements, name)), 0)


def _table(statements: Mapping[str, Statement], base: str) -> str:
    kinds = statements.get(f"{_RDF}type")
    names = [local_name(iri_of(value.term), base) for value in kinds.values] if kinds else []
    return next((TABLES[name] for name in names if name in TABLES), "")


def _thing(site: Site, iri: str, reader: Reader) -> Thing:
    statements = site.statements.about(iri)
    hidden = _NOT_ABOUT_THE_THING | {f"{reader.addresses.base}ontology#describedIn"}
    shown = [item for item in statements if item.property not in hidden]
    return Thing(reader.link(iri), facts_of(shown, reader))


def _neighbour(site: Site, iri: str, step: int, reader: Reader) -> Cell | None:
    head, _, last = iri.rpartition("-")
    other = f"{head}-{int(last) + step}" if last.isdigit() else ""
    return reader.link(other) if other and _is_there(site, other) else None


def _is_there(site: Site, iri: str) -> bool:
    return site.dataset.has(Pattern(ox.NamedNode(iri)))
