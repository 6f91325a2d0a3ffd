"""Error messages for people and problem documents for programs."""

import json
import logging
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from endpoint import Client, open_client
from website import parse_errors

from server.engine.errors import (
    Busy,
    ClientBusy,
    EngineFailure,
    MemoryExceeded,
    QuerySyntax,
    QueryTimeout,
    QueryTooComplex,
    ResultTooLarge,
    ServiceRefused,
    StoreDamaged,
)
from server.http.problem_kinds import KINDS


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return open_client(tmp_path)


LIMITS = [
    (QueryTimeout(30), 504, "timeout", "30 s"),
    (MemoryExceeded(512 << 20), 507, "memory-exceeded", "512 MiB"),
    (ResultTooLarge(64 << 20), 422, "result-too-large", "64 MiB"),
    (Busy(3), 503, "busy", "3 s"),
    (ClientBusy(2), 429, "too-many-requests", "2 s"),
    (QueryTooComplex("nested too deeply"), 400, "too-complex", "nested too deeply"),
    (ServiceRefused("http://example.org/", 1, 5), 403, "service-refused", "join the results"),
    (StoreDamaged("no such file"), 500, "store-damaged", "prepare the data again"),
]


@pytest.mark.parametrize(
    ("error", "status", "slug", "says"), LIMITS, ids=[row[2] for row in LIMITS]
)
def test_each_limit_has_its_own_status_and_advice(
    client: Client, error: Exception, status: int, slug: str, says: str
) -> None:
    client.engine.error = error

    reply = client("/sparql?query=ASK{}")

    problem = json.loads(reply.body)
    assert (reply.status, problem["status"], problem["type"]) == (
        status,
        status,
        f"/problems#{slug}",
    )
    assert says in problem["detail"]
    assert reply.headers.get("retry-after") == (
        str(error.retry_after) if isinstance(error, Busy) else None
    )


@pytest.mark.parametrize("error", [RuntimeError("secret of the house"), EngineFailure("secret")])
def test_an_unforeseen_error_gives_an_identifier_and_no_detail(
    client: Client, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    client.engine.error = error

    with caplog.at_level(logging.ERROR):
        reply = client("/sparql?query=ASK{}")

    assert reply.status == 500
    assert b"secret" not in reply.body
    assert json.loads(reply.body)["errorId"] in caplog.text
    assert reply.headers["access-control-allow-origin"] == "*"


MISSING = [
    ("qb", "PREFIX qb: <http://purl.org/linked-data/cube#>", ""),
    ("unheard", "PREFIX unheard: <…>", ""),
    ("sko", "PREFIX sko: <…>", "Did you mean “skos:”?"),
]


@pytest.mark.parametrize(("prefix", "declaration", "hint"), MISSING)
def test_a_missing_prefix_is_named_with_its_declaration(
    client: Client, prefix: str, declaration: str, hint: str
) -> None:
    query = quote(f"SELECT *\nWHERE {{ ?府県 {prefix}:x ?o }}")

    problem = json.loads(client(f"/sparql?query={query}").body)

    assert problem["type"] == "/problems#missing-prefix"
    assert (problem["prefix"], problem["declaration"]) == (prefix, declaration)
    assert (problem["line"], problem["column"]) == (2, 13)
    assert problem["excerpt"].splitlines()[1] == " " * 9 + "\u3000\u3000" + " ^"
    assert declaration in problem["detail"]
    assert hint in problem["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type", "has"),
    [
        ("", "application/problem+json", '"status": 400'),
        ("application/sparql-results+json", "application/problem+json", '"status": 400'),
        ("application/json", "application/problem+json", '"status": 400'),
        ("text/plain", "text/plain", "400 "),
        ("text/html,*/*;q=0.8", "text/html", "<pre"),
        ("image/png", "application/problem+json", '"status": 4'),
    ],
)
def test_a_problem_has_the_type_that_the_client_reads(
    client: Client, accept: str, media_type: str, has: str
) -> None:
    reply = client("/sparql?query=ASK{?s+qb:x+?o}&format=json", headers={"accept": accept})

    assert reply.type == media_type
    assert has in reply.body.decode()


@pytest.mark.parametrize(
    ("language", "title"),
    [("ja", "宣言されていない接頭辞があります"), ("en", "A prefix is not declared")],
)
def test_a_problem_is_described_in_the_language_of_the_client(
    client: Client, language: str, title: str
) -> None:
    headers = {"accept": "text/plain", "accept-language": language}

    reply = client("/sparql?query=ASK{?s+qb:x+?o}", headers=headers)

    assert reply.headers["content-language"] == language
    assert title in reply.body.decode()
    assert "\n   " in reply.body.decode()
    assert "Accept-Language" in reply.headers["vary"]


