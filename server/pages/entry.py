"""The page of an entry: the words of the source, marked, and what they support."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Pattern
from server.http.language import Language
from server.pages.evidence import COLUMNS, Evidence, evidence_in, local_name
from server.pages.marking import Mark, Segment, segments
from server.site.cells import Cell, Reader
from server.site.facts import RDFS_LABEL, Fact, FactGroup, facts_of, groups_of
from server.site.site import Site
from server.site.statements import Statement, Value, iri_of
from server.site.table import number

_NOTATION = ox.NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ORIGIN = ("wasGeneratedBy", "wasInfluencedBy")
_NOT_ABOUT_THE_THING = frozenset(
    {f"{_RDF}type", RDFS_LABEL, *(f"http://www.w3.org/ns/prov#{name}" for name in _ORIGIN)}
)
_LEGEND = ("technology", "procedure", "body", "other")
_CODES = (
    *("implementationStatus", "sharingStatus", "recruitment", "employment"),
    *("organisationKind", "policyField"),
)
_PLACES = frozenset({"entryNumber", "page", "firstLine", "lastLine"})
TABLES = {
    "ProcedureEntry": "1",
    "SharedSystemEntry": "2",
    "PostEntry": "3-1",
    "OrganisationEntry": "3-2",
}


@dataclass(frozen=True, slots=True)
class StatedText:
    """A column of the table with its text, cut at the marks."""

    column: Cell
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded answer: the column, the concept, and the notation printed (①)."""

    column: Cell
    concept: Cell
    notation: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that the entry describes, with what was derived about it."""

    title: Cell
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as its page shows it; numbers are 0 where the source gives none."""

    name: str
    prefecture: Cell | None
    previous: Cell | None
    next: Cell | None
    table: str
    entry_number: int
    page: int
    lines: tuple[int, int]
    texts: Sequence[StatedText]
    codes: Sequence[Coded]
    things: Sequence[Thing]
    evidence: Sequence[Evidence]
    groups: Sequence[FactGroup]

    @property
    def categories(self) -> list[str]:
        """Return the categories of the marks in the texts, in the order of the legend."""
        return categories_in(self.texts)


def categories_in(texts: Sequence[StatedText]) -> list[str]:
    """Return the categories of the marks in some texts, in the order of the legend."""
    found = {name for text in texts for piece in text.segments for name in piece.categories}
    return [name for name in _LEGEND if name in found]


def build_entry(site: Site, iri: str, language: Language) -> Entry:
    """Return what the page of an entry shows beside what every resource's page shows."""
    reader = site.reader(language)
    base = site.addresses.base
    statements = {local_name(item.property, base): item for item in site.statements.about(iri)}
    evidence = evidence_in(site, iri, reader)
    things = [iri_of(value.term) for value in _of(statements, "describes")]
    shown = {*COLUMNS, *_CODES, *_PLACES, "describes", RDFS_LABEL}
    rest = [item for name, item in statements.items() if name not in shown]
    prefectures = _of(statements, "reportedBy")
    return Entry(
        name=reader.cell(_of(statements, "statedName")[0].term).text,
        prefecture=reader.cell(prefectures[0].term) if prefectures else None,
        previous=_neighbour(site, iri, -1, reader),
        next=_neighbour(site, iri, 1, reader),
        table=_table(statements, base),
        entry_number=_number(statements, "entryNumber"),
        page=_number(statements, "page"),
        lines=(_number(statements, "firstLine"), _number(statements, "lastLine")),
        texts=[_text(statements[name], evidence, reader) for name in COLUMNS if name in statements],
        codes=[_coded(site, statements[name], reader) for name in _CODES if name in statements],
        things=[_thing(site, thing, reader) for thing in things],
        evidence=evidence,
        groups=groups_of(rest, reader),
    )


def _of(statements: dict[str, Statement], name: str) -> Sequence[Value]:
    return statements[name].values if name in statements else ()


def _number(statements: dict[str, Statement], name: str) -> int:
    return next((number(value.term) for value in _of(statements, name)), 0)


def _table(statements: dict[str, Statement], base: str) -> str:
    kinds = statements.get(f"{_RDF}type")
    names = [local_name(iri_of(value.term), base) for value in kinds.values] if kinds else []
    return next((TABLES[name] for name in names if name in TABLES), "")


def _text(statement: Statement, evidence: Sequence[Evidence], reader: Reader) -> StatedText:
    text = statement.values[0].term
    words = text.value if isinstance(text, ox.Literal) else ""
    marks = [
        Mark(item.start, item.end, item.category, item.number)
        for item in evidence
        if item.on == statement.property
    ]
    return StatedText(reader.link(statement.property), segments(words, marks))


def _coded(site: Site, statement: Statement, reader: Reader) -> Coded:
    concept = statement.values[0].term
    quads = site.dataset.quads(Pattern(ox.NamedNode(iri_of(concept)), _NOTATION))
    notation = reader.cell(quads[0].object).text if quads else ""
    return Coded(reader.link(statement.property), reader.cell(concept), notation)


def _thing(site: Site, iri: str, reader: Reader) -> Thing:
    statements = site.statements.about(iri)
    hidden = _NOT_ABOUT_THE_THING | {f"{reader.addresses.base}ontology#describedIn"}
    shown = [item for item in statements if item.property not in hidden]
    return Thing(reader.link(iri), facts_of(shown, reader))


def _neighbour(site: Site, iri: str, step: int, reader: Reader) -> Cell | None:
    head, _, last = iri.rpartition("-")
    other = f"{head}-{int(last) + step}" if last.isdigit() else ""
    return reader.link(other) if other and site.statements.exists(other) else None
