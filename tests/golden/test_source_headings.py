"""The page of a source document shows its headings as the tree that they are in the survey."""

import re

import pyoxigraph as ox
import pytest
from endpoint import Client

from server.engine import LocalDataset
from server.http.language import Language

BASE = "https://w3id.org/jp-digigov/"
PART_OF = ox.NamedNode("http://purl.org/dc/terms/isPartOf")
ROW = re.compile(
    r'<tr><td data-label="[^"]*"(?: class="depth-(\d)")?><a href="/\w+/(id/section/[^"]+)"'
)


@pytest.mark.parametrize("language", Language)
def test_each_heading_stands_below_the_heading_that_contains_it(
    site: Client, dataset: LocalDataset, language: Language
) -> None:
    page = site(f"/{language}/id/source/nga-2020").body.decode()

    rows = [(int(depth or 0), f"{BASE}{path}") for depth, path in ROW.findall(page)]
    above: list[str] = []
    for depth, iri in rows:
        above[depth:] = [iri]
        found = dataset.store.quads_for_pattern(ox.NamedNode(iri), PART_OF, None)
        expected = above[depth - 1] if depth else f"{BASE}id/source/nga-2020"
        assert {quad.object for quad in found} == {ox.NamedNode(expected)}
    assert {depth for depth, _ in rows} == {0, 1, 2}
    assert len(rows) == len({iri for _, iri in rows}) == len(sections(dataset))


def sections(dataset: LocalDataset) -> set[object]:
    """Return the sections in the graph."""
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = dataset.store.quads_for_pattern(None, kind, ox.NamedNode(f"{BASE}ontology#Section"))
    return {quad.subject for quad in found}
