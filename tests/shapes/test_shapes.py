"""Each shape accepts its conforming sample and finds every fault of its breaking sample.

`test_mutations` tests the SPARQL-based constraints, which need the whole graph.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import SH

import shapes
from converter.mapping.terms import node
from converter.validation.core import core_results, core_shapes

HERE = Path(__file__).parent
WARNING, INFO = node("sh:Warning").value, node("sh:Info").value
FILE_NAME = re.compile(r"\w\.(?:csv|py|rq|tsv|ttl)\b")
SAMPLES = sorted(folder.name for folder in HERE.iterdir() if (folder / "breaks.ttl").exists())


@cache
def shapes_graph() -> ox.Store:
    store = ox.Store()
    for name in shapes.names():
        store.load(shapes.read(name), format=ox.RdfFormat.TURTLE)
    return store


def subjects(predicate: str, value: str) -> set[str]:
    quads = shapes_graph().quads_for_pattern(None, node(predicate), node(value))
    return {str(quad.subject)[1:-1] for quad in quads}


def objects(subject: str, predicate: str) -> list[str]:
    pattern = (ox.NamedNode(subject), node(predicate), None)
    return [str(quad.object)[1:-1] for quad in shapes_graph().quads_for_pattern(*pattern)]


def constraints(shape: str) -> set[str]:
    """Return the property shapes of a shape, which a validation result can name as source."""
    return set(objects(node(f"shapes#{shape}").value, "sh:property"))


@cache
def core() -> Graph:
    return core_shapes(shapes.read(name) for name in shapes.names())


def parsed(sample: Path) -> list[ox.Quad]:
    return list(ox.parse(path=sample, format=ox.RdfFormat.TURTLE))


def found(sample: Path) -> set[str]:
    return {result.shape.value for result in core_results(parsed(sample), core())}


@pytest.mark.parametrize("shape", SAMPLES)
def test_the_conforming_sample_has_no_result_of_the_shape(shape: str) -> None:
    results = found(HERE / shape / "conforms.ttl")

    assert not results & constraints(shape)


@pytest.mark.parametrize("shape", SAMPLES)
def test_the_breaking_sample_breaks_every_constraint_of_the_shape(shape: str) -> None:
    results = found(HERE / shape / "breaks.ttl")

    assert constraints(shape) - results == set()


def test_every_shape_with_core_constraints_has_its_samples() -> None:
    declared = {iri.rpartition("#")[2] for iri in subjects("rdf:type", "sh:NodeShape")}

    assert set(SAMPLES) == {name for name in declared if constraints(name)}


def test_every_message_is_in_both_languages_and_no_shape_states_the_default_severity() -> None:
    bodies = subjects("rdf:type", "sh:PropertyShape") | subjects("rdf:type", "sh:SPARQLConstraint")

    for body in bodies:
        pattern = (ox.NamedNode(body), node("sh:message"), None)
        messages = [quad.object for quad in shapes_graph().quads_for_pattern(*pattern)]
        languages = [one.language for one in messages if isinstance(one, ox.Literal)]
        assert sorted(map(str, languages)) == ["en", "ja"], body
    for shape in subjects("rdf:type", "sh:PropertyShape"):
        assert objects(shape, "sh:severity") in ([], [WARNING], [INFO]), shape


def test_no_message_names_a_file_because_readers_of_the_dictionary_have_none() -> None:
    quads = shapes_graph().quads_for_pattern(None, node("sh:message"), None)

    texts = [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]

    assert len(texts) > 300
    assert [text for text in texts if FILE_NAME.search(text)] == []


def test_no_core_constraint_targets_annotations_because_pyshacl_does_not_get_them() -> None:
    core = {iri for iri in subjects("rdf:type", "sh:NodeShape") if objects(iri, "sh:property")}

    classes = {value for iri in core for value in objects(iri, "sh:targetClass")}

    evidence = {value for value in classes if value.startswith("http://www.w3.org/ns/oa#")}
    assert evidence == set()


def test_results_are_the_same_where_property_shapes_have_the_targets_of_their_shape() -> None:
    """What `core_shapes` rests on: no shape is a class, is deactivated or is referred to."""
    own = subjects("rdf:type", "sh:NodeShape")
    data = [quad for shape in SAMPLES for quad in parsed(HERE / shape / "breaks.ttl")]
    plain = Graph()
    for name in shapes.names():
        plain.parse(data=shapes.read(name), format="turtle")
    plain.remove((None, SH.sparql, None))

    as_published = Counter(map(repr, core_results(data, plain)))

    assert [quad for quad in shapes_graph() if str(quad.object)[1:-1] in own] == []
    assert not subjects("rdf:type", "rdfs:Class") & own
    assert not list(shapes_graph().quads_for_pattern(None, node("sh:deactivated"), None))
    assert sum(as_published.values()) > 300
    assert Counter(map(repr, core_results(data, core()))) == as_published


def test_shapes_have_no_blank_nodes() -> None:
    blank = [quad for quad in shapes_graph() if isinstance(quad.subject, ox.BlankNode)]

    assert blank == []


def test_no_constraint_uses_clauses_that_shacl_forbids() -> None:
    """SHACL, section 5.2.1: no MINUS, SERVICE or VALUES, and no value assigned to `$this`."""
    quads = shapes_graph().quads_for_pattern(None, node("sh:select"), None)
    queries = {str(quad.subject): str(quad.object) for quad in quads}

    assert len(queries) > 200
    refused = re.compile(r"\b(MINUS|SERVICE|VALUES)\b|\bAS [$?]this\b")
    assert [name for name, query in queries.items() if refused.search(query)] == []


def test_every_subquery_returns_the_focus_node() -> None:
    """SHACL, section 5.3.2: a subquery returns the variables that are bound beforehand."""
    quads = shapes_graph().quads_for_pattern(None, node("sh:select"), None)
    subquery = re.compile(r"\{\s*SELECT\s+(.*?)\bWHERE\b", re.DOTALL)
    selected = [
        (str(one.subject), names) for one in quads for names in subquery.findall(str(one.object))
    ]

    assert len(selected) > 20
    assert [name for name, names in selected if "$this" not in names] == []
