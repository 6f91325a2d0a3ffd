"""The page of an entry: the words of the source, marked, and what they support."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Row
from server.languages import Language
from server.pages.cells import Cell, Reader
from server.pages.marking import Mark, Segment, segments
from server.pages.query import bound
from server.pages.resource import Fact, facts_of
from server.pages.site import Site
from server.pages.statements import Statement, Value, iri_of
from server.pages.table import number

_EVIDENCE = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dg: <{base}ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?annotation ?on ?start ?end ?subject ?property ?value ?rule WHERE {{
  ?target oa:hasSource $this ; dg:onProperty ?on ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
  ?annotation oa:hasTarget ?target ;
    rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value .
  OPTIONAL {{ ?annotation prov:wasGeneratedBy ?rule }}
}} ORDER BY ?on ?start ?end ?annotation
"""
_NOTATION = "SELECT ?notation { $this <http://www.w3.org/2004/02/skos/core#notation> ?notation }"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NOT_ABOUT_THE_THING = frozenset(
    {f"{_RDF}type", "http://www.w3.org/ns/prov#wasGeneratedBy"}
    | {"http://www.w3.org/2000/01/rdf-schema#label"}
)
_TEXTS = ("statedName", "statedProfile", "statedDescription", "statedNote")
_CODES = (
    *("implementationStatus", "sharingStatus", "recruitment", "employment"),
    *("organisationKind", "policyField"),
)
_PLACES = frozenset({"entryNumber", "page", "firstLine", "lastLine"})
_CATEGORIES = {
    "usesTechnology": "technology",
    "concernsTechnology": "technology",
    "procedureType": "procedure",
    "systemType": "procedure",
    "operatedBy": "body",
    "participant": "body",
    "plannedParticipant": "body",
    "excludedParticipant": "body",
}
TABLES = {
    "ProcedureEntry": "1",
    "SharedSystemEntry": "2",
    "PostEntry": "3-1",
    "OrganisationEntry": "3-2",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words with what they support; `number` is that beside the words in the text."""

    number: int
    annotation: Cell
    words: str
    category: str
    subject: Cell
    property: Cell
    value: Cell
    rule: Cell | None
    on: str
    start: int
    end: int


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
    facts: Sequence[Fact]


def build_entry(site: Site, iri: str, language: Language) -> Entry:
    """Return what the page of an entry shows beside what every resource's page shows."""
    reader = site.reader(language)
    base = site.addresses.base
    statements = {_local(item.property, base): item for item in site.statements.about(iri)}
    evidence = _evidence(site, iri, reader)
    things = [iri_of(value.term) for value in _of(statements, "describes")]
    shown = {*_TEXTS, *_CODES, *_PLACES, "describes"}
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
        texts=[_text(statements[name], evidence, reader) for name in _TEXTS if name in statements],
        codes=[_coded(site, statements[name], reader) for name in _CODES if name in statements],
        things=[_thing(site, thing, reader) for thing in things],
        evidence=evidence,
        facts=facts_of(rest, reader),
    )


def _local(iri: str, base: str) -> str:
    return iri.removeprefix(f"{base}ontology#")


def _of(statements: dict[str, Statement], name: str) -> Sequence[Value]:
    return statements[name].values if name in statements else ()


def _number(statements: dict[str, Statement], name: str) -> int:
    return next((number(value.term) for value in _of(statements, name)), 0)


def _table(statements: dict[str, Statement], base: str) -> str:
    kinds = statements.get(f"{_RDF}type")
    names = [_local(iri_of(value.term), base) for value in kinds.values] if kinds else []
    return next((TABLES[name] for name in names if name in TABLES), "")


def _evidence(site: Site, iri: str, reader: Reader) -> list[Evidence]:
    query = bound(_EVIDENCE.format(base=site.addresses.base), this=ox.NamedNode(iri))
    rows = site.dataset.rows(query)
    order = {f"{site.addresses.base}ontology#{name}": rank for rank, name in enumerate(_TEXTS)}
    ranked = sorted(rows, key=lambda row: order.get(iri_of(row["on"]), len(order)))
    texts = {item.property: item.values[0].term for item in site.statements.about(iri)}
    return [
        _piece(row, position, texts.get(iri_of(row["on"])), reader)
        for position, row in enumerate(ranked, 1)
    ]


def _piece(row: Row, position: int, text: object, reader: Reader) -> Evidence:
    start, end = number(row["start"]), number(row["end"])
    name = _local(iri_of(row["property"]), reader.addresses.base)
    rule = row.get("rule")
    return Evidence(
        number=position,
        annotation=reader.cell(row["annotation"]),
        words=text.value[start:end] if isinstance(text, ox.Literal) else "",
        category=_CATEGORIES.get(name, "other"),
        subject=reader.cell(row["subject"]),
        property=reader.cell(row["property"]),
        value=reader.cell(row["value"]),
        rule=reader.cell(rule) if rule is not None else None,
        on=iri_of(row["on"]),
        start=start,
        end=end,
    )


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
    rows = site.dataset.rows(bound(_NOTATION, this=ox.NamedNode(iri_of(concept))))
    notation = reader.cell(rows[0]["notation"]).text if rows else ""
    return Coded(reader.link(statement.property), reader.cell(concept), notation)


def _thing(site: Site, iri: str, reader: Reader) -> Thing:
    statements = site.statements.about(iri)
    shown = [item for item in statements if item.property not in _NOT_ABOUT_THE_THING]
    return Thing(reader.link(iri), facts_of(shown, reader))


def _neighbour(site: Site, iri: str, step: int, reader: Reader) -> Cell | None:
    head, _, last = iri.rpartition("-")
    other = f"{head}-{int(last) + step}" if last.isdigit() else ""
    return reader.link(other) if other and site.statements.exists(other) else None
