"""What the dataset says about a resource: its statements with their layers and evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from server.engine import Dataset, Row, Term
from server.pages.query import bound

LAYERS = ("source", "derived", "reference", "links")

_OWN = """
SELECT ?graph ?property ?value WHERE { GRAPH ?graph { $this ?property ?value } }
ORDER BY ?property ?value ?graph
"""
_EVIDENCE = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?annotation ?property ?value WHERE {
  ?annotation rdf:subject $this ; rdf:predicate ?property ; rdf:object ?value .
} ORDER BY ?annotation
"""
_INBOUND = """
SELECT ?property (COUNT(DISTINCT ?subject) AS ?count) WHERE { ?subject ?property $this }
GROUP BY ?property ORDER BY ?property
"""
_SUBJECTS = """
SELECT DISTINCT ?subject WHERE { ?subject $property $this } ORDER BY ?subject LIMIT 8
"""
_HAS_PARTS = "ASK { ?part a ?class FILTER(STRSTARTS(STR(?part), $start)) }"
_DOCUMENT_DEPTH = 0
_EXISTS = "ASK { { $this ?p ?o } UNION { ?s ?q $this } UNION { GRAPH $this { ?a ?b ?c } } }"


@dataclass(frozen=True, slots=True)
class Value:
    """A value with the layer that states it, and the annotations that support it."""

    term: Term
    layer: str
    evidence: Sequence[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """All values of one property of a resource."""

    property: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Inbound:
    """Who points to a resource with one property: the first subjects, and how many there are."""

    property: str
    subjects: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class Statements:
    """Reads statements from a dataset."""

    dataset: Dataset

    def exists(self, iri: str) -> bool:
        """Return whether the dataset says anything about an IRI, or has a graph of that name."""
        this = ox.NamedNode(iri)
        if self.dataset.ask(bound(_EXISTS, this=this)):
            return True
        # A document of hash terms need not be described itself; only short names are documents.
        start = ox.Literal(f"{iri}#")
        return iri.count("/") <= _DOCUMENT_DEPTH + self.dataset.identity.base.count("/") and (
            self.dataset.ask(bound(_HAS_PARTS, start=start))
        )

    def about(self, iri: str) -> list[Statement]:
        """Return what is said about a resource, by property."""
        this = ox.NamedNode(iri)
        support: dict[tuple[str, Term], list[str]] = {}
        for row in self.dataset.rows(bound(_EVIDENCE, this=this)):
            key = (iri_of(row["property"]), row["value"])
            support.setdefault(key, []).append(iri_of(row["annotation"]))
        rows = self.dataset.rows(bound(_OWN, this=this))
        return [
            Statement(name, [_value(row, support) for row in _first_layers(group)])
            for name, group in groupby(rows, key=lambda row: iri_of(row["property"]))
        ]

    def pointing_to(self, iri: str) -> list[Inbound]:
        """Return who points to a resource, by property."""
        this = ox.NamedNode(iri)
        return [
            self._inbound(this, row["property"], row["count"])
            for row in self.dataset.rows(bound(_INBOUND, this=this))
        ]

    def _inbound(self, this: ox.NamedNode, name: Term, count: Term) -> Inbound:
        prop = ox.NamedNode(iri_of(name))
        rows = self.dataset.rows(bound(_SUBJECTS, this=this, property=prop))
        total = int(count.value) if isinstance(count, ox.Literal) else 0
        return Inbound(prop.value, [iri_of(row["subject"]) for row in rows], total)


def iri_of(term: Term) -> str:
    """Return the IRI of a term; other terms are shown as they are written."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _first_layers(rows: Iterable[Row]) -> list[Row]:
    """Return one row a value: a value that two graphs state belongs to the first layer."""
    ranked = sorted(rows, key=lambda row: _rank(layer_of(iri_of(row["graph"]))))
    firsts: dict[Term, Row] = {}
    for row in ranked:
        firsts.setdefault(row["value"], row)
    return sorted(firsts.values(), key=lambda row: _order(row["value"]))


def _order(term: Term) -> tuple[bool, str, str]:
    if isinstance(term, ox.Literal):
        return (False, "" if term.language == "ja" else term.language or "~", term.value)
    return (True, "", iri_of(term))


def _value(row: Row, support: dict[tuple[str, Term], list[str]]) -> Value:
    key = (iri_of(row["property"]), row["value"])
    return Value(row["value"], layer_of(iri_of(row["graph"])), support.get(key, []))


def layer_of(graph: str) -> str:
    """Return the layer that a named graph is: one of `LAYERS`, or `other`."""
    name = graph.rpartition("/graph/")[2]
    return name if name in LAYERS else "other"


def _rank(layer: str) -> int:
    return (*LAYERS, "other").index(layer)