def test_nothing_of_a_query_becomes_markup(client: Client) -> None:
    query = quote("ASK { ?s qb:x '<script>alert(1)</script>' }")

    reply = client(f"/sparql?query={query}", headers={"accept": "text/html"})

    # Only the script of the site, which suggests names in the search field.
    assert reply.body.count(b"<script") == reply.body.count(b'/static/suggest.js"></script>') == 1
    assert b"&lt;script&gt;" in reply.body


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_the_list_of_problems_has_every_kind(client: Client, kind: object) -> None:
    slug = getattr(kind, "slug", "")

    assert f'id="{slug}"' in client("/problems").body.decode()


SECURITY = {
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@pytest.mark.parametrize(
    ("target", "method"),
    [
        ("/sparql?query=ASK{}", "GET"),
        ("/sparql?query=ASK", "GET"),
        ("/sparql", "PUT"),
        ("/sparql", "OPTIONS"),
        ("/healthz", "GET"),
        ("/nowhere", "GET"),
        ("/%00", "GET"),
        ("/healthz", "POST"),
    ],
)
def test_every_answer_may_be_read_anywhere_and_runs_no_code(
    client: Client, target: str, method: str
) -> None:
    headers = client(target, method).headers

    assert {name: headers[name] for name in SECURITY} == SECURITY
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def test_a_body_over_the_limit_is_refused(client: Client) -> None:
    headers = {"content-type": "application/sparql-query"}

    reply = client("/sparql", "POST", b"#" * 1_048_577, headers)

    assert (reply.status, reply.type) == (413, "application/problem+json")
    assert "1,048,576" in reply.body.decode()


def test_a_long_line_is_cut_around_the_position_of_the_fault(client: Client) -> None:
    query = quote("ASK { " + "?s ?p ?o . " * 50 + "?s qb:x ?o }")

    shown = json.loads(client(f"/sparql?query={query}").body)["excerpt"]

    text, caret = shown.splitlines()
    assert len(text) <= 78
    assert text[caret.index("^") :].startswith("qb:x")


def test_a_problem_repeats_little_of_the_request(client: Client) -> None:
    reply = client("/sparql?query=ASK{}", headers={"accept": "a/b;q=0.1," * 10_000})

    assert reply.status == 406
    assert len(reply.body) < 5_000


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("target", ["/sparql?query=SELECT+%3Cb%3E", "/problems", "/prefixes"])
def test_a_page_about_a_problem_has_the_header_and_footer_of_the_site(
    client: Client, target: str, language: str
) -> None:
    reply = client(target, headers={"accept": "text/html", "accept-language": language})

    text = reply.body.decode()
    assert parse_errors(reply.body) == []
    assert f'<a class="brand" href="/{language}/">' in text
    assert '<meta name="robots" content="noindex">' in text


def test_a_refused_query_can_be_edited_from_its_error_page(client: Client) -> None:
    reply = client("/sparql?query=SELECT+%3Cb%3E", headers={"accept": "text/html"})

    text = reply.body.decode()
    assert reply.status == 400
    assert '<pre lang="">SELECT &lt;b&gt;</pre>' in text
    assert 'href="en/query?query=SELECT+%3Cb%3E"' in text


@pytest.mark.parametrize("sent", ["query=%FF%FE", "query=SELECT+%3Cb%3E" + "&a=1" * 200])
def test_a_query_that_cannot_be_read_is_not_repeated(client: Client, sent: str) -> None:
    reply = client(f"/sparql?{sent}", headers={"accept": "text/html"})

    assert 400 <= reply.status < 500
    assert "query?query" not in reply.body.decode()


def test_a_syntax_error_has_an_explanation_its_position_and_the_corrected_query(
    client: Client,
) -> None:
    client.engine.error = QuerySyntax("expected DISTINCT", 1, 16)
    address = "/sparql?query=" + quote("SELECT ?a, ?b { ?a ?p ?b }")

    problems = [
        json.loads(client(address, headers={"Accept-Language": language}).body)
        for language in ("ja", "en")
    ]

    assert [(problem["line"], problem["column"]) for problem in problems] == [(1, 10), (1, 10)]
    assert "変数は空白で区切って" in problems[0]["detail"]
    assert "separated by spaces" in problems[1]["detail"]
    assert {problem["suggestion"] for problem in problems} == {"SELECT ?a ?b { ?a ?p ?b }"}


@pytest.mark.parametrize(
    ("language", "link"), [("ja", "修正したクエリを開く"), ("en", "Open the corrected query")]
)
def test_the_page_of_a_syntax_error_links_to_the_corrected_query(
    client: Client, language: str, link: str
) -> None:
    client.engine.error = QuerySyntax("expected DISTINCT", 1, 16)
    address = "/sparql?query=" + quote('SELECT ?a, ?b { ?a ?p "<b>" }')

    reply = client(address, headers={"accept": "text/html", "accept-language": language})

    text = reply.body.decode()
    corrected = urlencode({"query": 'SELECT ?a ?b { ?a ?p "<b>" }'})
    assert f'<a href="{language}/query?{corrected}">{link}</a>' in text
    assert '<pre lang="">SELECT ?a ?b { ?a ?p &quot;&lt;b&gt;&quot; }</pre>' in text
    assert "suggestion" not in text


def test_a_correction_too_long_for_an_address_is_shown_without_link(client: Client) -> None:
    client.engine.error = QuerySyntax("expected DISTINCT", 1, 16)
    query = f'SELECT ?a, ?b {{ ?a ?p "{"値" * 2000}" }}'

    reply = client(
        "/sparql",
        method="POST",
        body=urlencode({"query": query}).encode(),
        headers={
            "accept": "text/html",
            "accept-language": "en",
            "content-type": "application/x-www-form-urlencoded",
        },
    )

    text = reply.body.decode()
    assert "<h2>Corrected query</h2><pre" in text
    assert "Open the corrected query" not in text


def test_the_message_of_the_parser_is_shown_for_an_unknown_fault(client: Client) -> None:
    client.engine.error = QuerySyntax("expected something", 1, 3)

    problem = json.loads(client("/sparql?query=ASK%7B%7D").body)

    assert "expected something" in problem["detail"]
    assert "suggestion" not in problem


def test_an_address_without_brackets_is_not_taken_for_a_prefix(client: Client) -> None:
    query = "PREFIX x: http://example.org/ SELECT * { ?a x:p ?b }"

    problem = json.loads(client("/sparql?query=" + quote(query)).body)

    assert problem["type"] == "/problems#syntax"
    assert problem["suggestion"] == "PREFIX x: <http://example.org/> SELECT * { ?a x:p ?b }"


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("/ja/compare/maps", "/ja/compare/map"),
        ("/en/compare/field-statu.csv", "/en/compare/field-status.csv"),
        ("/en/compare/zzzzzz", "/en/compare"),
        ("/en/compare/c.csv", "/en/compare"),
        ("/embed/ja/compare/zzzzzz", "/ja/compare"),
        ("/ja/list/procedure", "/ja/list/procedures"),
        ("/ja/list/procedure.csv", "/ja/list/procedures.csv"),
        ("/en/findings/beyond-trail", "/en/findings/beyond-trial"),
        ("/en/findings/Beyond-Trial", "/en/findings/beyond-trial"),
        ("/ja/list/Procedures.csv", "/ja/list/procedures.csv"),
        ("/embed/en/compare/MAP", "/embed/en/compare/map"),
        ("/embed/ja/findings/beyond-trail", "/embed/ja/findings/beyond-trial"),
        ("/embed/ja/findings/zzzzzz", "/ja/findings"),
    ],
)
def test_an_unknown_name_in_an_address_leads_to_similar_ones(
    bundled_site: Client, wrong: str, near: str
) -> None:
    page = bundled_site(wrong, headers={"accept": "text/html"})
    document = bundled_site(wrong, headers={"accept": "application/json"})

    nearest = json.loads(document.body)["nearest"]
    assert (page.status, document.status) == (404, 404)
    assert near in nearest
    for address in nearest:
        assert f'<a href="{address}">' in page.body.decode()
        assert bundled_site(address).status == 200


