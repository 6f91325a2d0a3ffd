"""Reviewed mappings → quads of the links layer."""

from collections.abc import Iterable

import pyoxigraph as ox

from converter.authority.sssom import SemanticMapping
from converter.mapping.terms import Layer, graph


def mappings_to_quads(mappings: Iterable[SemanticMapping]) -> list[ox.Quad]:
    """Return one quad for each mapping that somebody has reviewed; candidates stay unpublished."""
    name = graph(Layer.LINKS)
    return [
        ox.Quad(
            ox.NamedNode(one.subject), ox.NamedNode(one.predicate), ox.NamedNode(one.object), name
        )
        for one in mappings
        if one.reviewer
    ]
