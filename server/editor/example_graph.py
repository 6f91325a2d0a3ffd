"""Writes the examples as RDF (SHACL executables), for tools that read collections of examples.

https://www.w3.org/TR/shacl/#sparql-constraints-prefixes for the declarations of prefixes;
https://github.com/sib-swiss/sparql-examples for the use of rdfs:comment and schema.org.
"""

import io
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from server.editor.examples import Example
from server.query.operation import QueryKind
from server.query.scanner import read_query
from server.rdf.formats import Format
from server.rdf.prefixes import WELL_KNOWN

# These tools expect schema.org IRIs with https.
_SCHEMA = "https://schema.org/"
_SPEX = "https://purl.expasy.org/sparql-examples/ontology#"
_SH, _RDF, _RDFS = (WELL_KNOWN[name] for name in ("sh", "rdf", "rdfs"))
_PREFIXES = {
    "owl": WELL_KNOWN["owl"],
    "rdfs": _RDFS,
    "schema": _SCHEMA,
    "sh": _SH,
    "spex": _SPEX,
    "xsd": WELL_KNOWN["xsd"],
}
_TYPE = ox.NamedNode(f"{_RDF}type")
_URI = ox.NamedNode(WELL_KNOWN["xsd"] + "anyURI")
# SHACL has no term for DESCRIBE queries; the vocabulary of these tools has one.
_TEXT = {
    QueryKind.SELECT: f"{_SH}select",
    QueryKind.ASK: f"{_SH}ask",
    QueryKind.CONSTRUCT: f"{_SH}construct",
    QueryKind.DESCRIBE: f"{_SPEX}describe",
}
_CLASS = {
    QueryKind.SELECT: f"{_SH}SPARQLSelectExecutable",
    QueryKind.ASK: f"{_SH}SPARQLAskExecutable",
    QueryKind.CONSTRUCT: f"{_SH}SPARQLConstructExecutable",
}


def write_examples(examples: Iterable[Example], format_: Format, base: str, server: str) -> bytes:
    """Return the examples in an RDF format; `server` is its address, with a slash at its end."""
    output = io.BytesIO()
    ox.serialize(
        [*_triples(list(examples), base, ox.NamedNode(f"{server}sparql"))],
        output,
        format_.rdf,
        prefixes=_PREFIXES,
    )
    return output.getvalue()


def _triples(examples: list[Example], base: str, target: ox.NamedNode) -> Iterator[ox.Triple]:
    collection = ox.NamedNode(f"{base}examples")
    for example in examples:
        yield from _example(example, base, collection, target)
    declared = {
        prefix.name: prefix.iri or ""
        for example in examples
        for prefix in read_query(example.query(base=base)).declared
    }
    yield ox.Triple(collection, _TYPE, ox.NamedNode(WELL_KNOWN["owl"] + "Ontology"))
    for name, namespace in sorted(declared.items()):
        yield from _declaration(collection, name, namespace)


def _example(
    example: Example, base: str, collection: ox.NamedNode, target: ox.NamedNode
) -> Iterator[ox.Triple]:
    node = ox.NamedNode(f"{base}examples/{example.slug}")
    text = example.query(base=base)
    kind = read_query(text).kind
    yield ox.Triple(node, _TYPE, ox.NamedNode(f"{_SH}SPARQLExecutable"))
    if kind in _CLASS:
        yield ox.Triple(node, _TYPE, ox.NamedNode(_CLASS[kind]))
    for language, title in example.titles.items():
        yield ox.Triple(node, _term(_RDFS, "label"), ox.Literal(title, language=language))
    for language, description in example.descriptions.items():
        yield ox.Triple(node, _term(_RDFS, "comment"), ox.Literal(description, language=language))
    yield ox.Triple(node, _term(_SCHEMA, "keywords"), ox.Literal(example.group))
    yield ox.Triple(node, _term(_SCHEMA, "target"), target)
    yield ox.Triple(node, _term(_SH, "prefixes"), collection)
    yield ox.Triple(node, ox.NamedNode(_TEXT[kind]), ox.Literal(text))


def _declaration(collection: ox.NamedNode, name: str, namespace: str) -> Iterator[ox.Triple]:
    node = ox.NamedNode(f"{collection.value}#prefix-{name}")
    yield ox.Triple(collection, _term(_SH, "declare"), node)
    yield ox.Triple(node, _TYPE, ox.NamedNode(f"{_SH}PrefixDeclaration"))
    yield ox.Triple(node, _term(_SH, "prefix"), ox.Literal(name))
    yield ox.Triple(node, _term(_SH, "namespace"), ox.Literal(namespace, datatype=_URI))


def _term(namespace: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(namespace + name)
