"""Functions that make terms, statements and quads of layers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeAlias

import pyoxigraph as ox

from converter.findings import PartialDate, Ref, Text, Value
from converter.iris import BASE, absolute

Object: TypeAlias = ox.NamedNode | ox.Literal
# A plain tuple, because a conversion makes 100,000 of them and each becomes a quad.
Statement: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, Object]
LANGUAGES = ("ja", "en")


class Layer(StrEnum):
    """The named graphs, by the last segment of their IRIs."""

    SOURCE = "source"
    DERIVED = "derived"
    REFERENCE = "reference"
    LINKS = "links"
    ONTOLOGY = "ontology"
    SHAPES = "shapes"
    CATALOGUE = "catalogue"


@cache
def node(path: str) -> ox.NamedNode:
    """Return the node of a path below the base, or of a CURIE."""
    return ox.NamedNode(absolute(path))


def graph(layer: Layer) -> ox.NamedNode:
    """Return the name of a layer's graph."""
    return node(f"graph/{layer}")


def text(value: str, language: str) -> ox.Literal:
    """Return a literal with a language tag."""
    return ox.Literal(value, language=language)


def integer(value: int) -> ox.Literal:
    """Return an xsd:integer."""
    return ox.Literal(value)


def typed(value: str, datatype: str) -> ox.Literal:
    """Return a literal of a datatype given as a CURIE."""
    return ox.Literal(value, datatype=node(datatype))


def value_to_object(value: Value) -> Object:
    """Return the value of a finding as a term."""
    match value:
        case Ref():
            return node(value.path)
        case Text():
            return text(value.value, value.language)
        case int():
            return integer(value)
        case date():
            return typed(value.isoformat(), "xsd:date")
        case PartialDate():
            return typed(value.value, value.datatype)
        case _:
            return ox.Literal(value)


def activity(rule: str) -> ox.NamedNode:
    """Return the activity that applies the rule with this slug."""
    return node(f"id/activity/{rule}")


def texts(predicate: str, values: Mapping[str, str]) -> list[tuple[str, Object]]:
    """Return one pair for each language that has a value."""
    return [(predicate, text(values[tag], tag)) for tag in LANGUAGES if values.get(tag)]


def describe(subject: ox.NamedNode, *pairs: tuple[str, Object]) -> Iterator[Statement]:
    """Yield a statement about the subject for each pair of a predicate (CURIE) and an object."""
    for predicate, value in pairs:
        yield subject, node(predicate), value


def in_layer(layer: Layer, statements: Iterable[Statement]) -> list[ox.Quad]:
    """Return the statements as quads of a layer."""
    name = graph(layer)
    return [ox.Quad(subject, predicate, value, name) for subject, predicate, value in statements]


def turtle_to_quads(turtle: bytes, layer: Layer) -> list[ox.Quad]:
    """Return the triples of a Turtle file as quads of a layer; relative IRIs are below the base."""
    name = graph(layer)
    parsed = ox.parse(turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return [ox.Quad(one.subject, one.predicate, one.object, name) for one in parsed]
