"""A check of the ontology by the criteria of FOOPS!, one test for each criterion.

https://w3id.org/foops. Criteria that need the public web (registries, resolution of w3id.org) are
checked as far as possible: by the redirects of `deploy/w3id` and the tests of the server.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, Literal, URIRef

import ontology
from converter.iris import BASE

ROOT = Path(__file__).parents[2]
IRI = URIRef(f"{BASE}ontology")
GRAPH = rdflib.Graph().parse(data=ontology.read("ontology.ttl"), format="turtle")
TERMS = sorted(GRAPH.subjects(RDFS.isDefinedBy, IRI), key=str)
LEAST = 0.95
Criterion: TypeAlias = Callable[[], bool]


def _has(*predicates: URIRef) -> bool:
    return all((IRI, predicate, None) in GRAPH for predicate in predicates)


def _is_date(predicate: URIRef) -> bool:
    value = GRAPH.value(IRI, predicate)
    return isinstance(value, Literal) and value.datatype == XSD.date


def _both_languages(predicate: URIRef) -> bool:
    return all(
        {one.language for one in GRAPH.objects(term, predicate) if isinstance(one, Literal)}
        >= {"ja", "en"}
        for term in TERMS
    )


def _extends() -> bool:
    above = {
        str(value)
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)
        for value in GRAPH.objects(None, predicate)
    }
    return any(not one.startswith(BASE) for one in above)


def _version_below_ontology() -> bool:
    version = GRAPH.value(IRI, OWL.versionInfo)
    return GRAPH.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{version}")


def _terms_in_namespace() -> bool:
    namespace = str(GRAPH.value(IRI, VANN.preferredNamespaceUri))
    return all(str(term).startswith(namespace) for term in TERMS)


def _policy_is_written() -> bool:
    manual = (ROOT / "docs" / "data-model.md").read_text("utf-8")
    return "## Versions and deprecation" in manual


CRITERIA: Mapping[str, Criterion] = {
    "PURL1: a persistent IRI": lambda: str(IRI).startswith("https://w3id.org/"),
    "URI1: the redirects are there": (ROOT / "deploy" / "w3id" / ".htaccess").is_file,
    "URI2: one ontology, named as its namespace": lambda: (
        list(GRAPH.subjects(RDF.type, OWL.Ontology)) == [IRI] and _terms_in_namespace()
    ),
    "VER1: a version IRI": lambda: _has(OWL.versionIRI),
    "VER2: the version IRI is below the ontology's": _version_below_ontology,
    "OM1: minimal metadata": lambda: _has(
        DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI, DCTERMS.creator
    ),
    "OM2: recommended metadata": lambda: _has(
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
        OWL.versionInfo,
        DCTERMS.created,
        DCTERMS.bibliographicCitation,
    ),
    "OM3: detailed metadata": lambda: _has(
        DCTERMS.publisher, DCTERMS.issued, DCTERMS.modified, DCTERMS.source
    ),
    "OM4: a licence by IRI": lambda: isinstance(GRAPH.value(IRI, DCTERMS.license), URIRef),
    "OM5: dates are dates": lambda: all(
        map(_is_date, (DCTERMS.created, DCTERMS.issued, DCTERMS.modified))
    ),
    "VOC1: metadata by known vocabularies": lambda: all(
        not str(predicate).startswith(BASE) for predicate in GRAPH.predicates(IRI)
    ),
    "VOC2: other vocabularies are extended": _extends,
    "VOC3: labels for all terms": lambda: _both_languages(RDFS.label),
    "VOC4: definitions for all terms": lambda: _both_languages(SKOS.definition),
    "RDF1: terms are typed": lambda: all((term, RDF.type, None) in GRAPH for term in TERMS),
    "LOGIC: classes that exclude each other say so": lambda: (
        (None, OWL.disjointWith, None) in GRAPH
    ),
    "DOC1: a page documents every term": (ROOT / "docs" / "data-model.md").is_file,
    "DOC2: what happens to deprecated terms is written": _policy_is_written,
}


@pytest.mark.parametrize("criterion", CRITERIA)
def test_the_ontology_meets_the_criterion(criterion: str) -> None:
    assert CRITERIA[criterion]()


def test_the_ontology_meets_enough_criteria() -> None:
    met = [name for name, check in CRITERIA.items() if check()]

    assert len(met) / len(CRITERIA) >= LEAST


def test_the_ontology_has_terms_to_check() -> None:
    assert len(TERMS) > 50
