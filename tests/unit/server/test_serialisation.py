"""Every serialised result can be read back, or is refused."""

import io
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from hypothesis import given, settings
from hypothesis import strategies as st

from server.engine.embedded.prefix_writing import Naming
from server.engine.embedded.serialisation import NotWritableError, serialise
from server.rdf.formats import FORMATS, Format, Shape
from server.rdf.prefixes import common_prefixes

BY_NAME = {item.name: item for item in FORMATS}
NAMING = Naming.of(common_prefixes("https://example.org/"))
NAMED = ox.NamedNode
LITERAL = "{http://www.w3.org/2005/sparql-results#}literal"


def _rows(text: str) -> ox.QuerySolutions:
    store = ox.Store()
    store.add(ox.Quad(NAMED("urn:s"), NAMED("urn:p"), ox.Literal(text)))
    rows = store.query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _graph(*triples: ox.Triple) -> ox.QueryTriples:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    graph = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, ox.QueryTriples)
    return graph


def _about(predicate: str, text: str = "x") -> ox.QueryTriples:
    return _graph(ox.Triple(NAMED("urn:s"), NAMED(predicate), ox.Literal(text)))


@given(st.text())
def test_any_text_survives_xml_or_is_refused(text: str) -> None:
    try:
        body = serialise(_rows(text), BY_NAME["xml"])
    except NotWritableError:
        legal = {"\t", "\n", "\r"}
        assert any(c not in legal and (c < " " or c in "\ufffe\uffff") for c in text)
        return

    assert [node.text or "" for node in ET.fromstring(body).iter(LITERAL)] == [text]  # noqa: S314 -- our own


@given(st.text(), st.text(alphabet="abz漢字𠮷é٣19-._:/·", min_size=1))
def test_any_graph_survives_rdf_xml_or_is_refused(text: str, local: str) -> None:
    predicate = f"http://example.org/{local}"

    try:
        body = serialise(_about(predicate, text), BY_NAME["rdfxml"], NAMING)
    except NotWritableError:
        return

    found = [(t.predicate.value, t.object) for t in ox.parse(body, ox.RdfFormat.RDF_XML)]
    assert found == [(predicate, ox.Literal(text))]
    assert len(rdflib.Graph().parse(data=body, format="xml")) == 1


@pytest.mark.parametrize(
    "predicate",
    [
        "http://example.org/123",
        "http://example.org/",
        "http://example.org/%20",
        "http://example.org/٣",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#li",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#about",
    ],
)
def test_a_predicate_without_an_xml_name_is_refused_in_rdf_xml(predicate: str) -> None:
    with pytest.raises(NotWritableError, match=r"RDF/XML cannot carry the predicate <http"):
        serialise(_about(predicate), BY_NAME["rdfxml"], NAMING)


@pytest.mark.parametrize("predicate", ["http://example.org/名前", "http://example.org/%20x"])
def test_a_predicate_that_ends_in_a_name_is_written_in_rdf_xml(predicate: str) -> None:
    body = serialise(_about(predicate), BY_NAME["rdfxml"], NAMING)

    assert [t.predicate.value for t in ox.parse(body, ox.RdfFormat.RDF_XML)] == [predicate]


@pytest.mark.parametrize(
    "format_", [item for item in FORMATS if item.rdf is not None], ids=lambda item: item.name
)
def test_a_graph_is_the_same_in_every_format(format_: Format) -> None:
    triples = (
        ox.Triple(NAMED("urn:漢字"), NAMED("http://purl.org/dc/terms/title"), ox.Literal("a\r\nb")),
        ox.Triple(NAMED("urn:%E6%BC%A2"), NAMED("urn:x:p"), ox.Literal("𠮷", language="ja")),
    )

    body = serialise(_graph(*triples), format_, NAMING)

    assert {quad.triple for quad in ox.parse(body, format_.rdf)} == set(triples)


def test_turtle_declares_the_prefixes_that_it_uses_and_no_others() -> None:
    body = serialise(_about("http://purl.org/dc/terms/title"), BY_NAME["turtle"], NAMING)

    assert body.startswith(b"@prefix dct: <http://purl.org/dc/terms/> .\n")
    assert body.count(b"@prefix") == 1
    assert b'dct:title "x"' in body


def test_csv_ends_its_lines_as_rfc_4180_says() -> None:
    assert serialise(_rows('a"b'), BY_NAME["csv"]) == b'o\r\n"a""b"\r\n'


def test_a_buffer_that_refuses_to_grow_ends_the_writing() -> None:
    class Full(io.BytesIO):
        def write(self, _data: object, /) -> int:
            raise OverflowError

    with pytest.raises(OverflowError):
        serialise(_rows("x"), BY_NAME["json"], buffer=Full())


def test_every_format_of_rows_writes_a_truth_value() -> None:
    formats = [item for item in FORMATS if Shape.ROWS in item.shapes and item.results]

    for format_ in formats:
        assert b"true" in serialise(ox.Store().query("ASK {}"), format_)


@pytest.mark.parametrize("name", ["turtle", "trig"])
@pytest.mark.parametrize("size", [1, 2_000])
@given(data=st.data())
@settings(max_examples=25)
def test_every_prefix_that_is_used_is_declared(name: str, size: int, data: st.DataObject) -> None:
    namespaces = st.sampled_from(sorted(set(NAMING.prefixes.values())))
    term = st.builds(lambda namespace: NAMED(f"{namespace}x"), namespaces)
    typed = st.builds(lambda namespace: ox.Literal("x", datatype=namespace), term)
    some = [ox.Triple(data.draw(term), data.draw(term), data.draw(term | typed)) for _ in "ab"]
    filler = (
        ox.Triple(NAMED(f"urn:s{item}"), NAMED("urn:p"), ox.Literal("a:b")) for item in range(size)
    )

    body = serialise(_graph(*some, *filler), BY_NAME[name], NAMING)

    form = BY_NAME[name].rdf
    assert form
    parsed = [
        quad.triple for quad in ox.parse(body, form)
    ]  # raises an error if a prefix is not declared
    assert set(some) <= set(parsed)
    used = {iri for iri in NAMING.prefixes.values() if any(f"<{iri}" in str(one) for one in some)}
    declared = body.count(b"@prefix")
    assert declared == len(used) if size == 1 else declared >= len(used)
