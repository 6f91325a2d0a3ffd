"""Writes the evidence in RDF 1.2: https://www.w3.org/TR/rdf12-concepts/#section-triple-terms.

Each annotation reifies the statement that it supports, instead of naming subject, predicate and
object. The file also contains the statements themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from converter.mapping.terms import Object, node
from converter.publication.dumps import Dump, PublishedDataset, part_to_files
from converter.publication.manifest import File, FileKind
from converter.publication.order import sorted_quads

REIFIES, STATEMENT, TYPE = node("rdf:reifies"), node("rdf:Statement"), node("rdf:type")
SUBJECT, PREDICATE, OBJECT = node("rdf:subject"), node("rdf:predicate"), node("rdf:object")
NAMED = (SUBJECT, PREDICATE, OBJECT)
FORMATS = ("ttl", "nt")


def dataset_to_reifiers(dataset: PublishedDataset) -> Iterator[File]:
    """Yield annotations, their spans and the statements that they support, in RDF 1.2.

    Yields nothing if there are no derived statements.
    """
    derived = [quad for quad in dataset.quads if quad.graph_name == _derived(dataset)]
    statements = _statements(derived)
    if not statements:
        return
    spans = {quad.object for quad in derived if quad.predicate == node("oa:hasTarget")}
    selectors = {
        quad.object
        for quad in derived
        if quad.subject in spans and quad.predicate == node("oa:hasSelector")
    }
    kept = statements.keys() | spans | selectors
    quads = [quad for quad in derived if quad.subject in kept and not _names(quad)]
    for annotation, triple in statements.items():
        quads += (ox.Quad(*triple), ox.Quad(annotation, REIFIES, triple))
    part = Dump("digigov-evidence", sorted_quads(map(_bare, quads)), FileKind.EVIDENCE, "derived")
    yield from part_to_files(part, FORMATS, dataset.base)


def _derived(dataset: PublishedDataset) -> ox.NamedNode:
    return ox.NamedNode(f"{dataset.base}graph/derived")


def _statements(quads: Iterable[ox.Quad]) -> Mapping[ox.NamedNode, ox.Triple]:
    """Return the statement of each annotation."""
    named: defaultdict[ox.NamedNode, dict[ox.NamedNode, Object]] = defaultdict(dict)
    for quad in quads:
        if (
            quad.predicate in NAMED
            and isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.object, ox.NamedNode | ox.Literal)
        ):
            named[quad.subject][quad.predicate] = quad.object
    return {annotation: _triple(parts) for annotation, parts in named.items()}


def _triple(parts: Mapping[ox.NamedNode, Object]) -> ox.Triple:
    subject, predicate = parts[SUBJECT], parts[PREDICATE]
    if isinstance(subject, ox.Literal) or isinstance(predicate, ox.Literal):
        message = f"an annotation names no statement: {subject} {predicate}"
        raise TypeError(message)
    return ox.Triple(subject, predicate, parts[OBJECT])


def _names(quad: ox.Quad) -> bool:
    is_type = quad.predicate == TYPE and quad.object == STATEMENT
    return is_type or quad.predicate in NAMED


def _bare(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)
