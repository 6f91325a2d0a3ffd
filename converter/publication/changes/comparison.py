"""Compares two datasets: the statements that only one of them has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import pyoxigraph as ox

from converter.iris import absolute
from converter.publication.changes.earlier import Earlier
from converter.publication.order import sorted_quads

LABEL = absolute("rdfs:label")
# Path below the base, because the base of each dataset is a setting.
REPORTED_BY = "ontology#reportedBy"


@dataclass(frozen=True, slots=True)
class Changes:
    """The quads that only one of two datasets has.

    `labels` are the labels of all resources, `reporters` the prefecture of each entry. `new` and
    `gone` are the resources that only the later or only the earlier dataset describes.
    """

    earlier: str
    added: Sequence[ox.Quad]
    removed: Sequence[ox.Quad]
    labels: Mapping[str, str]
    reporters: Mapping[str, str]
    new: AbstractSet[str]
    gone: AbstractSet[str]


def compare(quads: Iterable[ox.Quad], earlier: Earlier) -> Changes:
    """Return the changes from the earlier dataset to these quads."""
    now = {without_graph(quad) for quad in quads} if earlier.is_one_graph else set(quads)
    labels = dict(_labels(earlier.quads)) | dict(_labels(now))
    added, removed = sorted_quads(now - earlier.quads), sorted_quads(earlier.quads - now)
    here, there = _resources(now), _resources(earlier.quads)
    reporters = dict(_reporters(earlier.quads)) | dict(_reporters(now))
    return Changes(earlier.name, added, removed, labels, reporters, here - there, there - here)


def _resources(quads: Iterable[ox.Quad]) -> set[str]:
    return {resource_of(quad) for quad in quads}


def _labels(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    for quad in quads:
        value = quad.object
        if (
            quad.predicate.value == LABEL
            and isinstance(value, ox.Literal)
            and value.language == "ja"
        ):
            yield _iri(quad), value.value


def _reporters(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    for quad in quads:
        if quad.predicate.value.endswith(REPORTED_BY):
            yield _iri(quad), str(quad.object)[1:-1]


def resource_of(quad: ox.Quad) -> str:
    """Return the resource that the subject is a part of (`…#quote`), or the subject itself."""
    iri = _iri(quad)
    return iri.partition("#")[0] if "/id/" in iri else iri


def _iri(quad: ox.Quad) -> str:
    return str(quad.subject)[1:-1]


def without_graph(quad: ox.Quad) -> ox.Quad:
    """Return the triple of a quad, as a quad of the default graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object)
