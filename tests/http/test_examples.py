"""The examples and the terms over HTTP: pages, texts and RDF."""

import json
from io import BytesIO

import pyoxigraph as ox
import pytest
import rdflib
from website import parse_errors, sample_site, website

from server.editor.examples import load_examples
from server.http.language import Language

ADDRESS = "https://digigov.example/"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["query", "examples", "query?example=rules"])
def test_the_pages_are_valid_and_link_to_every_example(path: str, language: str) -> None:
    reply = sample_site()(f"/{language}/{path}")

    assert parse_errors(reply.body) == []
    text = reply.body.decode()
    assert reply.status == 200
    assert all(f"/{language}/query?example={one.slug}" in text for one in load_examples())
    assert all(one.titles[Language(language)] in text for one in load_examples())


def test_an_example_fills_the_form_in_the_language_of_the_page() -> None:
    japanese = sample_site()("/ja/query?example=rules").body.decode()
    english = sample_site()("/en/query?example=rules").body.decode()

    assert "LANG(?label) = &#34;ja&#34;" in japanese
    assert "LANG(?label) = &#34;en&#34;" in english


def test_the_collection_has_the_fields_that_tools_for_examples_read() -> None:
    client = website(ADDRESS)

    reply = client("/examples", headers={"accept": "text/turtle"})

    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    found = graph.query(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX schema: <https://schema.org/>
        PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
        SELECT ?query ?text ?target WHERE {
          ?query a sh:SPARQLExecutable ; rdfs:comment ?comment ; schema:target ?target ;
            schema:keywords ?word ; sh:prefixes/sh:declare/sh:prefix ?prefix ;
            sh:select|sh:ask|sh:construct|spex:describe ?text .
        }"""
    )
    rows = {(str(query), str(text)) for query, text, _ in found}  # type: ignore[misc] # rows: it is a SELECT
    assert len(rows) == len(load_examples())
    assert {str(target) for _, _, target in found} == {ADDRESS + "sparql"}  # type: ignore[misc] # as above
    assert not [node for node in graph.all_nodes() if isinstance(node, rdflib.BNode)]


@pytest.mark.parametrize(
    ("target", "accept", "media_type"),
    [
        ("/examples", "application/ld+json", "application/ld+json"),
        ("/.well-known/sparql-examples", "text/turtle", "text/turtle"),
        ("/examples.ttl", "*/*", "text/turtle"),
        ("/examples.rdf", "text/html", "application/rdf+xml"),
        ("/examples/rules", "text/turtle", "text/turtle"),
        ("/examples/rules", "application/sparql-query", "application/sparql-query"),
        ("/examples/rules.rq", "text/html", "application/sparql-query"),
        ("/examples/rules.nt", "*/*", "application/n-triples"),
    ],
)
def test_an_example_is_sent_in_the_requested_format(
    target: str, accept: str, media_type: str
) -> None:
    reply = sample_site()(target, headers={"accept": accept})

    assert (reply.status, reply.type) == (200, media_type)


@pytest.mark.parametrize(
    ("target", "location"),
    [("/examples", "/en/examples"), ("/examples/rules", "/en/query?example=rules")],
)
def test_a_browser_is_redirected_to_the_page(target: str, location: str) -> None:
    reply = sample_site()(target, headers={"accept": "text/html,*/*;q=0.8"})

    assert (reply.status, reply.headers["location"]) == (303, location)


@pytest.mark.parametrize("target", ["/examples/none", "/examples/rules.xyz", "/examples.xyz"])
def test_an_unknown_example_is_not_found(target: str) -> None:
    assert sample_site()(target).status == 404


def test_an_unknown_format_is_refused() -> None:
    assert sample_site()("/examples", headers={"accept": "image/png"}).status == 406


def test_the_graph_of_one_example_is_part_of_the_collection() -> None:
    whole = sample_site()("/examples.nt").body
    one = sample_site()("/examples/rules.nt").body

    triples = {str(quad.triple) for quad in ox.parse(BytesIO(whole), ox.RdfFormat.N_TRIPLES)}
    part = {str(quad.triple) for quad in ox.parse(BytesIO(one), ox.RdfFormat.N_TRIPLES)}
    assert part < triples


def test_the_terms_have_labels_of_both_languages_and_a_prefix() -> None:
    reply = sample_site()("/terms.json")

    terms = {term["iri"]: term for term in json.loads(reply.body)}
    entry = terms["https://w3id.org/jp-digigov/ontology#ProcedureEntry"]
    assert (entry["kind"], entry["ja"], entry["en"]) == (
        "class",
        "事務・手続の回答",
        "Procedure entry",
    )
    assert all(term["iri"].startswith(term["namespace"]) for term in terms.values())
    assert {"class", "property", "concept", "prefecture"} == {
        term["kind"] for term in terms.values()
    }


def test_the_terms_are_not_sent_again() -> None:
    tag = sample_site()("/terms.json").headers["etag"]

    assert sample_site()("/terms.json", headers={"if-none-match": tag}).status == 304
