"""The RDF of one resource: its own statements, those pointing to it, labels of its neighbours."""

from collections.abc import Iterable

import pyoxigraph as ox

from server.engine import Dataset

_OWN = "CONSTRUCT WHERE { $this ?p ?o }"
_INBOUND = "CONSTRUCT WHERE { ?s ?p $this }"
_PARTS = (
    "CONSTRUCT { ?part a ?class } WHERE { ?part a ?class FILTER(STRSTARTS(STR(?part), $start)) }"
)
_CONTENT = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH $this { ?s ?p ?o } }"
_LABELS = """
CONSTRUCT { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?label } WHERE {
  VALUES ?x { $values } ?x <http://www.w3.org/2000/01/rdf-schema#label> ?label
}"""


def describe(dataset: Dataset, iri: str) -> list[ox.Triple]:
    """Return what the document at an IRI says, sorted; empty where there is nothing.

    Parts of the resource with IRIs of their own (`…#quote`) belong to its document. The document of
    a named graph has the triples of the graph.
    """
    this = ox.NamedNode(iri)
    content = _query(dataset, _CONTENT, this)
    triples = set(_query(dataset, _INBOUND, this))
    if not triples:
        triples.update(dataset.construct(_PARTS.replace("$start", str(ox.Literal(f"{iri}#")))))
    seen = {this} | _parts(iri, triples)
    waiting = list(seen)
    while waiting:
        found = set(_query(dataset, _OWN, waiting.pop()))
        triples |= found
        parts = _parts(iri, found) - seen
        seen |= parts
        waiting += parts
    labelled = triples | set(_labels(dataset, _nodes(triples) - seen))
    return sorted(labelled.union(content), key=_order)


def _parts(iri: str, triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    return {node for node in _nodes(triples) if node.value.startswith(f"{iri}#")}


def _query(dataset: Dataset, query: str, node: ox.NamedNode) -> list[ox.Triple]:
    return dataset.construct(query.replace("$this", str(node)))


def _labels(dataset: Dataset, nodes: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    values = " ".join(str(node) for node in sorted(nodes, key=_value))
    return dataset.construct(_LABELS.replace("$values", values)) if values else []


def _nodes(triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    ends = (node for triple in triples for node in (triple.subject, triple.object))
    return {node for node in ends if isinstance(node, ox.NamedNode)}


def _value(node: ox.NamedNode) -> str:
    return node.value


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    is_type = triple.predicate.value.endswith("#type")
    return (str(triple.subject), not is_type, triple.predicate.value, str(triple.object))
