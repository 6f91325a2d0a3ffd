"""Widely used Python clients against the running server."""

import io
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote

import pandas as pd
import pytest
import rdflib
import SPARQLWrapper
from endpoint import TRIG
from live import serving
from rdflib.plugins.stores.sparqlstore import SPARQLStore

LABELS = "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY STR(?label)"
EXPECTED = ["Tokyo", "a kanji IRI", "a percent-encoded IRI", "東京都"]


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(TRIG, encoding="utf-8")
    with serving(path) as address:
        yield f"{address}sparql"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("direct", [False, True])
def test_sparqlwrapper_reads_json(endpoint: str, method: str, *, direct: bool) -> None:
    client = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=SPARQLWrapper.JSON)
    client.setMethod(method)
    if direct:
        client.setRequestMethod(SPARQLWrapper.POSTDIRECTLY)
        client.setMethod("POST")
    client.setQuery("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> " + LABELS)

    document = client.queryAndConvert()

    assert isinstance(document, dict)
    rows = document["results"]["bindings"]
    assert [row["label"]["value"] for row in rows] == EXPECTED


# SPARQLWrapper 2.0 still creates a class that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", [SPARQLWrapper.XML, SPARQLWrapper.RDFXML, SPARQLWrapper.TURTLE])
def test_sparqlwrapper_reads_graphs(endpoint: str, form: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=form)
    client.setQuery("DESCRIBE <http://example.org/a>")

    result = client.queryAndConvert()

    if isinstance(result, bytes):
        result = rdflib.Graph().parse(data=result)
    assert isinstance(result, rdflib.Graph)
    assert rdflib.Literal("東京都", lang="ja") in set(result.objects())


def test_sparqlwrapper_reports_a_bad_query(endpoint: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(endpoint)
    client.setQuery("SELECT")

    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="cannot be parsed"):
        client.query()


@pytest.mark.parametrize("form", ["xml", "json", "csv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_queries_through_its_store(endpoint: str, form: str, method: str) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat=form)
    graph = rdflib.Graph(store)

    rows = [str(row[1]) for row in graph.query(LABELS) if isinstance(row, tuple)]

    assert rows == EXPECTED


def test_rdflib_asks_and_constructs_through_its_store(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))

    truth = graph.query("ASK { <http://example.org/a> ?p ?o }").askAnswer
    built = graph.query("CONSTRUCT WHERE { <http://example.org/a> ?p ?o }").graph

    assert truth is True
    assert built is not None
    assert len(built) == 5


def test_rdflib_matches_triples_through_its_store(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))

    found = list(graph.subjects(rdflib.RDFS.label, rdflib.Literal("a kanji IRI")))

    assert found == [rdflib.URIRef("http://example.org/漢字")]


def test_rdflib_parses_the_service_description(endpoint: str) -> None:
    graph = rdflib.Graph().parse(endpoint)

    service = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert list(graph.objects(None, service.endpoint)) == [rdflib.URIRef(endpoint)]


def test_pandas_reads_csv(endpoint: str) -> None:
    frame = pd.read_csv(f"{endpoint}?format=csv&query={quote(LABELS)}")

    assert list(frame["label"]) == EXPECTED


def test_excel_finds_its_byte_order_mark(endpoint: str) -> None:
    with urllib.request.urlopen(f"{endpoint}?format=csv&bom=1&query={quote(LABELS)}") as reply:
        content = reply.read()

    assert content.startswith(b"\xef\xbb\xbfs,label\r\n")
    assert list(pd.read_csv(io.BytesIO(content))["label"]) == EXPECTED
