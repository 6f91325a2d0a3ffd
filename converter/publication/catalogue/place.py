"""Where a catalogue stands: its base, and the IRIs that it makes below it."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from converter.iris import curie
from converter.mapping.terms import Object, Statement, node
from converter.publication.citation import dataset_iri
from converter.publication.manifest import BuildDescription


class CatalogueBase:
    """The base of a dataset, and what is said below it."""

    def __init__(self, description: BuildDescription) -> None:
        """Keep the base."""
        self.base = description.base
        self.dataset = ox.NamedNode(dataset_iri(description))

    def own(self, path: str) -> ox.NamedNode:
        """Return the node of a path below the base."""
        return ox.NamedNode(self.base + path)

    def short(self, iri: str) -> str:
        """Return an IRI as a CURIE or below the base, else as it is."""
        if iri.startswith(f"{self.base}ontology#"):
            return f"dg:{iri.removeprefix(f'{self.base}ontology#')}"
        return curie(iri).removeprefix(self.base)

    def slug(self, iri: str) -> str:
        """Return the last segment of an IRI made of an IRI: `dg-Entry`."""
        return hyphened(self.short(iri))


def hyphened(text: str) -> str:
    """Return a text as a segment of an IRI: `layers/source.ttl` is `layers-source-ttl`."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")


def say(subject: ox.NamedNode, *pairs: tuple[str, Object]) -> Iterator[Statement]:
    """Yield one statement about the subject for each pair of a CURIE and a value."""
    return ((subject, node(predicate), value) for predicate, value in pairs)
