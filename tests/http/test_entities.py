"""Every IRI opens: 303 from the thing to its document in the requested format."""

import json
import re

import pyoxigraph as ox
import pytest
from website import sample_site, website

BASE = "https://w3id.org/jp-digigov/"
ENTRY = "/id/entry/1-1"
KINDS = [
    "/id/entry/1-1",
    "/id/procedure/1-1",
    "/id/system/e-application",
    "/id/post/cio",
    "/id/organisation/hq",
    "/id/pref/01",
    "/id/muni/011002",
    "/id/section/1-general",
    "/id/source/nga-2020",
    "/id/annotation/1-1-statedDescription-0-6-a",
    "/id/span/1-1-statedDescription-0-6",
    "/id/activity/technology-by-spelling",
    "/concept/technology",
    "/concept/technology/speech-recognition",
    "/concept/status/introduced",
    "/ontology",
    "/graph/source",
    "/graph/derived",
    "/shapes/source",
]
FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "text/turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "rdf": (ox.RdfFormat.RDF_XML, "application/rdf+xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json"),
}


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/turtle", ENTRY + ".ttl"),
        ("application/n-triples", ENTRY + ".nt"),
        ("application/rdf+xml", ENTRY + ".rdf"),
        ("application/ld+json", ENTRY + ".jsonld"),
        ("*/*", ENTRY + ".ttl"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/ja" + ENTRY),
    ],
)
def test_a_thing_redirects_to_the_requested_document(accept: str, location: str) -> None:
    reply = sample_site()(ENTRY, headers={"Accept": accept, "Accept-Language": "ja"})

    assert (reply.status, reply.headers["location"]) == (303, location)
    assert "Accept" in reply.headers["vary"]


def test_an_english_reader_is_redirected_to_the_english_page() -> None:
    reply = sample_site()(ENTRY, headers={"Accept": "text/html", "Accept-Language": "en-GB"})

    assert reply.headers["location"] == "/en/id/entry/1-1"


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_the_document_of_every_kind_can_be_parsed(path: str, extension: str) -> None:
    format_, media_type = FORMATS[extension]

    reply = sample_site()(f"{path}.{extension}")

    assert (reply.status, reply.type) == (200, media_type)
    assert list(ox.parse(reply.body, format_))


def test_all_formats_of_a_resource_are_the_same_graph() -> None:
    bodies = {name: sample_site()(f"{ENTRY}.{name}").body for name in FORMATS}

    graphs = [{q.triple for q in ox.parse(bodies[name], FORMATS[name][0])} for name in FORMATS]

    assert all(graph == graphs[0] for graph in graphs)


def test_a_document_has_outgoing_and_incoming_statements_and_labels() -> None:
    body = sample_site()("/id/procedure/1-1.nt").body.decode()

    assert (
        "<https://w3id.org/jp-digigov/id/procedure/1-1> <https://w3id.org/jp-digigov/ontology#operatedBy>"
        in body
    )
    assert (
        "<https://w3id.org/jp-digigov/ontology#describes> <https://w3id.org/jp-digigov/id/procedure/1-1>"
        in body
    )
    assert '"北海道"@ja' in body


def test_turtle_is_prefixed_and_sorted() -> None:
    body = sample_site()("/id/procedure/1-1.ttl").body.decode()

    subjects = [line.split()[0] for line in body.splitlines() if line.startswith("<")]
    assert "@prefix dg: <https://w3id.org/jp-digigov/ontology#> ." in body
    assert subjects == sorted(subjects)


def test_the_parts_of_a_span_are_in_its_document() -> None:
    body = sample_site()("/id/span/1-1-statedDescription-0-6.nt").body.decode()

    assert '"AI音声認識"' in body


def test_the_document_of_a_term_is_that_of_the_ontology() -> None:
    body = sample_site()("/ontology.nt").body.decode()

    assert (
        "<https://w3id.org/jp-digigov/ontology#ProcedureEntry> <http://www.w3.org/2000/01/rdf-schema#subClassOf>"
        in body
    )


def test_the_document_of_a_graph_has_its_triples() -> None:
    body = sample_site()("/graph/links.nt").body.decode()

    assert "<http://www.wikidata.org/entity/Q1037393>" in body


