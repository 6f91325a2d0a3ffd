"""Reads the statements about a resource, with layers and evidence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

import pyoxigraph as ox

from server.engine import Dataset, Pattern, Term
from server.engine.row_values import number_of
from server.rdf.addresses import is_iri
from server.rdf.query_files import read_query

LAYERS = ("source", "derived", "reference", "links")

# Maximum subjects named for each property that points to a resource, and maximum statements in
# total that are sorted in milliseconds.
_NAMED = 8
MOST_POINTING = 2_000
_DIGITS = re.compile(r"\d+")
_LONGEST_NUMBER = 15
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SOURCE = ox.NamedNode("http://www.w3.org/ns/oa#hasSource")
SUBJECT = ox.NamedNode(f"{_RDF}subject")
_PREDICATE = ox.NamedNode(f"{_RDF}predicate")
_OBJECT = ox.NamedNode(f"{_RDF}object")


@dataclass(frozen=True, slots=True)
class Value:
    """A value, its layer, and the annotations that support it."""

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
    """The subjects that point to a resource with one property: the first ones, and their number.

    If more than `MOST_POINTING` statements point to the resource, there are no subjects.
    """

    property: str
    subjects: Sequence[str]
    count: int


@dataclass(frozen=True, slots=True)
class Statements:
    """Reads statements from a dataset."""

    dataset: Dataset

    def exists(self, iri: str) -> bool:
        """Return whether a text is an IRI that has a statement, or that names a graph."""
        if not is_iri(iri):
            return False
        exists = self._query("exists", iri)
        self.dataset.read(own_patterns(iri), [exists, self._query("pointing", iri)])
        return bool(self.dataset.rows(exists)) or self._has_parts(iri)

    def existing(self, iris: Iterable[str]) -> set[str]:
        """Return those that are the subject of a statement, or the name of a graph.

        One request covers all; nothing more is read about them.
        """
        queries = {iri: self._query("exists", iri) for iri in iris}
        self.dataset.read(queries=list(queries.values()))
        return {iri for iri, query in queries.items() if self.dataset.rows(query)}

    def _has_parts(self, iri: str) -> bool:
        """Return whether an IRI directly below the base is a document of hash terms."""
        name = iri.removeprefix(self.dataset.identity.base)
        return "/" not in name and bool(parts_of(self.dataset, iri))

    def about(self, iri: str) -> list[Statement]:
        """Return the statements about a resource, by property."""
        this = ox.NamedNode(iri)
        quads = self.dataset.quads(Pattern(subject=this))
        support = self._support(this)
        by_property: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            by_property.setdefault(quad.predicate.value, []).append(quad)
        return [
            Statement(name, [_value(quad, support) for quad in _first_layers(by_property[name])])
            for name in sorted(by_property)
        ]

    def _support(self, this: ox.NamedNode) -> dict[tuple[str, Term], list[str]]:
        """Return the annotations that support each statement, by property and value."""
        found: dict[tuple[str, Term], list[str]] = {}
        for quad in self.dataset.quads(Pattern(predicate=SUBJECT, object=this)):
            annotation = ox.NamedNode(iri_of(quad.subject))
            for name in self.dataset.quads(Pattern(annotation, _PREDICATE)):
                for value in self.dataset.quads(Pattern(annotation, _OBJECT)):
                    key = (iri_of(name.object), value.object)
                    found.setdefault(key, []).append(annotation.value)
        return {key: sorted(set(annotations)) for key, annotations in found.items()}

    def _query(self, name: str, iri: str) -> str:
        base = self.dataset.identity.base
        return read_query("server.site.statements", name, base, this=ox.NamedNode(iri))

    def count_pointing(self, iri: str) -> int:
        """Return the number of statements that point to a resource."""
        return sum(self._pointing(iri).values())

    def _pointing(self, iri: str) -> Mapping[str, int]:
        rows = self.dataset.rows(self._query("pointing", iri))
        return {iri_of(row["property"]): number_of(row["count"]) for row in rows}

    def pointing_to(self, iri: str) -> list[Inbound]:
        """Return the subjects that point to a resource, by property."""
        counts = self._pointing(iri)
        subjects: dict[str, set[str]] = {name: set() for name in counts}
        if sum(counts.values()) <= MOST_POINTING:
            for quad in self.dataset.quads(Pattern(object=ox.NamedNode(iri))):
                subjects[quad.predicate.value].add(iri_of(quad.subject))
        return [
            Inbound(name, nsmallest(_NAMED, subjects[name], natural), counts[name])
            for name in sorted(counts)
        ]


def own_patterns(iri: str) -> list[Pattern]:
    """Return the patterns for a resource's page: its statements, their evidence, its spans."""
    node = ox.NamedNode(iri)
    evidence = (Pattern(predicate=name, object=node) for name in (SUBJECT, SOURCE))
    return [Pattern(node), *evidence]


def parts_of(dataset: Dataset, iri: str) -> Sequence[ox.NamedNode]:
    """Return the sorted resources in a document of hash terms (`ontology#Entry`)."""
    return _documents(dataset).get(iri, ())


@lru_cache(maxsize=1)
def _documents(dataset: Dataset) -> Mapping[str, Sequence[ox.NamedNode]]:
    """Return the hash terms by document, for documents directly below the base."""
    found: dict[str, set[str]] = {}
    for row in dataset.rows(read_query("server.site.statements", "parts", dataset.identity.base)):
        part = iri_of(row["part"])
        found.setdefault(part.partition("#")[0], set()).add(part)
    return {iri: [ox.NamedNode(name) for name in sorted(names)] for iri, names in found.items()}


def natural(iri: str) -> str:
    """Return a sort key with numbers in numeric order: 1-2 before 1-10."""
    return _DIGITS.sub(lambda found: found[0].zfill(_LONGEST_NUMBER), iri)


def iri_of(term: Term) -> str:
    """Return the IRI of a named node; other terms as in N-Triples."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _first_layers(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return one quad for each value: a value in two graphs counts for the first layer."""
    ranked = sorted(quads, key=lambda quad: _rank(_layer(quad)))
    firsts: dict[Term, ox.Quad] = {}
    for quad in ranked:
        firsts.setdefault(quad.object, quad)
    return sorted(firsts.values(), key=lambda quad: _order(quad.object))


def _order(term: Term) -> tuple[bool, str, str]:
    if isinstance(term, ox.Literal):
        return (False, "" if term.language == "ja" else term.language or "~", term.value)
    return (True, "", natural(iri_of(term)))


def _value(quad: ox.Quad, support: dict[tuple[str, Term], list[str]]) -> Value:
    key = (quad.predicate.value, quad.object)
    return Value(quad.object, _layer(quad), support.get(key, []))


def _layer(quad: ox.Quad) -> str:
    graph = quad.graph_name
    return layer_of(graph.value) if isinstance(graph, ox.NamedNode) else "other"


def layer_of(graph: str) -> str:
    """Return the layer of a named graph: one of `LAYERS`, or `other`."""
    name = graph.rpartition("/graph/")[2]
    return name if name in LAYERS else "other"


def _rank(layer: str) -> int:
    return (*LAYERS, "other").index(layer)
