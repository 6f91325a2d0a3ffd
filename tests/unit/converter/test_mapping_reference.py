"""Authority files become the reference layer; reviewed mappings become the links layer."""

import pyoxigraph as ox
import pytest

import ontology
from converter.authority.authorities import load_authorities
from converter.authority.sssom import load_mappings, parse_sssom
from converter.mapping.links import mappings_to_quads
from converter.mapping.reference import authorities_to_quads
from converter.mapping.terms import node

SCHEMES = [file.read_bytes() for file in ontology.folder("concepts")]
QUADS = authorities_to_quads(load_authorities(), SCHEMES)

LINKS = (
    "schema:sameAs",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:relatedMatch",
    "dct:spatial",
    "rdfs:subPropertyOf",
    "rdfs:subClassOf",
)
TERMS = list(ox.parse(ontology.read("ontology.ttl"), format=ox.RdfFormat.TURTLE))


def values(path: str, predicate: str) -> set[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple]:
    pattern = (node(path), node(predicate))
    return {quad.object for quad in QUADS if (quad.subject, quad.predicate) == pattern}


def test_a_prefecture_has_its_codes_its_region_and_the_coordinates_of_its_office() -> None:
    assert node("cv:PublicOrganisation") in values("id/pref/13", "rdf:type")
    assert values("id/pref/13", "rdfs:label") == {
        ox.Literal("東京都", language="ja"),
        ox.Literal("Tokyo", language="en"),
    }
    assert values("id/pref/13#iso-3166-2", "skos:notation") == {ox.Literal("JP-13")}
    assert values("id/pref/13#lg-code", "skos:notation") == {ox.Literal("130001")}
    assert values("id/pref/13", "dg:region") == {node("concept/region/kanto")}
    assert values("id/pref/13", "dg:censusPopulation") == {ox.Literal(14_047_594)}
    assert {str(value) for value in values("id/pref/13#office", "geo:lat")} == {
        '"35.689444"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    }


def test_a_municipality_lies_in_its_prefecture_and_a_bureau_is_a_unit_of_its_own() -> None:
    bureau = "id/body/tokyo-bureau-of-waterworks"

    assert values("id/muni/372013", "schema:containedInPlace") == {node("id/pref/37")}
    assert values(bureau, "org:unitOf") == {node("id/pref/13")}
    assert values(bureau, "schema:containedInPlace") == set()


def test_a_concept_also_has_rdfs_labels() -> None:
    concept = "concept/status/introduced"

    assert values(concept, "rdfs:label") == values(concept, "skos:prefLabel")
    assert node(concept) in values("concept/status", "skos:hasTopConcept")
    assert node("concept/technology/ai-ocr") in values("concept/technology/ocr", "skos:narrower")


def test_every_concept_is_labelled_in_both_languages() -> None:
    concepts = {quad.subject for quad in QUADS if quad.object == node("skos:Concept")}
    labelled = {
        (quad.subject, quad.object.language)
        for quad in QUADS
        if quad.predicate == node("skos:prefLabel") and isinstance(quad.object, ox.Literal)
    }

    missing = {(one, tag) for one in concepts for tag in ("ja", "en")} - labelled

    assert not missing


def test_a_candidate_without_reviewer_is_read_and_not_published() -> None:
    mappings = load_mappings()
    candidates = {one.object for one in mappings if not one.reviewer}

    published = {str(quad.object)[1:-1] for quad in mappings_to_quads(mappings)}

    assert "http://www.wikidata.org/entity/Q1349102" in candidates
    assert "http://www.wikidata.org/entity/Q1490" in published
    assert not candidates & published


def test_no_link_claims_identity() -> None:
    mappings = load_mappings()
    published = {quad.predicate for quad in mappings_to_quads(mappings)}

    assert published <= {ox.NamedNode(one.predicate) for one in mappings}
    assert {one.predicate for one in mappings} == {node(one).value for one in LINKS}


def test_a_curie_without_declared_prefix_is_reported() -> None:
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence"
    text = f"#curie_map:\n#  a: http://a.example/\n{columns}\treviewer_label\na:1\tb:2\ta:3\ta:4\t1\t\n"

    with pytest.raises(ValueError, match="no prefix 'b'"):
        parse_sssom(text)


def test_every_mapping_is_about_a_resource_of_the_dataset_and_has_its_name() -> None:
    labels = {
        (str(quad.subject)[1:-1], quad.object.value)
        for quad in (*QUADS, *TERMS)
        if quad.predicate == node("rdfs:label") and isinstance(quad.object, ox.Literal)
    }
    rows = [
        line.split("\t")[:2]
        for file in ontology.folder("links")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "subject_id"))
    ]

    named = {one.subject for one in load_mappings()}

    assert named <= {iri for iri, _ in labels}
    assert {label for _, label in rows} <= {label for _, label in labels}


def test_the_populations_of_the_prefectures_add_up_to_that_of_japan() -> None:
    stated = [quad.object for quad in QUADS if quad.predicate == node("dg:censusPopulation")]
    people = [int(value.value) for value in stated if isinstance(value, ox.Literal)]

    assert len(people) == 47
    assert sum(people) == 126_146_099