def test_a_document_links_to_its_own_address_and_other_formats() -> None:
    reply = sample_site()(ENTRY + ".ttl")

    assert reply.headers["content-location"] == ENTRY + ".ttl"
    assert f'<{ENTRY}.jsonld>; rel="alternate"; type="application/ld+json"' in reply.headers["link"]
    assert 'rel="describedby"' in reply.headers["link"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', reply.headers["etag"])
    assert reply.headers["access-control-allow-origin"] == "*"


def test_an_unchanged_document_is_not_sent_again() -> None:
    site = sample_site()
    tag = site(ENTRY + ".ttl").headers["etag"]

    reply = site(ENTRY + ".ttl", headers={"If-None-Match": tag})

    assert (reply.status, reply.body) == (304, b"")


def test_head_has_the_same_headers_and_no_body() -> None:
    reply = sample_site()(ENTRY + ".ttl", method="HEAD")

    assert (reply.status, reply.body) == (200, b"")


def test_an_unavailable_format_is_406_with_the_available_ones() -> None:
    reply = sample_site()(ENTRY, headers={"Accept": "image/png"})

    assert reply.status == 406
    assert "text/turtle" in json.loads(reply.body)["available"]


@pytest.mark.parametrize(
    "path",
    [
        "/id/entry/1-999",
        "/id/entry/1-999.ttl",
        "/nothing",
        "/id/entry/1-1.png",
        "/id/漢字",
        "/id/a b>",
    ],
)
def test_an_unknown_resource_is_404(path: str) -> None:
    assert sample_site()(path.encode().decode("latin-1")).status == 404


@pytest.mark.parametrize("path", ["/id/entry/1-1", "/en/id/entry/1-1", "/ontology", "/download"])
def test_a_slash_at_the_end_redirects_to_the_address_without_it(path: str) -> None:
    reply = website("https://example.jp/data/")(f"{path}/?list=x")

    assert (reply.status, reply.headers["location"]) == (308, f"/data{path}?list=x")


def test_leading_slashes_never_redirect_to_another_host() -> None:
    reply = sample_site()("//evil.example/")

    assert reply.headers.get("location", "/").removeprefix("http://127.0.0.1")[:2] != "//"


@pytest.mark.parametrize("path", [ENTRY, ENTRY + ".ttl", "/ja" + ENTRY, "/sparql"])
def test_a_page_of_another_host_may_send_conditional_requests(path: str) -> None:
    reply = sample_site()(path, method="OPTIONS", headers={"Origin": "https://example.org"})

    allowed = reply.headers["access-control-allow-headers"]
    assert reply.status in {200, 204}
    assert {"If-None-Match", "Accept"} <= set(allowed.split(", "))
    assert "GET" in reply.headers["access-control-allow-methods"]
    assert reply.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/ja/id/entry/1-999", "/id/entry/1-999"])
def test_the_page_not_found_is_not_cached_and_has_a_language(path: str) -> None:
    headers = {"Accept-Language": "ja", "Accept": "text/html"}

    reply = sample_site()(path, headers=headers)

    kept = ("cache-control", "content-language")
    assert [reply.headers[name] for name in kept] == ["no-store", "ja"]


def test_the_page_not_found_names_similar_resources() -> None:
    headers = {"Accept": "text/html", "Accept-Language": "ja"}
    page = sample_site()("/id/entry/1-11", headers=headers).body.decode()

    assert 'href="/ja/id/entry/1-1"' in page
    assert 'action="/ja/search"' in page


def test_a_server_below_a_path_redirects_below_that_path() -> None:
    site = website("https://example.jp/data")

    reply = site(ENTRY, headers={"Accept": "text/turtle"})

    assert reply.headers["location"] == "/data/id/entry/1-1.ttl"


@pytest.mark.parametrize("accept", ["text/turtle", "application/json"])
@pytest.mark.parametrize("start", ["", "/ja", "/en"])
def test_a_program_gets_the_nearest_resources_in_json(start: str, accept: str) -> None:
    reply = sample_site()(f"{start}/id/entry/1-11", headers={"Accept": accept})

    assert (reply.status, reply.type) == (404, "application/problem+json")
    assert f"{BASE}id/entry/1-1" in json.loads(reply.body)["nearest"]


@pytest.mark.parametrize("path", ["/ja/list/nothing", "/en/dictionary/nothing", "/ja/nothing"])
def test_an_unknown_page_is_a_problem_document_for_a_program_alone(path: str) -> None:
    for accept, media_type in (
        ("application/json", "application/problem+json"),
        ("*/*", "text/html"),
    ):
        reply = sample_site()(path, headers={"Accept": accept})

        assert (reply.status, reply.type) == (404, media_type)
        assert "Accept" in reply.headers["vary"]


def test_a_page_links_to_the_documents_of_its_resource() -> None:
    links = sample_site()("/ja/id/entry/1-1").headers["link"]

    assert f'<{ENTRY}.ttl>; rel="alternate"; type="text/turtle"' in links
    assert f'<{BASE}id/entry/1-1>; rel="describes"' in links


def test_the_version_iri_of_the_ontology_opens_the_whole_ontology() -> None:
    site = sample_site()

    lead = site("/ontology/1.0.0", headers={"Accept": "text/turtle"})
    version, whole = site("/ontology/1.0.0.ttl"), site("/ontology.ttl")

    assert (lead.status, lead.headers["location"]) == (303, "/ontology.ttl")
    assert version.body == whole.body
