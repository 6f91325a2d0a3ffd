"""Statements as facts: a property, its values, and the layer that states them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pyoxigraph as ox

from server.engine import Term
from server.http.language import Language
from server.site.statements.statements import LAYERS, Statement, Value
from server.site.tables.cells import Cell, Reader
from server.site.templating import grouped

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
# Provenance and RDF types, which come after all other facts.
_LAST = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/ns/prov#wasGeneratedBy",
    "http://www.w3.org/ns/prov#wasInfluencedBy",
)
_INTEGERS = frozenset(
    f"http://www.w3.org/2001/XMLSchema#{name}"
    for name in ("integer", "nonNegativeInteger", "positiveInteger")
)
# Maximum links to evidence beside a value; all evidence points to the resource anyway.
_SOURCES = 6


@dataclass(frozen=True, slots=True)
class FactValue:
    """A shown value with its layer, and links to its evidence."""

    cell: Cell
    layer: str
    evidence: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class PropertyValues:
    """A property with its values."""

    property: Cell
    values: Sequence[FactValue]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of one layer."""

    layer: str
    facts: Sequence[PropertyValues]


def read_labels(statements: Iterable[Statement], reader: Reader) -> None:
    """Prefetch the labels of all terms in statements."""
    items = [*statements]
    properties = (ox.NamedNode(item.property) for item in items)
    reader.read(chain(properties, (value.term for item in items for value in item.values)))


def groups_of(statements: Sequence[Statement], reader: Reader) -> list[FactGroup]:
    """Return statements as facts, grouped by layer."""
    read_labels(statements, reader)
    groups = [
        FactGroup(layer, facts_of(_of_layer(statements, layer), reader))
        for layer in (*LAYERS, "other")
    ]
    return [group for group in groups if group.facts]


def _of_layer(statements: Sequence[Statement], layer: str) -> list[Statement]:
    kept = [
        replace(item, values=[value for value in item.values if value.layer == layer])
        for item in statements
    ]
    return [item for item in kept if item.values]


def in_language(terms: Sequence[Term], language: Language) -> list[Term]:
    """Return the terms in the language or without one; all terms if there are none."""
    fitting = [
        term
        for term in terms
        if not isinstance(term, ox.Literal) or term.language in {None, language}
    ]
    return fitting or list(terms)


def facts_of(statements: Sequence[Statement], reader: Reader) -> list[PropertyValues]:
    """Return statements as facts, with texts only in the page's language."""
    read_labels(statements, reader)
    return [
        PropertyValues(reader.link(statement.property), _values(statement, reader))
        for statement in sorted(statements, key=lambda item: item.property in _LAST)
    ]


def _values(statement: Statement, reader: Reader) -> list[FactValue]:
    fitting = in_language([value.term for value in statement.values], reader.language)
    shown = [_fact_value(value, reader) for value in statement.values if value.term in fitting]
    names = Counter(value.cell.text for value in shown)
    return [
        replace(value, cell=_with_term(value.cell, reader)) if names[value.cell.text] > 1 else value
        for value in shown
    ]


def _with_term(cell: Cell, reader: Reader) -> Cell:
    """Return the cell of a term of a vocabulary with its prefixed name, others unchanged."""
    prefix, colon, name = reader.short(cell.iri).partition(":")
    is_term = colon and not name.startswith("//")
    return replace(cell, text=f"{cell.text} ({prefix}:{name})") if is_term else cell


def _fact_value(value: Value, reader: Reader) -> FactValue:
    sources = [
        # Only the address, because each label takes requests to a remote engine.
        Cell(str(position), reader.addresses.page(iri, reader.language))
        for position, iri in enumerate(value.evidence[:_SOURCES], 1)
    ]
    return FactValue(_cell(value.term, reader), value.layer, sources)


def _cell(term: Term, reader: Reader) -> Cell:
    cell = reader.cell(term)
    is_integer = isinstance(term, ox.Literal) and term.datatype.value in _INTEGERS
    return replace(cell, text=grouped(cell.text)) if is_integer else cell
