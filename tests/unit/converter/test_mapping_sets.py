"""Mapping sets are resources with titles, dates, authors and terms."""

import re

import pyoxigraph as ox
import pytest
from rdflib.namespace import DCTERMS, ORG, SDO

import ontology
from converter.authority.sssom import (
    SemanticMapping,
    load_mapping_sets,
    parse_mapping_set,
    parse_sssom,
)
from converter.iris import BASE, PREFIXES
from converter.mapping.links import mapping_sets_to_quads, mappings_to_quads
from converter.mapping.terms import Layer, turtle_to_quads

SETS = load_mapping_sets()


def test_every_file_of_links_describes_its_set() -> None:
    files = [file.name for file in ontology.folder("links") if file.name.endswith(".sssom.tsv")]

    assert [one.iri for one in SETS] == [
        f"{BASE}id/mapping-set/{name.removesuffix('.sssom.tsv')}" for name in files
    ]


def test_a_set_has_titles_in_both_languages_a_date_and_a_licence() -> None:
    for one in SETS:
        assert re.search("[ぁ-ん]", one.titles["ja"])
        assert one.titles["en"].isascii()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one.date)
        assert one.license.startswith("https://creativecommons.org/")


def test_a_mapping_set_has_its_creator_date_and_licence() -> None:
    stated = {str(quad.predicate) for quad in mapping_sets_to_quads(SETS[:1])}

    assert {
        f"<http://purl.org/dc/terms/{name}>"
        for name in ("title", "description", "creator", "license", "issued")
    } <= stated


def test_a_set_without_a_date_is_refused() -> None:
    text = ontology.read("links/technologies.sssom.tsv").decode().replace("#mapping_date", "#x")

    with pytest.raises(KeyError, match="mapping_date"):
        parse_mapping_set(text)


def policy_fields(base: str, code: str) -> list[str]:
    rows = parse_sssom(ontology.read("links/policy-fields.sssom.tsv").decode())
    return [row.subject for row in rows if re.fullmatch(re.escape(base) + code, row.object)]


def test_policy_fields_are_mapped_to_data_themes_of_the_eu() -> None:
    theme = "http://publications.europa.eu/resource/authority/data-theme/"

    assert len(policy_fields(theme, "[A-Z]{4}")) == 11


def test_the_fields_that_have_a_data_theme_have_a_division_of_cofog() -> None:
    theme = "http://publications.europa.eu/resource/authority/data-theme/"
    divisions = policy_fields("http://linked.data.gov.au/def/cofog/", "(0[1-9]|10)")

    assert set(divisions) == set(policy_fields(theme, "[A-Z]{4}"))
    assert all(divisions.count(field) <= 2 for field in divisions)


def test_no_two_technologies_are_mapped_to_one_wikidata_item() -> None:
    rows = parse_sssom(ontology.read("links/technologies.sssom.tsv").decode())
    items = [row.object for row in rows]

    assert len(items) == len(set(items))
    assert len([row for row in rows if row.reviewer]) == 27


def terms(kind: str) -> list[SemanticMapping]:
    rows = parse_sssom(ontology.read("links/terms.sssom.tsv").decode())
    return [row for row in rows if row.reviewer and row.predicate.startswith(PREFIXES[kind])]


def test_broader_matches_of_ontology_terms_are_stated_only_in_the_ontology() -> None:
    stated = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in turtle_to_quads(ontology.read("ontology.ttl"), Layer.ONTOLOGY)
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple)
    }
    wider = terms("rdfs")

    assert [row for row in wider if (row.subject, row.predicate, row.object) not in stated] == []
    assert mappings_to_quads(wider) == []


def test_close_matches_are_of_declared_terms_and_stated_only_in_the_file() -> None:
    declared = {
        quad.subject
        for quad in turtle_to_quads(ontology.read("ontology.ttl"), Layer.ONTOLOGY)
        if quad.predicate == ox.NamedNode(f"{PREFIXES['rdfs']}isDefinedBy")
    }
    close = terms("skos")

    assert [row for row in close if ox.NamedNode(row.subject) not in declared] == []
    assert len({(row.subject, row.object) for row in close}) == len(close)
    assert mappings_to_quads(close) == []


def test_the_targets_of_close_matches_exist() -> None:
    # rdflib's closed namespaces contain exactly the terms of the published vocabulary.
    closed = {PREFIXES["schema"]: SDO, PREFIXES["dct"]: DCTERMS, PREFIXES["org"]: ORG}
    close = [(row.object, name) for row in terms("skos") for name in closed if name in row.object]

    assert len(close) > 10
    assert [term for term, name in close if term.removeprefix(name) not in closed[name]] == []
