"""RDFS inference with the ontology breaks no shape and adds no false class.

The axioms of SKOS and ORG about their own terms are applied too.
"""

from pathlib import Path

import pyoxigraph as ox
import pytest
from excerpts import excerpt
from inference import closure

from converter.__main__ import main
from converter.iris import BASE, PREFIXES
from converter.mapping.terms import node
from converter.model import SurveyTable
from converter.validation.core import UNCHECKED, validate
from converter.validation.report import Severity

# https://www.w3.org/TR/skos-reference/ (S4 to S6, S18 to S22, S39 to S43) and
# https://www.w3.org/TR/vocab-org/
AXIOMS = """
    skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
    skos:broader rdfs:subPropertyOf skos:semanticRelation .
    skos:narrower rdfs:subPropertyOf skos:semanticRelation .
    skos:related rdfs:subPropertyOf skos:semanticRelation .
    skos:mappingRelation rdfs:subPropertyOf skos:semanticRelation .
    skos:closeMatch rdfs:subPropertyOf skos:mappingRelation .
    skos:exactMatch rdfs:subPropertyOf skos:closeMatch .
    skos:relatedMatch rdfs:subPropertyOf skos:mappingRelation .
    skos:broadMatch rdfs:subPropertyOf skos:mappingRelation .
    skos:inScheme rdfs:range skos:ConceptScheme .
    skos:topConceptOf rdfs:domain skos:Concept ; rdfs:subPropertyOf skos:inScheme .
    skos:hasTopConcept rdfs:domain skos:ConceptScheme ; rdfs:range skos:Concept .
    org:classification rdfs:domain org:Organization ; rdfs:range skos:Concept .
    org:FormalOrganization rdfs:subClassOf org:Organization .
    org:OrganizationalUnit rdfs:subClassOf org:Organization .
    org:OrganizationalCollaboration rdfs:subClassOf org:Organization .
    org:hasPrimarySite rdfs:range org:Site .
    org:postIn rdfs:domain org:Post ; rdfs:range org:Organization .
    org:subOrganizationOf rdfs:domain org:Organization ; rdfs:range org:Organization .
    org:unitOf rdfs:domain org:OrganizationalUnit ; rdfs:range org:FormalOrganization .
"""


@pytest.fixture(scope="module")
def some_entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of the first entries of each table."""
    folder = tmp_path_factory.mktemp("some-entries")
    survey = folder / "survey.txt"
    tables = ("\n".join(excerpt(table, entries=20)) for table in SurveyTable)
    survey.write_text("\n\n".join(tables), "utf-8")
    assert main([str(survey), "--quiet", "--no-validate", "-o", str(folder / "dataset")]) == 0
    return folder / "dataset"


@pytest.fixture(
    scope="module",
    params=["some_entries", pytest.param("bundled_dataset", marks=pytest.mark.slow)],
)
def inferred(request: pytest.FixtureRequest) -> set[ox.Quad]:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    axioms = [quad.triple for quad in ox.parse(prefixes + AXIOMS, format=ox.RdfFormat.TURTLE)]
    path = request.getfixturevalue(request.param) / "digigov.nq"
    dataset = ox.parse(path=path, format=ox.RdfFormat.N_QUADS)
    return closure((quad for quad in dataset if quad.graph_name not in UNCHECKED), axioms)


def classes_of(quads: set[ox.Quad], family: str) -> set[object]:
    return {
        quad.object
        for quad in quads
        if quad.predicate == node("rdf:type") and str(quad.subject).startswith(f"<{BASE}{family}")
    }


def test_the_closure_has_more_than_the_data(inferred: set[ox.Quad]) -> None:
    assert node("org:Organization") in classes_of(inferred, "id/organisation/")
    assert {quad for quad in inferred if quad.predicate == node("prov:wasAttributedTo")}


def test_no_shape_breaks_under_inference(inferred: set[ox.Quad]) -> None:
    results = validate(inferred).results

    broken = [one for one in results if one.severity is Severity.VIOLATION]
    assert [
        (str(one.constraint or one.shape), str(one.focus), str(one.value)) for one in broken
    ] == []


def test_no_organisation_becomes_a_concept_and_no_concept_an_organisation(
    inferred: set[ox.Quad],
) -> None:
    things = classes_of(inferred, "id/")
    concepts = classes_of(inferred, "concept/")

    assert not {node("skos:Concept"), node("skos:ConceptScheme")} & things
    assert concepts <= {node("skos:Concept"), node("skos:ConceptScheme"), node("skos:Collection")}
