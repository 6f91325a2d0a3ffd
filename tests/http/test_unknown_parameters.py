"""Mistaken parameters are refused on every page that would ignore them, others are ignored."""

import json
import re
from html import unescape

import pytest
from website import SAMPLE, sample_site, website

from server.engine import LocalDataset
from server.facets.index import catalogue_of
from server.http.plain_page import bare
from server.search import Library
from server.service.routes import Indexes, pages_application
from server.site.background import Prepared
from server.site.site import Site

# Each page that takes parameters, a mistake, and what is meant.
MISTAKES = (
    ("en/explore", "technolgy", "technology"),
    ("en/explore.csv", "stauts", "status"),
    ("en/explore", "amp;technology", "technology"),
    ("api/explore", "tech", "technology"),
    ("en/compare/map", "mesure", "measure"),
    ("en/compare/map.png", "technolgy", "technology"),
    ("embed/en/compare/map", "Technology", "technology"),
    ("en/card/compare/map.png", "technolgy", "technology"),
    ("en/cite/explore.bib", "statuss", "status"),
    ("en/changes", "prefectur", "prefecture"),
    ("en/count/answers", "prefectures", "prefecture"),
    ("en/count/concepts.csv", "schem", "scheme"),
    ("en/list/procedures", "pge", "page"),
    ("en/list/procedures.csv", "editon", "edition"),
    ("en/id/pref/01", "lst", "list"),
    ("en/search", "grup", "group"),
    ("api/search", "grup", "group"),
    ("api/suggest", "lan", "lang"),
    ("en/findings", "editon", "edition"),
    ("en/", "editon", "edition"),
    ("en/query", "exampl", "example"),
    ("sparql", "qury", "query"),
    ("sparql", "default-graph", "default-graph-uri"),
    ("api/count", "technolgy", "technology"),
    ("api/evidence", "subjct", "subject"),
)
# Pages that show everything, to which a filter makes no difference.
WITHOUT_FILTERS = (
    *("en/", "en/list/procedures", "en/list/procedures.csv", "en/id/pref/01", "en/compare"),
    *("en/findings", "en/search", "en/ontology", "en/dictionary", "en/about/survey"),
    *("en/download", "en/examples", "en/id/pref/01.pdf", "en/card/list/procedures.png"),
)
# Parameters that clients of other endpoints send with each query.
OF_CLIENTS = (
    *("output=json", "results=json", "debug=on", "should-sponge=", "run=+Run+Query+", "maxrows=9"),
    *("infer=true", "includeInferred=true", "queryLn=SPARQL", "distinct=false", "baseURI=urn:x"),
    *("reasoning=true", "version=1.2", "callback=x", "stylesheet=x", "explain=dynamic"),
    *("queryId=x", "queryName=x", "action=json_export", "analytic=true", "timeoutMs=9", "_=1"),
    *("cache=no", "no-cache=true", "formatted=true", "language=en"),
)
IGNORED = "utm_source=x&fbclid=1&gclid=2&ref=3"


@pytest.mark.parametrize(("path", "mistake", "meant"), MISTAKES)
def test_a_mistaken_parameter_is_refused_with_the_one_that_is_meant(
    path: str, mistake: str, meant: str
) -> None:
    headers = {"Accept": "application/json", "Accept-Language": "en"}

    reply = sample_site()(f"/{path}?{mistake}=01", headers=headers)

    assert reply.status == 400
    detail = json.loads(reply.body)["detail"]
    assert detail == f"There is no parameter “{mistake}”. Did you mean {meant}?"


@pytest.mark.parametrize("path", WITHOUT_FILTERS)
def test_a_filter_is_refused_by_a_page_that_does_not_filter(path: str) -> None:
    headers = {"Accept": "application/json"}

    reply = sample_site()(f"/{path}?technology=ai-ocr", headers=headers)

    assert reply.status == 400
    problem = json.loads(reply.body)
    assert problem["detail"].startswith("This page has no parameter “technology”. It has: ")
    assert problem["nearest"] == [f"/{path}"]


@pytest.mark.parametrize("path", [*dict.fromkeys(path for path, _, _ in MISTAKES), "ja/ontology"])
def test_parameters_that_others_add_to_links_change_nothing(path: str) -> None:
    with_others, without = sample_site()(f"/{path}?{IGNORED}"), sample_site()(f"/{path}")

    assert (with_others.status, with_others.body) == (without.status, without.body)


@pytest.mark.parametrize("parameter", OF_CLIENTS)
def test_parameters_of_other_endpoints_change_no_result(parameter: str) -> None:
    reply = sample_site()(f"/sparql?query=ASK%7B%7D&{parameter}")

    assert (reply.status, reply.body) == (200, sample_site()("/sparql?query=ASK%7B%7D").body)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "パラメーター technolgy はありません。もしかして：technology"),
        ("en", "There is no parameter “technolgy”. Did you mean technology?"),
    ],
)
def test_the_page_of_a_mistaken_parameter_leads_to_the_page_that_is_meant(
    language: str, words: str
) -> None:
    address = f"/{language}/explore?technolgy=ai-ocr&sort=name"
    reply = sample_site()(address, headers={"Accept": "text/html"})
    page = unescape(reply.body.decode())

    assert reply.status == 400
    assert words in page
    assert f'href="/{language}/explore?technology=ai-ocr&sort=name"' in page
    assert sample_site()(f"/{language}/explore?technology=ai-ocr&sort=name").status == 200


@pytest.mark.parametrize("path", ["en/compare/map.png", "en/card/compare/map.png"])
def test_a_picture_is_drawn_once_whatever_others_add_to_its_address(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, drawn = website(), []

    def draw(svg: str, _language: str, _zoom: float) -> bytes:
        drawn.append(svg)
        return b"png"

    monkeypatch.setattr("server.charts.routes.as_png", draw)

    pictures = [site(f"/{path}?utm_source={number}").body for number in range(3)]

    assert pictures == [b"png"] * 3
    assert len(drawn) == 1


def test_every_page_and_file_refuses_a_misspelt_parameter() -> None:
    dataset = LocalDataset.open(SAMPLE)
    site = Site.of(dataset)
    indexes = Indexes(
        Prepared(lambda: catalogue_of(dataset)),
        Prepared(lambda: Library.of(dataset)),
        Prepared(tuple),
    )
    application = pages_application(site, bare, indexes)
    rules = [rule.rule for rule in application.url_map.iter_rules() if "static" not in rule.rule]
    pages = [rule for rule in rules if re.match(r"/(embed/)?<any\(ja, en\)|/api/", rule)]
    client = application.test_client()

    statuses = {rule: client.get(f"{_sample_of(rule)}?technolgy=x").status_code for rule in pages}

    assert len(pages) > 30
    assert {rule: status for rule, status in statuses.items() if status != 400} == {}


def _sample_of(rule: str) -> str:
    """Return an address that a route matches; the named things need not exist."""
    alternatives = re.sub(r"<any\((\w+), ?[^)]*\):\w+>", r"\1", rule)
    named = alternatives.replace("<unit>", "answers").replace("<path:path>", "id/pref/01")
    return re.sub(r"<(?:\w+:)?\w+>", "x", named)
