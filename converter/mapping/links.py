"""Reviewed mappings → quads of the links layer."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from converter.authority.sssom import MappingSet, SemanticMapping
from converter.iris import PREFIXES
from converter.mapping.terms import (
    Layer,
    Statement,
    describe,
    graph,
    in_layer,
    node,
    text,
    texts,
    typed,
)


def mappings_to_quads(mappings: Iterable[SemanticMapping]) -> list[ox.Quad]:
    """Return one quad for each mapping that somebody has reviewed; candidates stay unpublished.

    What a mapping says of a term of the ontology stands there and is not repeated: a triple in two
    graphs would be counted twice where the default graph is the union of all.
    """
    name = graph(Layer.LINKS)
    return [
        ox.Quad(
            ox.NamedNode(one.subject), ox.NamedNode(one.predicate), ox.NamedNode(one.object), name
        )
        for one in mappings
        if one.reviewer and not one.subject.startswith(PREFIXES["dg"])
    ]


def mapping_sets_to_quads(sets: Iterable[MappingSet]) -> list[ox.Quad]:
    """Return what is said of each mapping set: its titles, who made it when, on what terms."""
    return in_layer(Layer.LINKS, (statement for one in sets for statement in _described(one)))


def _described(one: MappingSet) -> Iterator[Statement]:
    return describe(
        ox.NamedNode(one.iri),
        ("rdf:type", node("sssom:MappingSet")),
        *texts("rdfs:label", one.titles),
        *texts("dct:title", one.titles),
        ("dct:description", text(one.description, "en")),
        ("dct:creator", node("id/agent/digigov-developers")),
        ("dct:license", ox.NamedNode(one.license)),
        ("dct:issued", typed(one.date, "xsd:date")),
        ("owl:versionInfo", ox.Literal(one.version)),
    )
