"""The SPARQL 1.1 Protocol's query operation, case by case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from endpoint import Client, open_client

from server.settings import Settings

FORM = {"content-type": "application/x-www-form-urlencoded"}
TEXT = {"content-type": "application/sparql-query"}
ASK = "ASK {}"
TRUE = b'{"head":{},"boolean":true}'
ONE = "http://example.org/one"
TWO = "http://example.org/two"
# True if the default graph contains ex:a, which is only in graph one.
IN_DEFAULT = quote("ASK { <http://example.org/a> ?p ?o }")
IN_NAMED = quote("ASK { GRAPH ?g { <http://example.org/a> ?p ?o } }")
FROM_TWO = quote(f"ASK FROM <{TWO}> {{ <http://example.org/a> ?p ?o }}")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return open_client(tmp_path_factory.mktemp("data"))


@dataclass(frozen=True)
class Case:
    name: str
    target: str = "/sparql"
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    expected: bytes = TRUE


FALSE = TRUE.replace(b"true", b"false")
ANSWERED = [
    Case("get", "/sparql?query=ASK%20%7B%7D"),
    Case("get with plus for a space", "/sparql?query=ASK+%7B%7D"),
    Case("get unescaped", "/sparql?query=ASK{}"),
    Case("get with an unknown parameter", "/sparql?query=ASK{}&callback=x"),
    Case("head", "/sparql?query=ASK{}", "HEAD", expected=b""),
    Case("post form", method="POST", body=b"query=ASK+%7B%7D", headers=FORM),
    Case(
        "post form with charset",
        method="POST",
        body=b"query=ASK{}",
        headers={"content-type": "application/x-www-form-urlencoded; charset=UTF-8"},
    ),
    Case("post form, parameters in the URL", "/sparql?format=json", "POST", b"query=ASK{}", FORM),
    Case("post directly", method="POST", body=b"ASK {}", headers=TEXT),
    Case(
        "post directly with charset",
        method="POST",
        body=b"ASK {}",
        headers={"content-type": 'Application/SPARQL-Query; charset="utf-8"'},
    ),
    Case("post with a byte order mark", method="POST", body=b"\xef\xbb\xbfASK {}", headers=TEXT),
    Case("get with a byte order mark", "/sparql?query=%EF%BB%BFASK{}"),
    Case(
        "post form with a byte order mark",
        method="POST",
        body=b"query=%EF%BB%BFASK+%7B%7D",
        headers=FORM,
    ),
    Case(
        "method QUERY with a byte order mark",
        method="QUERY",
        body=b"\xef\xbb\xbfASK {}",
        headers=TEXT,
    ),
    Case("method QUERY", method="QUERY", body=b"ASK {}", headers=TEXT),
    Case("method QUERY with a form", method="QUERY", body=b"query=ASK{}", headers=FORM),
    Case("default graph that has it", f"/sparql?query={IN_DEFAULT}&default-graph-uri={ONE}"),
    Case(
        "default graph that lacks it",
        f"/sparql?query={IN_DEFAULT}&default-graph-uri={TWO}",
        expected=FALSE,
    ),
    Case(
        "two default graphs",
        f"/sparql?query={IN_DEFAULT}&default-graph-uri={ONE}&default-graph-uri={TWO}",
    ),
    Case(
        "an empty default graph parameter is ignored",
        f"/sparql?query={IN_DEFAULT}&default-graph-uri=",
    ),
    Case("named graph that has it", f"/sparql?query={IN_NAMED}&named-graph-uri={ONE}"),
    Case(
        "named graph that lacks it",
        f"/sparql?query={IN_NAMED}&named-graph-uri={TWO}",
        expected=FALSE,
    ),
    Case(
        "two named graphs",
        f"/sparql?query={IN_NAMED}&named-graph-uri={ONE}&named-graph-uri={TWO}",
    ),
    Case(
        "a default graph alone leaves no named graphs",
        f"/sparql?query={IN_NAMED}&default-graph-uri={ONE}",
        expected=FALSE,
    ),
    Case(
        "a named graph alone leaves the default graph empty",
        f"/sparql?query={IN_DEFAULT}&named-graph-uri={ONE}",
        expected=FALSE,
    ),
    Case("FROM without a protocol dataset", f"/sparql?query={FROM_TWO}", expected=FALSE),
    Case("FROM yields to the protocol", f"/sparql?query={FROM_TWO}&default-graph-uri={ONE}"),
    Case(
        "dataset beside a direct post",
        f"/sparql?default-graph-uri={TWO}",
        "POST",
        b"ASK { <http://example.org/a> ?p ?o }",
        TEXT,
        FALSE,
    ),
    Case(
        "dataset within a form",
        "/sparql",
        "POST",
        f"query={IN_DEFAULT}&default-graph-uri={quote(TWO, safe='')}".encode(),
        FORM,
        FALSE,
    ),
    Case("the default graph is the union", f"/sparql?query={IN_DEFAULT}"),
    Case("common prefixes", "/sparql?query=ASK{?s%20rdfs:label%20?l}"),
]


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_a_query_is_answered(client: Client, case: Case) -> None:
    reply = client(case.target, case.method, case.body, case.headers)

    assert (reply.status, reply.body) == (200, case.expected)
    assert reply.type == "application/sparql-results+json"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert int(reply.headers["content-length"]) == len(TRUE if not reply.body else reply.body)


@dataclass(frozen=True)
class Refusal:
    name: str
    status: int
    says: str
    target: str = "/sparql"
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


REFUSED = [
    Refusal("two queries", 400, "2 queries", "/sparql?query=ASK{}&query=ASK{}"),
    Refusal(
        "a query in the URL and one in the form",
        400,
        "2 queries",
        "/sparql?query=ASK{}",
        "POST",
        b"query=ASK{}",
        FORM,
    ),
    Refusal(
        "a query in the URL and one as the body",
        400,
        "2 queries",
        "/sparql?query=ASK{}",
        "POST",
        b"ASK{}",
        TEXT,
    ),
    Refusal("an empty query", 400, "no query", "/sparql?query="),
    Refusal("a blank query", 400, "no query", "/sparql?query=%20%0A"),
    Refusal("an empty form", 400, "no query", method="POST", headers=FORM),
    Refusal("a form without query", 400, "no query", method="POST", body=b"q=1", headers=FORM),
    Refusal("an empty body", 400, "no query", method="POST", headers=TEXT),
    Refusal("a post without type", 415, "not given", method="POST", body=b"query=ASK{}"),
    Refusal(
        "a body of another type",
        415,
        "text/plain",
        method="POST",
        body=b"ASK {}",
        headers={"content-type": "text/plain"},
    ),
    Refusal(
        "a multipart form",
        415,
        "multipart/form-data",
        method="POST",
        body=b"x",
        headers={"content-type": "multipart/form-data; boundary=x"},
    ),
    Refusal(
        "another charset",
        415,
        "utf-16",
        method="POST",
        body="ASK {}".encode("utf-16"),
        headers={"content-type": "application/sparql-query; charset=utf-16"},
    ),
    Refusal(
        "a compressed body",
        415,
        "uncompressed",
        method="POST",
        body=b"\x1f\x8b",
        headers={**TEXT, "content-encoding": "gzip"},
    ),
    Refusal("bad UTF-8 in the URL", 400, "not UTF-8", "/sparql?query=ASK{%FF}"),
    Refusal("bad UTF-8 in a form", 400, "UTF-8", "/sparql", "POST", b"query=ASK{%FF}", FORM),
    Refusal("bad UTF-8 in a body", 400, "byte 6", "/sparql", "POST", b"ASK {\xff}", TEXT),
    Refusal("a relative graph", 400, "absolute IRI", "/sparql?query=ASK{}&default-graph-uri=one"),
    Refusal(
        "a broken graph", 400, "absolute IRI", "/sparql?query=ASK{}&named-graph-uri=http://%20"
    ),
    Refusal("a timeout of words", 400, "seconds", "/sparql?query=ASK{}&timeout=soon"),
    Refusal("a negative timeout", 400, "seconds", "/sparql?query=ASK{}&timeout=-1"),
    Refusal("an endless timeout", 400, "seconds", "/sparql?query=ASK{}&timeout=inf"),
    Refusal("a syntax error", 400, "cannot be parsed", "/sparql?query=SELECT"),
    Refusal("two queries in one text", 400, "cannot be parsed", "/sparql?query=ASK{}%20ASK{}"),
    Refusal("an update in a query", 403, "refused", "/sparql?query=DROP%20ALL"),
    Refusal("an update by GET", 403, "refused", "/sparql?update=DROP%20ALL"),
    Refusal("an update form", 403, "refused", "/sparql", "POST", b"update=DROP+ALL", FORM),
    Refusal(
        "an update body",
        403,
        "refused",
        method="POST",
        body=b"DROP ALL",
        headers={"content-type": "application/sparql-update"},
    ),
    Refusal("PUT", 405, "GET, HEAD, POST", method="PUT"),
    Refusal("DELETE", 405, "GET, HEAD, POST", method="DELETE"),
    Refusal("an unknown format", 406, "?format=csv", "/sparql?query=ASK{}&format=exe"),
    Refusal("a graph format for rows", 406, "SPARQL JSON", "/sparql?query=ASK{}&format=turtle"),
    Refusal(
        "an unknown type",
        406,
        "SPARQL JSON",
        "/sparql?query=ASK{}",
        headers={"accept": "image/png"},
    ),
    Refusal(
        "all types excluded",
        406,
        "SPARQL JSON",
        "/sparql?query=ASK{}",
        headers={"accept": "*/*;q=0"},
    ),
    Refusal(
        "RDF/XML that has no name for a predicate",
        406,
        "no XML name",
        "/sparql?query=CONSTRUCT+WHERE{?s+<http://example.org/123>+?o}&format=rdf",
    ),
    Refusal(
        "XML of a control character",
        406,
        "U+0007",
        "/sparql?query=SELECT*{?s+<http://example.org/bell>+?o}&format=xml",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_request_is_refused_with_its_reason(client: Client, case: Refusal) -> None:
    headers = {"accept-language": "en", **case.headers}

    reply = client(case.target, case.method, case.body, headers)

    assert reply.status == case.status
    assert reply.type == "application/problem+json"
    assert case.says in reply.body.decode()
    assert reply.headers["access-control-allow-origin"] == "*"


def test_a_refused_method_names_the_allowed_ones(client: Client) -> None:
    assert client("/sparql", "PATCH").headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert client("/prefixes", "POST").headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_preflight_is_answered_for_any_origin(client: Client) -> None:
    headers = {"origin": "https://example.org", "access-control-request-method": "QUERY"}

    reply = client("/sparql", "OPTIONS", headers=headers)

    assert (reply.status, reply.body) == (204, b"")
    assert "QUERY" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in reply.headers


def test_head_has_the_headers_of_get(client: Client) -> None:
    target = "/sparql?query=SELECT*{?s+?p+?o}"

    head, get = client(target, "HEAD").headers, client(target).headers

    # Each request has its own duration.
    assert {**head, "server-timing": ""} == {**get, "server-timing": ""}


def test_csv_begins_with_a_byte_order_mark_where_asked(client: Client) -> None:
    target = "/sparql?query=SELECT+?o{?s+ex:astral+?o}&format=csv".replace(
        "ex:astral", "<http://example.org/astral>"
    )

    plain = client(target)
    marked = [client(f"{target}&{sent}") for sent in ("bom=1", "bom", "bom=yes", "bom&timeout=9")]
    unmarked = [client(f"{target}&{sent}") for sent in ("bom=", "bom=0", "bom=false", "bomb")]

    assert plain.body == "o\r\n𠮷野家\r\n".encode()
    assert {reply.body for reply in marked} == {b"\xef\xbb\xbf" + plain.body}
    assert {reply.body for reply in unmarked} == {plain.body}


@pytest.mark.parametrize("sent", ["queryLn=SPARQL", "queryId=8f0c", "output=json", "results=json"])
def test_parameters_that_clients_of_other_endpoints_send_are_ignored(
    client: Client, sent: str
) -> None:
    target = "/sparql?query=ASK{}"

    plain, reply = client(target), client(f"{target}&{sent}")

    assert (reply.status, reply.body) == (200, plain.body)


# The format parameter, the Accept header, the query, and the media type of the response.
ROWS, GRAPH = "SELECT*{}", "CONSTRUCT{}{}"
WRAPPER = "application/turtle,text/turtle,text/rdf+n3,application/n-triples,application/n3,text/n3"
NAMED = [
    ("n3", WRAPPER, GRAPH, "text/turtle"),
    ("n3", "*/*", GRAPH, "text/turtle"),
    ("n3", "application/sparql-results+xml", ROWS, "application/sparql-results+xml"),
    ("text/rdf n3", "", GRAPH, "text/turtle"),
    ("sparql-results json", "text/csv", ROWS, "application/sparql-results+json"),
    (
        "turtle",
        "application/sparql-results+json, */*;q=0.1",
        ROWS,
        "application/sparql-results+json",
    ),
    ("x-unheard", "text/csv", ROWS, "text/csv"),
    ("x-unheard", "application/rdf+xml;q=0.5", GRAPH, "application/rdf+xml"),
]


@pytest.mark.parametrize(("name", "accept", "query", "given"), NAMED)
def test_an_unknown_format_parameter_is_ignored_where_accept_fits(
    client: Client, name: str, accept: str, query: str, given: str
) -> None:
    reply = client(f"/sparql?query={query}&format={quote(name)}", headers={"accept": accept})

    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, given)


@pytest.mark.parametrize("accept", ["", "*/*", "*", "image/png"])
def test_an_unknown_format_parameter_is_refused_where_accept_does_not_fit(
    client: Client, accept: str
) -> None:
    reply = client(f"/sparql?query={ROWS}&format=x-unheard", headers={"accept": accept})

    assert (reply.status, b"x-unheard" in reply.body) == (406, True)


GROUPED = "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s"
HAVINGS = [
    (f"{GROUPED} HAVING(?n > 1)", True),
    (f"{GROUPED} HAVING(COUNT(?o) > 1 && ?n < 9) ORDER BY ?n", True),
    (f"SELECT * {{ {{ {GROUPED} HAVING(?n > 1) }} }}", True),
    (f"{GROUPED} HAVING(COUNT(?o) > 1)", False),
    ("SELECT ?k (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY (STR(?s) AS ?k) HAVING(?k > 'a')", False),
    (f"{GROUPED} ORDER BY ?n", False),
]


@pytest.mark.parametrize(("query", "hinted"), HAVINGS)
def test_a_result_with_having_on_an_alias_has_a_hint(
    client: Client, query: str, *, hinted: bool
) -> None:
    target = f"/sparql?query={quote(query)}"

    data = client(target)
    page = client(target, headers={"accept": "text/html", "accept-language": "ja"})

    assert (data.headers.get("query-hint") == "alias-in-having") is hinted
    assert ("HAVING の中では" in page.body.decode()) is hinted


@pytest.mark.parametrize(
    ("target", "headers", "timeout", "fresh"),
    # Each case has a different query, so that no response comes from the cache.
    [
        ("/sparql?query=ASK{?case1 ?p ?o}", {}, None, False),
        ("/sparql?query=ASK{?case2 ?p ?o}&timeout=2.5", {}, 2.5, False),
        ("/sparql?query=ASK{?case3 ?p ?o}&timeout=0", {}, None, False),
        ("/sparql?query=ASK{?case4 ?p ?o}&nocache=1", {}, None, True),
        ("/sparql?query=ASK{?case5 ?p ?o}&nocache=false", {}, None, False),
        ("/sparql?query=ASK{?case6 ?p ?o}", {"cache-control": "no-cache"}, None, True),
    ],
)
def test_parameters_reach_the_engine(
    client: Client, target: str, headers: dict[str, str], timeout: float | None, *, fresh: bool
) -> None:
    client(target, headers=headers)

    operation = client.engine.received[-1]
    assert (operation.timeout, operation.fresh) == (timeout, fresh)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "known"),
    [
        (0, "203.0.113.5", "127.0.0.1"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (1, "", "127.0.0.1"),
        (2, "203.0.113.5, 10.0.0.2", "203.0.113.5"),
    ],
)
def test_the_engine_knows_the_client_behind_trusted_proxies(
    tmp_path: Path, proxies: int, forwarded: str, known: str
) -> None:
    client = open_client(tmp_path, settings=Settings(proxies=proxies))

    client("/sparql?query=ASK{}", headers={"x-forwarded-for": forwarded})

    assert client.engine.clients == [known]


TEXTS = ["漢字", "𠮷野家で牛丼", "%E6%BC%A2", "a+b c&d=e%2Bf", 'q"\\\n\t', "\u2028é́"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_any_text_is_returned_unchanged(client: Client, text: str, way: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    query = f'SELECT ?x {{ BIND("{escaped}" AS ?x) }}'

    if way == "direct":
        reply = client("/sparql?format=tsv", "POST", query.encode(), TEXT)
    elif way == "form":
        reply = client(
            "/sparql?format=tsv", "POST", f"query={quote(query, safe='')}".encode(), FORM
        )
    else:
        reply = client(f"/sparql?format=tsv&query={quote(query, safe='')}")

    written = escaped.replace("\t", "\\t")
    assert reply.body.decode() == f'?x\n"{written}"\n'


@pytest.mark.parametrize("iri", ["http://example.org/漢字", "http://example.org/%E6%BC%A2"])
def test_iris_are_neither_encoded_nor_decoded(client: Client, iri: str) -> None:
    query = quote(f"SELECT * {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }}", safe="")

    reply = client(f"/sparql?query={query}")

    assert f'"value":"{iri}"' in reply.body.decode()


def test_the_server_reports_that_it_is_healthy(client: Client) -> None:
    assert client("/healthz").body == b"ok\n"
