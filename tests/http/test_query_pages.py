"""The query form and the page of a result, without JavaScript."""

import re
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

import html5lib
import pytest
from endpoint import Client, open_client
from website import SAMPLE, website

from server.editor.page import build_editor
from server.engine import LocalDataset
from server.http.language import Language
from server.site.site import Site
from server.sparql.result_page import MOST_ROWS
from server.sparql.terms import QueryTerms, UnknownTerm

HTML = "{http://www.w3.org/1999/xhtml}"
BROWSER = {"accept": "text/html,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return open_client(tmp_path_factory.mktemp("data"))


def _links(body: bytes) -> list[str]:
    tree = html5lib.parse(body, transport_encoding="utf-8")
    return [node.get("href", "") for node in tree.iter(f"{HTML}a")]


PAGES = [
    "/query",
    "/ja/query?query=" + quote("ASK { '</textarea><script>' }"),
    "/sparql?query=ASK{}",
    "/sparql?query=SELECT*{?s+?p+?o}",
    "/sparql?query=CONSTRUCT+WHERE{?s+?p+?o}",
    "/sparql?query=" + quote("SELECT ?x { BIND('<script>' AS ?x) }"),
    "/sparql?query=" + quote("SELECT ?x { BIND(IRI('javascript:alert(1)') AS ?x) }"),
]


@pytest.mark.parametrize("target", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_is_well_formed_and_runs_nothing(client: Client, target: str, language: str) -> None:
    reply = client(target, headers={**BROWSER, "accept-language": language})

    tree = html5lib.HTMLParser(strict=True).parse(reply.body, transport_encoding="utf-8")
    assert (reply.status, reply.type) == (200, "text/html")
    # Only a script file of the site, and data blocks that are not executed.
    scripts = ("/static/bundle/query.js", "/static/suggest.js")
    blocks = ("application/json", "application/ld+json")
    ours = {*((script, "module") for script in scripts), *((None, name) for name in blocks)}
    assert {(one.get("src"), one.get("type")) for one in tree.iter(f"{HTML}script")} <= ours
    assert not [link for link in _links(reply.body) if link.startswith("javascript")]


def test_a_result_links_its_iris_and_every_format(client: Client) -> None:
    query = "SELECT * { <http://example.org/b> ?p ?o FILTER(isIRI(?o)) }"

    body = client(f"/sparql?query={quote(query)}", headers=BROWSER).body

    links = _links(body)
    assert "http://www.wikidata.org/entity/Q1490" in links
    downloads = [parse_qs(urlsplit(link).query) for link in links if link.startswith("sparql?")]
    assert [item["format"] for item in downloads] == [["json"], ["xml"], ["csv"], ["tsv"]]
    assert all(item["query"] == [query] for item in downloads)


def test_every_download_of_a_graph_works(client: Client) -> None:
    target = "/sparql?query=CONSTRUCT+WHERE{?s+rdfs:label+?o}"
    links = _links(client(target, headers=BROWSER).body)

    # Relative to the endpoint, which may be below a path.
    found = [client(f"/{link}").status for link in links if link.startswith("sparql?")]

    assert found == [200] * 6


def test_links_of_a_result_work_below_any_path_of_a_proxy(client: Client) -> None:
    seen = "https://data.example.jp/digigov/sparql?query=ASK{}"
    links = _links(client("/sparql?query=ASK{}", headers=BROWSER).body)

    own = [link for link in links if "query=" in link and not link.startswith("/")]
    leads = {urljoin(seen, link).partition("?")[0] for link in own}

    assert leads == {
        "https://data.example.jp/digigov/sparql",
        "https://data.example.jp/digigov/en/query",
    }


def test_a_long_result_shows_its_first_rows_and_says_so(client: Client) -> None:
    query = "SELECT ?a ?b { ?a ?p ?o . ?b ?q ?r . ?c ?s ?t . ?d ?u ?v }"

    body = client(f"/sparql?query={quote(query)}", headers=BROWSER).body.decode()

    assert body.count("<tr>") == MOST_ROWS + 1
    assert f"The first 1,000 of {12**4:,} results." in body


def test_the_form_keeps_the_query_of_its_address(client: Client) -> None:
    query = "ASK { ?s ?p '漢字 <&>' }"

    body = client(f"/query?query={quote(query)}").body

    tree = html5lib.parse(body, transport_encoding="utf-8")
    (area,) = tree.iter(f"{HTML}textarea")
    assert area.text == query


def test_the_form_is_in_the_language_of_its_address(client: Client) -> None:
    assert "クエリの例" in client("/ja/query").body.decode()
    assert "クエリの例" not in client("/en/query").body.decode()
    assert "クエリの例" in client("/query", headers={"accept-language": "ja"}).body.decode()


def test_the_form_links_the_descriptions_for_programs(client: Client) -> None:
    links = _links(client("/en/query").body)

    assert {"/sparql?format=turtle", "/openapi.json"} <= set(links)


def test_the_query_of_a_result_can_be_edited_in_the_form(client: Client) -> None:
    links = _links(client("/sparql?query=ASK{}", headers=BROWSER).body)

    (again,) = [link for link in links if link.startswith("en/query?")]

    assert b"ASK{}</textarea>" in client(f"/{again}").body


@pytest.mark.parametrize("query", ["ASK{}", "ASK{"])
@pytest.mark.parametrize(("code", "other"), [("ja", "en"), ("en", "ja")])
def test_the_answer_to_the_form_is_in_the_language_of_the_form(
    client: Client, query: str, code: str, other: str
) -> None:
    tree = html5lib.parse(client(f"/{code}/query").body, transport_encoding="utf-8")
    (form,) = (one for one in tree.iter(f"{HTML}form") if one.get("id") == "ask")
    hidden = [one for one in form.iter(f"{HTML}input") if one.get("type") == "hidden"]
    sent = urlencode(
        [("query", query), *((one.get("name", ""), one.get("value", "")) for one in hidden)]
    )

    page = client(f"/sparql?{sent}", headers={**BROWSER, "accept-language": other})

    assert page.headers["content-language"] == code
    assert f'<html lang="{code}">' in page.body.decode()
    assert any(link.startswith(f"{code}/query?") for link in _links(page.body))


def test_an_unknown_language_of_a_query_is_ignored(client: Client) -> None:
    page = client("/sparql?query=ASK{}&lang=fr", headers={**BROWSER, "accept-language": "ja"})

    assert (page.status, page.headers["content-language"]) == (200, "ja")


def test_an_iri_of_the_dataset_links_to_its_page_on_this_server(client: Client) -> None:
    ours, other = "https://w3id.org/jp-digigov/id/pref/37", "https://example.org/x"
    query = f"SELECT * {{ VALUES ?iri {{ <{ours}> <{other}> <javascript:alert(1)> }} }}"

    links = _links(client(f"/sparql?query={quote(query)}", headers=BROWSER).body)

    assert "/en/id/pref/37" in links
    assert other in links
    assert not [link for link in links if link.startswith("javascript")]


def test_a_misspelt_term_is_named_where_a_query_gives_nothing() -> None:
    query = "SELECT ?s WHERE { ?s dg:reportedBi ?o }"
    path = f"/sparql?query={quote(query)}"

    page = website()(path, headers={"Accept": "text/html"}).body.decode()

    assert "The data has no term dg:reportedBi. Did you mean dg:reportedBy" in page


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        ("ja", "dg:reportedBi という語は、このデータにありません。もしかして：dg:reportedBy"),
        ("en", "The data has no term dg:reportedBi. Did you mean dg:reportedBy"),
    ],
)
def test_the_query_page_names_a_misspelt_term_without_script(language: str, hint: str) -> None:
    wrong, right = (f"ASK {{ ?s dg:{name} ?o }}" for name in ("reportedBi", "reportedBy"))

    pages = [website()(f"/{language}/query?query={quote(query)}") for query in (wrong, right)]

    notice = re.compile(r'<p class="notice plain-only">([^<]*)</p>')
    shown, none = (notice.findall(page.body.decode()) for page in pages)
    assert [text.startswith(hint) for text in shown] == [True]
    assert none == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("useTechnology", ["dg:usesTechnology", "dg:concernsTechnology"]),
        ("Procedue", ["dg:Procedure", "dg:ProcedureEntry"]),
    ],
)
def test_terms_near_a_property_are_no_classes_and_those_near_a_class_no_properties(
    bundled_data: LocalDataset, name: str, near: list[str]
) -> None:
    terms = QueryTerms(bundled_data)

    assert terms.nearest(f"{bundled_data.identity.base}ontology#{name}") == near


