"""Query results → bytes; errors of the engine's writers are corrected or refused.

Corrected: carriage returns in XML (a parser would read line feeds), and unused prefixes. Refused:
characters and names that XML 1.0 cannot represent. The output is always well-formed.
"""

import io
import re
import xml.parsers.expat
from collections.abc import Iterable
from typing import IO, Protocol, cast

import pyoxigraph as ox

from server.engine.embedded.prefix_writing import NO_NAMES, Naming
from server.rdf.formats import Format


class Buffer(Protocol):
    """A buffer for a result, which is written in pieces before any of it is sent."""

    def write(self, piece: bytes, /) -> int:
        """Append a piece, or raise an error if the buffer must not grow."""
        ...

    def flush(self) -> None:
        """Finish delayed writes."""
        ...

    def getvalue(self) -> bytes:
        """Return all that was written."""
        ...


# The triples of a remote engine's answer are a list.
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]

# https://www.w3.org/TR/xml/#charsets, as UTF-8: control characters, U+FFFE and U+FFFF.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAME_TAIL = re.compile(r"[\w.\-\u00b7]*\Z")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# https://www.w3.org/TR/rdf-syntax-grammar/#propertyElementURIs; a parser would turn `li` into `_1`,
# `_2` ….
_NOT_PROPERTY_ELEMENTS = frozenset(
    _RDF + name
    for name in (
        *("RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description"),
        *("aboutEach", "aboutEachPrefix", "bagID", "li"),
    )
)
_NAME_START = re.compile(r"[^\W\d]")


class NotWritableError(Exception):
    """The format cannot represent something in the result, `found`."""

    def __init__(self, format_: Format, found: str) -> None:
        """Keep the format, and what it cannot represent."""
        super().__init__(f"{format_.label} cannot carry {found}")
        self.format = format_
        self.found = found


def serialise(
    results: Results, format_: Format, naming: Naming = NO_NAMES, buffer: Buffer | None = None
) -> bytes:
    """Return the results in the format; a given `buffer` may limit the size.

    Raises:
        NotWritableError: The format cannot represent the result.
    """
    output: Buffer = io.BytesIO() if buffer is None else buffer
    # The engine's writers only need the methods of `Buffer`.
    file = cast("IO[bytes]", output)
    if isinstance(results, ox.QueryTriples | list):
        _write_graph(results, format_, naming.prefixes, file)
    else:
        results.serialize(file, format_.results)
    return _corrected(output.getvalue(), format_, naming)


def serialise_graph(
    triples: Iterable[ox.Triple], format_: Format, prefixes: dict[str, str]
) -> bytes:
    """Return triples in the format, in the given order.

    Raises:
        NotWritableError: The format cannot represent them.
    """
    output = io.BytesIO()
    _write_graph(triples, format_, prefixes, output)
    body = output.getvalue()
    if format_.rdf == ox.RdfFormat.RDF_XML:
        return _well_formed(_legal_xml(body, format_), format_)
    return body


def _write_graph(
    triples: Iterable[ox.Triple], format_: Format, prefixes: dict[str, str], output: IO[bytes]
) -> None:
    if format_.rdf == ox.RdfFormat.JSON_LD:
        # Check this first: the writer raises OSError, as an unreachable SERVICE does.
        triples = list(triples)
        if any(isinstance(triple.object, ox.Triple) for triple in triples):
            found = "a triple that is the object of another (JSON-LD 1.1 has no such term)"
            raise NotWritableError(format_, found)
    if format_.rdf != ox.RdfFormat.RDF_XML:
        ox.serialize(triples, output, format_.rdf, prefixes=prefixes)
        return
    whole = list(triples)
    predicates = {triple.predicate.value for triple in whole}
    for iri in sorted(predicates):
        if not _is_property_element(iri):
            raise NotWritableError(format_, f"the predicate <{iri}>, which has no XML name")
    used = {
        name: namespace
        for name, namespace in prefixes.items()
        if any(iri.startswith(namespace) for iri in predicates)
    }
    ox.serialize(whole, output, format_.rdf, prefixes=used)


def _is_property_element(iri: str) -> bool:
    """Return whether RDF/XML can name the predicate: an IRI that ends in an XML name."""
    tail = _NAME_TAIL.search(iri)
    local = tail.group().lstrip("0123456789.-\u00b7") if tail else ""
    return bool(_NAME_START.match(local)) and iri not in _NOT_PROPERTY_ELEMENTS


def _corrected(body: bytes, format_: Format, naming: Naming) -> bytes:
    if format_.results == ox.QueryResultsFormat.XML:
        return _legal_xml(body, format_)
    if format_.rdf == ox.RdfFormat.RDF_XML:
        return _well_formed(_legal_xml(body, format_), format_)
    if format_.rdf in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        return naming.with_used_only(body)
    return body


def _legal_xml(body: bytes, format_: Format) -> bytes:
    illegal = _NOT_XML.search(body)
    if illegal:
        character = illegal.group().decode()
        raise NotWritableError(format_, f"the character U+{ord(character):04X}")
    return body.replace(b"\r", b"&#13;")


def _well_formed(body: bytes, format_: Format) -> bytes:
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(body, True)  # noqa: FBT003 -- expat's signature: True means the whole text
    except xml.parsers.expat.ExpatError as error:
        raise NotWritableError(format_, f"a name in this result ({error})") from error
    return body
