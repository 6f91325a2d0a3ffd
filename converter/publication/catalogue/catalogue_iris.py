"""The IRIs that a catalogue makes below the base of its dataset."""

import re

import pyoxigraph as ox

from converter.iris import curie
from converter.publication.citation import dataset_iri
from converter.publication.manifest import BuildDescription


class CatalogueIris:
    """Makes the IRIs of a catalogue."""

    def __init__(self, description: BuildDescription) -> None:
        """Keep the base."""
        self.base = description.base
        self.dataset = ox.NamedNode(dataset_iri(description))

    def own(self, path: str) -> ox.NamedNode:
        """Return the node of a path below the base."""
        return ox.NamedNode(self.base + path)

    def short(self, iri: str) -> str:
        """Return an IRI as a CURIE or as a path below the base, else unchanged."""
        if iri.startswith(f"{self.base}ontology#"):
            return f"dg:{iri.removeprefix(f'{self.base}ontology#')}"
        return curie(iri).removeprefix(self.base)

    def slug(self, iri: str) -> str:
        """Return an IRI as a segment for another IRI: `dg-Entry`."""
        return hyphened(self.short(iri))


def hyphened(text: str) -> str:
    """Return a text as a segment of an IRI: `layers/source.ttl` is `layers-source-ttl`."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