@pytest.mark.parametrize(
    ("iri", "near"),
    [
        ("http://purl.org/dc/terms/titla", "dct:title"),
        ("http://schema.org/Datasett", "schema:Dataset"),
        ("http://xmlns.com/foaf/0.1/Agnet", "foaf:Agent"),
        ("http://schema.org/StartDate", "schema:startDate"),
        ("http://www.w3.org/ns/dcat#StartDate", "dcat:startDate"),
    ],
)
def test_terms_near_one_of_another_vocabulary_begin_with_that_vocabulary(
    bundled_data: LocalDataset, iri: str, near: str
) -> None:
    assert QueryTerms(bundled_data).nearest(iri)[0] == near


def test_no_concept_is_near_a_property_and_no_property_near_a_concept(
    bundled_data: LocalDataset,
) -> None:
    terms, base = QueryTerms(bundled_data), bundled_data.identity.base

    of_property = terms.nearest("http://xmlns.com/foaf/0.1/maep")
    of_concept = terms.nearest(f"{base}concept/technology/chatbat")

    assert [one for one in of_property if one.startswith(f"<{base}concept/")] == []
    assert of_concept[0] == f"<{base}concept/technology/chatbot>"
    assert [one for one in of_concept if not one.startswith(f"<{base}concept/")] == []


