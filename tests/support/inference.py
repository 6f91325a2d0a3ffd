"""The RDFS closure of quads, each inferred triple in the graph of the statement that gives it.

Rules rdfs2, 3, 5, 7, 9 and 11 of https://www.w3.org/TR/rdf11-mt/#rdfs-entailment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from converter.mapping.terms import node

TYPE = node("rdf:type")
DOMAIN, RANGE = node("rdfs:domain"), node("rdfs:range")
SUBPROPERTY, SUBCLASS = node("rdfs:subPropertyOf"), node("rdfs:subClassOf")
DATATYPES = ("http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#lang")
Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Schema: TypeAlias = Mapping[ox.NamedNode, set[ox.NamedNode]]


def closure(quads: Iterable[ox.Quad], axioms: Iterable[ox.Triple] = ()) -> set[ox.Quad]:
    """Return the quads with what follows from them and from axioms about other vocabularies."""
    stated = set(quads)
    known = [quad.triple for quad in stated] + list(axioms)
    domains, ranges, properties, classes = (
        _schema(known, one) for one in (DOMAIN, RANGE, SUBPROPERTY, SUBCLASS)
    )
    homes = {quad.subject: quad.graph_name for quad in stated if quad.predicate == TYPE}
    found, fresh = stated, stated
    while fresh:
        inferred = {
            one
            for quad in fresh
            for one in (
                *_above(quad, properties, classes),
                *_typed(quad, domains, ranges, homes),
            )
        }
        fresh = inferred - found
        found = found | fresh
    return found


def _schema(triples: Iterable[ox.Triple], predicate: ox.NamedNode) -> Schema:
    found: defaultdict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    for triple in triples:
        subject, value = triple.subject, triple.object
        if (
            triple.predicate == predicate
            and isinstance(subject, ox.NamedNode)
            and isinstance(value, ox.NamedNode)
            and not value.value.startswith(DATATYPES)
        ):
            found[subject].add(value)
    return found


def _above(quad: ox.Quad, properties: Schema, classes: Schema) -> Iterator[ox.Quad]:
    subject, name = quad.subject, quad.graph_name
    for broader in properties.get(quad.predicate, ()):
        yield ox.Quad(subject, broader, quad.object, name)
    if quad.predicate in (TYPE, SUBCLASS) and isinstance(quad.object, ox.NamedNode):
        for broader in classes.get(quad.object, ()):
            yield ox.Quad(subject, quad.predicate, broader, name)
    if quad.predicate == SUBPROPERTY and isinstance(quad.object, ox.NamedNode):
        for broader in properties.get(quad.object, ()):
            yield ox.Quad(subject, SUBPROPERTY, broader, name)


def _typed(
    quad: ox.Quad,
    domains: Schema,
    ranges: Schema,
    homes: Mapping[Subject, Graph],
) -> Iterator[ox.Quad]:
    for kind in domains.get(quad.predicate, ()):
        yield ox.Quad(quad.subject, TYPE, kind, homes.get(quad.subject, quad.graph_name))
    value = quad.object
    if isinstance(value, ox.NamedNode) and value in homes:
        for kind in ranges.get(quad.predicate, ()):
            yield ox.Quad(value, TYPE, kind, homes[value])
