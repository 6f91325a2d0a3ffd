"""Other data than the survey is described by its own statements only."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from endpoint import BASE, Client
from website import parse_errors, sample_site, website

PREFIXES = f"""PREFIX : <{BASE}id/x/> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX schema: <https://schema.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
THING = ':one a :Kind ; rdfs:label "one" . :two a :Kind ; rdfs:seeAlso :one .\n'
ODBL = "https://opendatacommons.org/licenses/odbl/1-0/"
# A file, its title on English pages, and its licence.
FILES = {
    "nothing of itself": (THING, "RDF data", None),
    "a title": (
        THING + ':all a void:Dataset ; dct:title "Bridges"@en , "橋"@ja .',
        "Bridges",
        None,
    ),
    "a title in one language": (THING + ':all a void:Dataset ; dct:title "橋"@ja .', "橋", None),
    "a licence": (
        THING + f':all a void:Dataset ; dct:title "Bridges" ; dct:license <{ODBL}> .',
        "Bridges",
        ODBL,
    ),
    "an ontology": (THING + ':all a owl:Ontology ; rdfs:label "Bridges" .', "Bridges", None),
    "schema.org": (
        THING + f':all a schema:Dataset ; schema:name "Bridges" ; schema:license "{ODBL}" .',
        "Bridges",
        ODBL,
    ),
    "several datasets": (
        THING + ':a a void:Dataset ; dct:title "A" . :b a void:Dataset ; dct:title "B" .',
        "RDF data",
        None,
    ),
    "a title that looks like markup": (
        THING + ':all a void:Dataset ; dct:title "<b>{title}</b>" .',
        "<b>{title}</b>",
        None,
    ),
}
MADE_UP = re.compile(
    r"CC BY|creativecommons|National Governors|全国知事会|All 0|全0件|digigov developers"
    r"|digigov 開発者|Digital Prefectures|都道府県デジタル|CITATION|id/dataset/digigov"
    r"|47 prefectures|47都道府県"
)
PATHS = (
    *("", "id/x/one", "id/x/two", "id/x/Kind", "query", "download", "search?q=one", "list/graphs"),
    *("dictionary", "nothing"),
)
OTHER_PATHS = ("/openapi.json", "/.well-known/void", "/sparql", "/id/x/one.ttl", "/sitemap.xml")


@pytest.fixture(params=FILES)
def case(request: pytest.FixtureRequest) -> str:
    """Return the name of a file."""
    return str(request.param)


@pytest.fixture
def site(case: str, tmp_path: Path) -> Client:
    """Return a client of the site of a file."""
    (tmp_path / "bridges.ttl").write_text(PREFIXES + FILES[case][0], encoding="utf-8")
    return website(source=tmp_path / "bridges.ttl")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_states_anything_that_is_not_in_the_data(site: Client, language: str) -> None:
    for path in PATHS:
        reply = site(f"/{language}/{path}")
        assert reply.status == (404 if path == "nothing" else 200), path
        assert not MADE_UP.search(reply.body.decode()), path
        assert parse_errors(reply.body) == []


def test_no_document_for_programs_states_anything_that_is_not_in_the_data(site: Client) -> None:
    for path in OTHER_PATHS:
        reply = site(path)
        assert reply.status == 200
        assert not MADE_UP.search(reply.body.decode()), path


def test_the_start_page_has_title_and_licence_of_the_data(site: Client, case: str) -> None:
    _, title, licence = FILES[case]
    page = site("/en/").body.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert script

    described = json.loads(script[1])

    assert described["name"] == title
    assert described.get("license") == licence
    assert {"creator", "@id", "identifier", "version"} & described.keys() == set()
    assert (licence or "Licence") in page or licence is None


@pytest.mark.parametrize(
    "path", ["/en/explore", "/en/compare", "/en/compare/map", "/en/about/assessment"]
)
def test_pages_about_the_survey_alone_are_not_found(site: Client, path: str) -> None:
    assert site(path).status == 404


def test_every_link_of_the_pages_opens(site: Client) -> None:
    for path in ("", "id/x/one", "search?q=one"):
        page = site(f"/en/{path}").body.decode()
        for href in set(re.findall(r'href="(/en/[^"#]*)"', page)):
            assert site(href.replace("&amp;", "&")).status == 200, href


def test_the_survey_has_its_own_title_publisher_and_licence() -> None:
    page = sample_site()("/en/").body.decode()

    assert "National Governors" in page
    assert "CC BY 4.0" in page
    assert sample_site()("/en/explore").status == 200


def test_void_counts_match_the_data(site: Client) -> None:
    reply = site("/.well-known/void", headers={"Accept": "text/turtle"})

    said = {quad.predicate.value for quad in ox.parse(reply.body, format=ox.RdfFormat.TURTLE)}

    assert "http://rdfs.org/ns/void#triples" in said
    assert not any("license" in one or "title" in one for one in said)