def test_a_figure_about_a_misspelt_term_of_another_vocabulary_names_the_right_one(
    bundled_site: Client,
) -> None:
    for wrong, right in (("dct:titla", "dct:title"), ("foaf:Agnet", "foaf:Agent")):
        page = bundled_site(f"/en/count/uses?property={wrong}")

        assert page.status == 400
        assert f"Did you mean {right}" in page.body.decode()


@pytest.mark.parametrize(
    ("name", "term"), [("procedure", "dg:Procedure"), ("UsesTechnology", "dg:usesTechnology")]
)
def test_a_term_that_differs_only_in_case_is_named_alone(
    bundled_data: LocalDataset, name: str, term: str
) -> None:
    terms = QueryTerms(bundled_data)

    assert terms.nearest(f"{bundled_data.identity.base}ontology#{name}") == [term]


@pytest.mark.parametrize("language", Language)
def test_the_script_gets_the_sentence_that_the_server_writes(language: Language) -> None:
    site = Site.of(LocalDataset.open(SAMPLE))

    words = build_editor(site, language, "", "", "").settings["words"]

    assert isinstance(words, dict)
    hint = UnknownTerm("dg:reportedBi", ["dg:reportedBy"]).hint().in_language(language)
    sentence = words["unknown_term_near"].replace("{term}", "dg:reportedBi")
    assert sentence.replace("{near}", "dg:reportedBy") == hint


def test_terms_are_not_named_where_a_query_gives_rows() -> None:
    query = "SELECT ?s WHERE { ?s dg:reportedBy ?o OPTIONAL { ?s dg:reportedBi ?p } }"
    path = f"/sparql?query={quote(query)}"

    page = website()(path, headers={"Accept": "text/html"}).body.decode()

    assert "Did you mean" not in page


@pytest.mark.parametrize("form", ["json", "csv", "tsv"])
def test_an_answer_names_a_misspelt_term_where_a_query_gives_nothing(form: str) -> None:
    path = f"/sparql?query={quote('SELECT ?s { ?s dg:reportedBi ?o }')}&format={form}"

    named = website()(path).headers["query-unknown-terms"]

    assert named.startswith('"dg:reportedBi";near="dg:reportedBy')


@pytest.mark.parametrize("form", ["json", "csv", "tsv"])
def test_an_answer_names_no_term_where_a_query_gives_rows(form: str) -> None:
    path = f"/sparql?query={quote('SELECT ?s { ?s dg:reportedBy ?o } LIMIT 1')}&format={form}"

    assert "query-unknown-terms" not in website()(path).headers
