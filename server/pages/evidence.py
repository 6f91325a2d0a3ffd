"""The evidence in an entry: which words support which derived statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Row
from server.pages.cells import Cell, Reader
from server.pages.query import bound
from server.pages.site import Site
from server.pages.statements import iri_of
from server.pages.table import number

_EVIDENCE = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dg: <{base}ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?annotation ?on ?start ?end ?subject ?property ?value ?plan ?activity WHERE {{
  ?target oa:hasSource $this ; dg:onProperty ?on ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
  ?annotation oa:hasTarget ?target ;
    rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?value .
  OPTIONAL {{ ?annotation prov:wasGeneratedBy/prov:qualifiedAssociation/prov:hadPlan ?plan }}
  OPTIONAL {{ ?annotation prov:wasGeneratedBy ?activity }}
}} ORDER BY ?on ?start ?end ?annotation
"""
COLUMNS = ("statedName", "statedProfile", "statedDescription", "statedNote")
_CATEGORIES = {
    "usesTechnology": "technology",
    "concernsTechnology": "technology",
    "procedureType": "procedure",
    "primaryProcedureType": "procedure",
    "systemType": "procedure",
    "operatedBy": "body",
    "participant": "body",
    "plannedParticipant": "body",
    "excludedParticipant": "body",
}


@dataclass(frozen=True, slots=True)
class Support:
    """A statement that words support, with its annotation and the rule that made it."""

    subject: Cell
    property: Cell
    value: Cell
    annotation: Cell
    rule: Cell | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words with the statements that they support; `number` is that beside the words."""

    number: int
    words: str
    category: str
    supports: Sequence[Support]
    on: str
    start: int
    end: int

    @property
    def rules(self) -> list[Cell]:
        """Return the rules that made the statements, each once."""
        return list(dict.fromkeys(item.rule for item in self.supports if item.rule))


def evidence_in(site: Site, iri: str, reader: Reader) -> list[Evidence]:
    """Return the words of an entry that support statements, in the order of its columns."""
    query = bound(_EVIDENCE.format(base=site.addresses.base), this=ox.NamedNode(iri))
    order = {f"{site.addresses.base}ontology#{name}": rank for rank, name in enumerate(COLUMNS)}
    spans: dict[tuple[int, int, int, str], list[Row]] = {}
    for row in site.dataset.rows(query):
        on = iri_of(row["on"])
        key = (order.get(on, len(order)), number(row["start"]), number(row["end"]), on)
        spans.setdefault(key, []).append(row)
    texts = {item.property: item.values[0].term for item in site.statements.about(iri)}
    return [
        _piece(spans[key], position, texts.get(key[3]), reader)
        for position, key in enumerate(sorted(spans), 1)
    ]


def _piece(rows: Sequence[Row], position: int, text: object, reader: Reader) -> Evidence:
    start, end = number(rows[0]["start"]), number(rows[0]["end"])
    names = [local_name(iri_of(row["property"]), reader.addresses.base) for row in rows]
    found = sorted({_CATEGORIES[name] for name in names if name in _CATEGORIES})
    statements = {(row["subject"], row["property"], row["value"]): row for row in rows}
    return Evidence(
        number=position,
        words=text.value[start:end] if isinstance(text, ox.Literal) else "",
        category=found[-1] if found else "other",
        supports=[_support(row, reader) for row in statements.values()],
        on=iri_of(rows[0]["on"]),
        start=start,
        end=end,
    )


def _support(row: Row, reader: Reader) -> Support:
    rule = row.get("plan") or row.get("activity")
    return Support(
        subject=reader.cell(row["subject"]),
        property=reader.cell(row["property"]),
        value=reader.cell(row["value"]),
        annotation=reader.cell(row["annotation"]),
        rule=None if rule is None else reader.cell(rule),
    )


def local_name(iri: str, base: str) -> str:
    """Return the name of a term of our ontology; other IRIs are left as they are."""
    return iri.removeprefix(f"{base}ontology#")
