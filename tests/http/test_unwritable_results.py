"""A result that a format cannot express is 406 with the reason; only network access is 403."""

import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from endpoint import BASE, Client
from website import website

from server.engine import LocalDataset
from server.engine.embedded.serialisation import NotWritableError, serialise
from server.rdf.formats import FORMATS, Format

TURTLE = f"""
PREFIX : <{BASE}id/x/> PREFIX e: <http://e/>
:quoted e:says << :a e:p "service" >> , <<( :a e:p <<( :b e:p "deep" )>> )>> .
:numbered e:1 "no XML name" .
:bell e:p "\\u0007" .
:plain e:p "plain" .
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unwritable") / "data.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(data: Path) -> Client:
    return website(source=data)


TRIPLE = "a triple that is the object of another"
# A resource, the format that cannot express its statements, and the reason.
CASES = [
    ("quoted", "jsonld", f"JSON-LD cannot carry {TRIPLE}"),
    ("numbered", "rdf", "RDF/XML cannot carry the predicate <http://e/1>"),
    ("bell", "rdf", "RDF/XML cannot carry the character U+0007"),
]


@pytest.mark.parametrize(("name", "extension", "reason"), CASES)
def test_a_document_that_a_format_cannot_carry_is_406(
    site: Client, name: str, extension: str, reason: str
) -> None:
    reply = site(f"/id/x/{name}.{extension}", headers={"Accept-Language": "en"})

    assert (reply.status, reply.type) == (406, "application/problem+json")
    assert reason in json.loads(reply.body)["detail"]
    assert site(f"/id/x/{name}.ttl").status == 200
    assert site(f"/en/id/x/{name}").status == 200


@pytest.mark.parametrize(
    "form", ["CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {0} ?p ?o BIND({0} AS ?s) }}", "DESCRIBE {0}"]
)
@pytest.mark.parametrize(("name", "extension", "reason"), CASES)
def test_a_result_that_a_format_cannot_carry_is_406(
    site: Client, name: str, extension: str, reason: str, form: str
) -> None:
    query = form.format(f"<{BASE}id/x/{name}>")

    reply = site(f"/sparql?{urlencode({'query': query, 'format': extension})}")

    assert (reply.status, reply.type) == (406, "application/problem+json")
    assert reason in json.loads(reply.body)["detail"]


GRAPHS = [item for item in FORMATS if item.rdf]


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_a_writable_graph_is_written_in_every_format(site: Client, form: Format) -> None:
    query = quote(f"DESCRIBE <{BASE}id/x/plain>")

    assert site(f"/sparql?query={query}&format={form.name}").status == 200
    assert site(f"/id/x/plain.{form.extension}").status == 200


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", NotWritableError),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o # SERVICE\n}", NotWritableError),
        ("DESCRIBE ?s { ?s <http://e/says> ?o }", NotWritableError),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", OSError),
        (
            "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . SERVICE <http://127.0.0.1:9> { ?s ?p ?x } }",
            OSError,
        ),
    ],
)
def test_only_an_attempt_to_reach_the_network_raises_an_os_error(
    data: Path, query: str, error: type[Exception]
) -> None:
    store = LocalDataset.open(data).store
    results = store.query(query)
    assert isinstance(results, ox.QueryTriples)

    with pytest.raises(error):
        serialise(results, next(item for item in FORMATS if item.name == "jsonld"))
