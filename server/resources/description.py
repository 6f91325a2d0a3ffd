"""The RDF of one resource: its own statements, those pointing to it, labels of its neighbours."""

from collections.abc import Iterable

import pyoxigraph as ox

from server.engine import Dataset, Pattern
from server.site.statements.statements import parts_of

_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def describe(dataset: Dataset, iri: str) -> list[ox.Triple]:
    """Return what the document at an IRI says, sorted; empty where there is nothing.

    Parts of the resource with IRIs of their own (`…#selector`) belong to its document. The document
    of a named graph has the triples of the graph.
    """
    this = ox.NamedNode(iri)
    content = _triples(dataset, Pattern(graph=this))
    triples = _triples(dataset, Pattern(object=this))
    seen = {this} | _parts(iri, triples)
    waiting = (
        [*seen] if triples or dataset.has(Pattern(subject=this)) else [*parts_of(dataset, iri)]
    )
    while waiting:
        found = _triples(dataset, Pattern(subject=waiting.pop()))
        triples |= found
        parts = _parts(iri, found) - seen
        seen |= parts
        waiting += parts
    labels = _labels(dataset, _nodes(triples) - seen)
    return sorted(triples | labels | content, key=_order)


def _triples(dataset: Dataset, pattern: Pattern) -> set[ox.Triple]:
    return {quad.triple for quad in dataset.quads(pattern)}


def _parts(iri: str, triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    return {node for node in _nodes(triples) if node.value.startswith(f"{iri}#")}


def _labels(dataset: Dataset, nodes: Iterable[ox.NamedNode]) -> set[ox.Triple]:
    patterns = (Pattern(node, _LABEL) for node in nodes)
    return {triple for pattern in patterns for triple in _triples(dataset, pattern)}


def _nodes(triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    ends = (node for triple in triples for node in (triple.subject, triple.object))
    return {node for node in ends if isinstance(node, ox.NamedNode)}


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    is_type = triple.predicate.value.endswith("#type")
    return (str(triple.subject), not is_type, triple.predicate.value, str(triple.object))