@pytest.mark.parametrize(
    ("wrong", "near", "title"),
    [
        ("/ja/compare/maps", "/ja/compare/map", "都道府県の地図"),
        ("/en/compare/maps", "/en/compare/map", "Map of the prefectures"),
        ("/en/compare/zzzzzz", "/en/compare", "Compare"),
        ("/en/list/procedure", "/en/list/procedures", "All procedures"),
        (
            *("/ja/findings/beyond-trail", "/ja/findings/beyond-trial"),
            "どの技術が実証の段階を越えたか",
        ),
    ],
)
def test_similar_pages_are_named_by_their_titles(
    bundled_site: Client, wrong: str, near: str, title: str
) -> None:
    page = bundled_site(wrong, headers={"accept": "text/html"}).body.decode()

    assert f'<a href="{near}">{title}</a>' in page


def test_a_list_with_a_name_unlike_all_is_near_none(bundled_site: Client) -> None:
    reply = bundled_site("/en/list/zzzzzz", headers={"accept": "application/json"})

    assert (reply.status, json.loads(reply.body)["nearest"]) == (404, [])


def test_a_problem_of_the_api_is_in_the_language_of_its_request(bundled_site: Client) -> None:
    for code, other in (("ja", "en"), ("en", "ja")):
        path = f"/api/explore?status=nothing&lang={code}"
        reply = bundled_site(path, headers={"accept-language": other})

        assert (reply.status, reply.headers["content-language"]) == (400, code)


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "text/turtle"])
@pytest.mark.parametrize(
    "query", ["SELECTT * { ?a ?p ?b }", "CONSTRUKT { ?a ?p ?b } WHERE { ?a ?p ?b }"]
)
def test_a_misspelt_query_form_is_a_syntax_error_for_all_that_accept_any_result(
    client: Client, query: str, accept: str
) -> None:
    reply = client(f"/sparql?query={quote(query)}", headers={"accept": accept})

    problem = json.loads(reply.body)
    assert reply.status == 400
    assert problem["suggestion"].startswith(("SELECT *", "CONSTRUCT {"))
