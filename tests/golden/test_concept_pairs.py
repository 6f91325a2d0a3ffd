"""Two concepts that always stand together may be one concept, or one spelling in two of them."""

from collections import defaultdict
from itertools import combinations

from server.engine import LocalDataset

BASE = "https://w3id.org/jp-digigov/"
# Each pair was read: the two differ in kind, and the survey has no answer with one of them alone.
REVIEWED = {
    # Every answer below the heading is about a security cloud; the heading does not say so.
    ("policy-field/security", "system-type/security-cloud"),
    # A map service is the technology in use, and the system that the automation operates.
    ("internal-system/map", "technology/map-service"),
    # A robot receives the visitors of an animal centre.
    ("procedure-type/animal-welfare", "technology/service-robot"),
    # The translation is shown on a tablet.
    ("technology/machine-translation", "technology/tablet"),
}
CONCEPTS_OF_ENTRIES = """
    PREFIX dg: <https://w3id.org/jp-digigov/ontology#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT DISTINCT ?entry ?concept WHERE {
        { ?entry a dg:Entry ; ?stated ?concept }
        UNION { ?entry dg:describes ?thing . ?thing ?stated ?concept }
        ?concept skos:inScheme ?scheme
    }"""
NOTED = """
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?concept WHERE { ?concept skos:scopeNote ?note FILTER (LANG(?note) = "ja") }"""


def test_concepts_with_the_same_entries_are_reviewed(dataset: LocalDataset) -> None:
    entries = defaultdict(set)
    for row in dataset.rows(CONCEPTS_OF_ENTRIES):
        entries[slug(row["concept"])].add(row["entry"])

    pairs = combinations(sorted(entries), 2)
    assert {pair for pair in pairs if entries[pair[0]] == entries[pair[1]]} == REVIEWED


def test_reviewed_pairs_say_when_each_is_meant(dataset: LocalDataset) -> None:
    noted = {slug(row["concept"]) for row in dataset.rows(NOTED)}

    assert {one for pair in REVIEWED for one in pair} - noted == set()


def slug(concept: object) -> str:
    return str(concept)[1:-1].removeprefix(f"{BASE}concept/")
