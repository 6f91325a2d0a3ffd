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
    """Return one quad for each reviewed mapping; candidates are not published.

    Mappings of terms of the ontology are left out, because the ontology states them: a query over
    the union of all graphs would count a triple of two graphs twice.
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
    """Return the statements about each mapping set: titles, creator, date and licence."""
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
