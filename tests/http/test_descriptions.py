"""Service description, VoID and prefixes agree with the data."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from endpoint import TRIG, Client, open_client

from server.engine.installation import build
from server.rdf.formats import FORMATS, Format, Shape
from server.rdf.prefixes import common_prefixes
from server.settings import Settings

SD = "http://www.w3.org/ns/sparql-service-description#"
HERE = "http://127.0.0.1/"
COMMON = "".join(f"PREFIX {name}: <{iri}> " for name, iri in common_prefixes(None).items())


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return open_client(tmp_path_factory.mktemp("data"), settings=Settings())


def _graph(client: Client, path: str, accept: str = "text/turtle") -> ox.Store:
    reply = client(path, headers={"accept": accept})
    assert (reply.status, reply.type) == (200, accept)
    store = ox.Store()
    form = next(item.rdf for item in FORMATS if accept in item.media_types and item.rdf)
    store.load(reply.body, form)
    return store


def _rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    rows = store.query(COMMON + query)
    assert isinstance(rows, ox.QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in rows]


def _count(client: Client, query: str, parameters: str = "") -> int:
    reply = client(f"/sparql?query={quote(query)}&format=csv{parameters}")
    return int(reply.body.split()[1])


GRAPHS = [item for item in FORMATS if item.rdf and Shape.GRAPH in item.shapes]


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("form", GRAPHS, ids=lambda item: item.name)
def test_a_description_says_the_same_in_every_format(
    client: Client, path: str, form: Format
) -> None:
    described = {quad.triple for quad in _graph(client, path, form.media_type)}

    assert described == {quad.triple for quad in _graph(client, path)}
    assert not any(isinstance(triple.subject, ox.BlankNode) for triple in described)


def test_the_service_names_its_endpoint_language_and_entailment(client: Client) -> None:
    store = _graph(client, "/sparql")

    query = (
        "SELECT ?e ?l ?r { ?s a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage ?l ;"
        " sd:defaultEntailmentRegime ?r }"
    )
    assert _rows(store, query) == [
        (f"{HERE}sparql", f"{SD}SPARQL11Query", "http://www.w3.org/ns/entailment/Simple")
    ]


def test_the_service_lists_the_formats_of_the_table(client: Client) -> None:
    found = _rows(_graph(client, "/sparql"), "SELECT ?f { ?s sd:resultFormat ?f }")

    assert {iri for (iri,) in found} == {item.iri for item in FORMATS if item.iri}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (Settings(), {"UnionDefaultGraph"}),
        (Settings(union=False), set()),
        (
            Settings(allow_service=("http://example.org/sparql",)),
            {"UnionDefaultGraph", "BasicFederatedQuery"},
        ),
    ],
)
def test_the_listed_features_are_those_switched_on(
    tmp_path: Path, settings: Settings, expected: set[str]
) -> None:
    client = open_client(tmp_path, settings=settings)

    found = _rows(_graph(client, "/sparql"), "SELECT ?f { ?s sd:feature ?f }")

    assert {iri.removeprefix(SD) for (iri,) in found} == expected


def test_every_graph_is_described_with_its_number_of_triples(client: Client) -> None:
    found = _rows(
        _graph(client, "/sparql"),
        "SELECT ?g ?n { ?s sd:defaultDataset/sd:namedGraph ?e ."
        " ?e a sd:NamedGraph ; sd:name ?g ; sd:graph/void:triples ?n } ORDER BY ?g",
    )

    counted = [
        (iri, str(_count(client, _IN_GRAPH, f"&default-graph-uri={iri}"))) for iri, _ in found
    ]
    assert [iri for iri, _ in found] == ["http://example.org/one", "http://example.org/two"]
    assert found == counted


_IN_GRAPH = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_VOID_COUNTS: Mapping[str, str] = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c FILTER(isIRI(?c)) }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
}


def _described(store: ox.Store) -> Iterator[tuple[str, int]]:
    """Yield a query for each count of a VoID description, and the count."""
    for name, query in _VOID_COUNTS.items():
        ((value,),) = _rows(store, f"SELECT ?n {{ ?d void:classes ?c ; void:{name} ?n }}")
        yield query, int(value)
    for iri, value in _rows(store, "SELECT ?c ?n { ?x void:class ?c ; void:entities ?n }"):
        yield f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{iri}> }}", int(value)
    for iri, value in _rows(store, "SELECT ?p ?n { ?x void:property ?p ; void:triples ?n }"):
        yield f"SELECT (COUNT(*) AS ?n) {{ ?s <{iri}> ?o }}", int(value)
    for iri, space, value in _rows(
        store,
        "SELECT ?p ?space ?n { ?x a void:Linkset ; void:linkPredicate ?p ; void:triples ?n ;"
        " void:objectsTarget/void:uriSpace ?space }",
    ):
        condition = f'FILTER(STRSTARTS(STR(?o), "{space}") && !STRSTARTS(STR(?s), "{space}"))'
        yield f"SELECT (COUNT(*) AS ?n) {{ ?s <{iri}> ?o {condition} }}", int(value)


def test_every_void_count_equals_the_sparql_count(client: Client) -> None:
    described = list(_described(_graph(client, "/.well-known/void")))

    assert [(query, _count(client, query)) for query, _ in described] == described
    # Five totals, one class, eight properties, one linkset.
    assert len(described) == 15


def test_void_partitions_name_every_class_and_property(client: Client) -> None:
    store = _graph(client, "/.well-known/void")
    data = ox.Store()
    data.load(TRIG.encode(), ox.RdfFormat.TRIG)

    found = {iri for (iri,) in _rows(store, "SELECT ?p { ?x void:property ?p }")}

    assert found == {quad.predicate.value for quad in data}


def test_the_endpoint_address_is_the_one_that_the_client_used(client: Client) -> None:
    reply = client("/sparql", headers={"host": "data.example.jp:8080"})

    assert b"<http://data.example.jp:8080/sparql>" in reply.body


@pytest.mark.parametrize("host", ['x"><script>', "one.example,two.example", "a b", ""])
@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/sparql?query=ASK{}"])
def test_an_invalid_host_is_refused(client: Client, path: str, host: str) -> None:
    # HTTP/1.1 requires exactly one Host header with a name (RFC 9112, section 3.2).
    reply = client(path, headers={"host": host}, protocol="HTTP/1.1")

    assert reply.status == 400
    assert b"<script" not in reply.body


def test_http_1_0_needs_no_host(client: Client) -> None:
    reply = client("/sparql", headers={"host": ""}, protocol="HTTP/1.0")

    assert b"<http://localhost/sparql>" in reply.body


def test_a_public_address_takes_precedence_over_that_of_the_request(tmp_path: Path) -> None:
    client = open_client(tmp_path, settings=Settings(public_url="https://data.example.jp/"))

    assert b"<https://data.example.jp/sparql>" in client("/sparql").body
    assert b"https://data.example.jp/.well-known/void#" in client("/.well-known/void").body


def test_browsers_are_redirected_to_the_form(client: Client) -> None:
    reply = client("/sparql", headers={"accept": "text/html,*/*;q=0.8"})

    assert (reply.status, reply.headers["location"]) == (303, "query")


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("", b"{"),
        ("application/json", b"{"),
        ("text/turtle", b"@prefix adms: <http://www.w3.org/ns/adms#> ."),
        ("text/plain", b"PREFIX adms: <http://www.w3.org/ns/adms#>"),
        ("text/html", b"<!DOCTYPE html>"),
    ],
)
def test_the_common_prefixes_are_listed(client: Client, accept: str, begins: bytes) -> None:
    reply = client("/prefixes", headers={"accept": accept})

    assert reply.body.startswith(begins)
    assert b"https://w3id.org/jp-digigov/ontology#" in reply.body


@pytest.mark.parametrize("name", sorted(common_prefixes("https://w3id.org/jp-digigov/")))
def test_a_common_prefix_needs_no_declaration(client: Client, name: str) -> None:
    assert client(f"/sparql?query=ASK{{?s+{name}:x+?o}}").status == 200


def test_a_declared_prefix_takes_precedence_over_the_common_one(client: Client) -> None:
    query = quote("PREFIX skos: <http://example.org/> ASK { ?s skos:number 5 }")

    assert client(f"/sparql?query={query}").body.endswith(b"true}")


def test_about_names_the_software_and_the_dataset_that_is_served(client: Client) -> None:
    reply = client("/about.json")

    about = json.loads(reply.body)
    assert about["software"] == {"name": "digigov", "version": version("digigov"), "build": build()}
    assert re.fullmatch(r"[0-9a-f]{12}", build())
    assert len(about["dataset"]["checksum"]) == 64
    assert set(about["dataset"]) == {"version", "checksum", "modified"}
