"""The W3C tests of protocol and service description, each as a case of this project.

Names are those of `sparql11/protocol` and `sparql11/service-description` of w3c/rdf-tests;
`tests/conformance` checks that every W3C test has a case. This server refuses updates, so the
update tests only check that an update changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from endpoint import Client, Reply, open_client

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
D1, D2, D3 = (DATA.format(number) for number in (1, 2, 3))
TRIG = "".join(f"<{iri}> {{ <{iri}> a <http://e/Type> }}\n" for iri in (D1, D2, D3))
FORM = {"content-type": "application/x-www-form-urlencoded"}
TEXT = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
RDF = {"text/turtle", "application/n-triples", "application/rdf+xml"}


def _graphs(name: str, *iris: str) -> str:
    return "&".join(f"{name}-graph-uri={quote(iri, safe='')}" for iri in iris)


IN_DEFAULT = f"ASK {{ <{D1}> a ?type . <{D2}> a ?type . }}"
IN_NAMED = f"ASK {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
IN_BOTH = f"ASK {{ <{D3}> a ?type GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
WITH_FROM = IN_NAMED.replace("ASK", f"ASK FROM <{D3}>", 1)


@dataclass(frozen=True)
class Case:
    name: str
    target: str
    method: str = "POST"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: TEXT)


def _get(name: str, query: str, parameters: str = "") -> Case:
    return Case(name, f"/sparql?query={quote(query, safe='')}&{parameters}", "GET", headers={})


def _post(name: str, query: str, parameters: str = "") -> Case:
    return Case(name, f"/sparql?{parameters}", body=query.encode())


TRUE = [
    Case("query_post_form", "/sparql", body=b"query=ASK%20%7B%7D", headers=FORM),
    _get("query_dataset_default_graphs_get", IN_DEFAULT, _graphs("default", D1, D2)),
    _post("query_dataset_default_graphs_post", IN_DEFAULT, _graphs("default", D1, D2)),
    _get("query_dataset_named_graphs_get", IN_NAMED, _graphs("named", D1, D2)),
    _post("query_dataset_named_graphs_post", IN_NAMED, _graphs("named", D1, D2)),
    _post("query_dataset_full", IN_BOTH, f"{_graphs('default', D3)}&{_graphs('named', D1, D2)}"),
    _post("query_multiple_dataset", WITH_FROM, _graphs("named", D1, D2)),
    _get("query_get", "ASK {}"),
    _post("query_post_direct", "ASK {}"),
]
TYPES = {
    "query_content_type_select": ("SELECT (1 AS ?value) {}", TABULAR),
    "query_content_type_ask": ("ASK {}", BOOLEAN),
    "query_content_type_describe": ("DESCRIBE <http://example.org/>", RDF),
    "query_content_type_construct": ("CONSTRUCT { <http://e/s> <http://e/p> 1 } WHERE {}", RDF),
}
BAD = [
    Case("bad_query_method", "/sparql?query=ASK%20%7B%7D", "PUT", headers={}),
    Case("bad_multiple_queries", "/sparql?query=ASK%20%7B%7D&query=SELECT+*%7B%7D", "GET"),
    Case(
        "bad_query_wrong_media_type",
        "/sparql",
        body=b"ASK {}",
        headers={"content-type": "text/plain"},
    ),
    Case("bad_query_missing_form_type", "/sparql", body=b"query=ASK%20%7B%7D", headers={}),
    Case("bad_query_missing_direct_type", "/sparql", body=b"ASK {}", headers={}),
    Case("bad_query_non_utf8", "/sparql", body="ASK {}".encode("utf-16")),
    Case("bad_query_syntax", "/sparql?query=ASK%20%7B", "GET", headers={}),
    Case("bad_update_get", "/sparql?update=CLEAR%20ALL", "GET", headers={}),
    Case(
        "bad_multiple_updates",
        "/sparql",
        body=b"update=CLEAR+NAMED&update=CLEAR+DEFAULT",
        headers=FORM,
    ),
    Case(
        "bad_update_wrong_media_type",
        "/sparql",
        body=b"CLEAR NAMED",
        headers={"content-type": "text/plain"},
    ),
    Case("bad_update_missing_form_type", "/sparql", body=b"update=CLEAR%20NAMED", headers={}),
    Case("bad_update_non_utf8", "/sparql", body="CLEAR NAMED".encode("utf-16"), headers=UPDATE),
    Case("bad_update_syntax", "/sparql", body=b"update=CLEAR%20XYZ", headers=FORM),
    Case(
        "bad_update_dataset_conflict",
        "/sparql",
        body=b"using-named-graph-uri=http%3A%2F%2Fe%2F&update=CLEAR%20ALL",
        headers=FORM,
    ),
]
USING = "using-graph-uri=http://e/"
UPDATES = {
    "update_dataset_default_graph": USING,
    "update_dataset_default_graphs": f"{USING}1&{USING}2",
    "update_dataset_named_graphs": "using-named-graph-uri=http://e/",
    "update_dataset_full": f"{USING}1&using-named-graph-uri=http://e/2",
    "update_post_form": "",
    "update_post_direct": "",
    "update_base_uri": "",
}
# Each has its own test function below.
DESCRIBED = ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return open_client(tmp_path_factory.mktemp("data"), TRIG)


def _send(client: Client, case: Case) -> Reply:
    return client(case.target, case.method, case.body, case.headers)


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case.name)
def test_an_ask_query_is_true(client: Client, case: Case) -> None:
    reply = _send(client, case)

    assert (reply.status, reply.type in BOOLEAN) == (200, True)
    assert reply.body.endswith(b'"boolean":true}')


@pytest.mark.parametrize("name", TYPES)
def test_a_result_has_a_type_of_its_form(client: Client, name: str) -> None:
    query, types = TYPES[name]

    reply = _send(client, _post(name, query))

    assert (reply.status, reply.type in types) == (200, True)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_request_is_the_clients_fault(client: Client, case: Case) -> None:
    assert 400 <= _send(client, case).status < 500


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_refused_and_changes_nothing(client: Client, name: str) -> None:
    text = b"INSERT DATA { <http://e/s> <http://e/p> <o> }"
    direct = Case(name, f"/sparql?{UPDATES[name]}", body=text, headers=UPDATE)
    form = Case(
        name, f"/sparql?{UPDATES[name]}", body=b"update=" + quote(text).encode(), headers=FORM
    )

    statuses = [_send(client, case).status for case in (direct, form)]

    assert statuses == [403, 403]
    assert _send(client, _get(name, "ASK { <http://e/s> ?p ?o }")).body.endswith(b"false}")


SD = "http://www.w3.org/ns/sparql-service-description#"
# https://www.w3.org/TR/sparql11-service-description/#properties: domain, least and most values.
SCHEMA = [
    ("Service", "endpoint", 1, 1),
    ("Service", "defaultEntailmentRegime", 1, 1),
    ("Service", "defaultDataset", 1, 1),
    ("Service", "availableGraphs", 1, 1),
    ("Service", "supportedLanguage", 1, 9),
    ("Service", "resultFormat", 1, 99),
    ("Dataset", "defaultGraph", 1, 1),
    ("NamedGraph", "name", 1, 1),
    ("NamedGraph", "graph", 1, 1),
]


@pytest.fixture(scope="module")
def description(client: Client) -> ox.Store:
    reply = client("/sparql", headers={"accept": "application/rdf+xml"})
    store = ox.Store()
    store.load(reply.body, ox.RdfFormat.RDF_XML)
    return store


def test_returns_rdf_and_has_endpoint_triple(description: ox.Store) -> None:
    endpoint = ox.NamedNode("http://127.0.0.1/sparql")

    assert [*description.quads_for_pattern(None, ox.NamedNode(SD + "endpoint"), endpoint)]


@pytest.mark.parametrize(("kind", "name", "least", "most"), SCHEMA)
def test_conforms_to_schema(
    description: ox.Store, kind: str, name: str, least: int, most: int
) -> None:
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    subjects = [
        quad.subject
        for quad in description.quads_for_pattern(None, rdf_type, ox.NamedNode(SD + kind))
    ]

    assert subjects
    for subject in subjects:
        values = [*description.quads_for_pattern(subject, ox.NamedNode(SD + name), None)]
        assert least <= len(values) <= most
        assert all(isinstance(quad.object, ox.NamedNode) for quad in values)


def test_every_property_of_the_vocabulary_that_is_used_is_in_it(description: ox.Store) -> None:
    known = {name for _, name, _, _ in SCHEMA} | {"feature", "namedGraph"}

    used = {quad.predicate.value for quad in description}

    assert {iri.removeprefix(SD) for iri in used if iri.startswith(SD)} <= known
