"""Counts the dataset for VoID: https://www.w3.org/TR/void/#statistics.

Each triple of the union of all layers is counted once; the catalogue, which states the counts, is
left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from converter.mapping.terms import node

TYPE = node("rdf:type")
# Predicates of links to other datasets: identity, similarity or place.
LINKING = frozenset(
    {
        *(node(f"skos:{kind}Match") for kind in ("exact", "close", "broad", "narrow")),
        *(
            node(name)
            for name in ("skos:relatedMatch", "owl:sameAs", "schema:sameAs", "dct:spatial")
        ),
    }
)
AUTHORITY = re.compile(r"[a-z]+://[^/]+/")


@dataclass(frozen=True, slots=True)
class LinkCount:
    """The links of one predicate to IRIs of one authority (`http://www.wikidata.org/`)."""

    predicate: str
    target: str
    triples: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of triples; classes and properties are pairs of IRI and count, sorted by IRI."""

    triples: int
    subjects: int
    objects: int
    classes: Sequence[tuple[str, int]]
    properties: Sequence[tuple[str, int]]
    links: Sequence[LinkCount]


@dataclass(frozen=True, slots=True)
class Figures:
    """The number of triples of each layer, and the counts of their union."""

    layers: Mapping[str, int]
    union: Statistics


def figures(quads: Iterable[ox.Quad], base: str) -> Figures:
    """Return the counts of a dataset; the quads are unique and sorted by graph."""
    layers = {
        str(name)[1:-1].rpartition("/")[2]: list(own)
        for name, own in groupby(quads, key=lambda quad: quad.graph_name)
    }
    counts = {name: len(own) for name, own in layers.items()}
    return Figures(counts, count(union(layers.values()), base))


def count(quads: Sequence[ox.Quad], base: str) -> Statistics:
    """Return the counts of quads; their triples are unique."""
    properties = Counter(quad.predicate for quad in quads)
    classes = Counter(quad.object for quad in quads if quad.predicate == TYPE)
    linking = [quad for quad in quads if quad.predicate in LINKING]
    pairs = ((quad.predicate.value, _target(quad, base)) for quad in linking)
    links = Counter(pair for pair in pairs if pair[1])
    return Statistics(
        triples=len(quads),
        subjects=len({quad.subject for quad in quads}),
        objects=len({quad.object for quad in quads}),
        classes=sorted((str(node)[1:-1], number) for node, number in classes.items()),
        properties=sorted((node.value, number) for node, number in properties.items()),
        links=[LinkCount(*pair, number) for pair, number in sorted(links.items())],
    )


def union(layers: Iterable[Sequence[ox.Quad]]) -> list[ox.Quad]:
    """Return one quad for each triple of all layers: that of the first layer with it."""
    found = list(layers)
    subjects = Counter(one for layer in found for one in {quad.subject for quad in layer})
    # Only triples of subjects in several layers, which are few, can be duplicates.
    shared = {subject for subject, number in subjects.items() if number > 1}
    seen: set[ox.Triple] = set()
    once: list[ox.Quad] = []
    for quad in (quad for layer in found for quad in layer):
        if quad.subject in shared:
            triple = quad.triple
            if triple in seen:
                continue
            seen.add(triple)
        once.append(quad)
    return once


def _target(quad: ox.Quad, base: str) -> str:
    """Return the authority of the dataset that a statement links to, "" for this dataset."""
    iri = str(quad.object)[1:-1]
    found = AUTHORITY.match(iri)
    subject = str(quad.subject)[1:]
    if found is None or iri.startswith(base) or subject.startswith(found[0]):
        return ""
    return found[0]
