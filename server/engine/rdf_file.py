"""Reads an RDF file; the name determines the format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.engine.errors import DatasetError
from server.rdf.file_text import (
    OPENERS,
    FileTextError,
    check_nesting,
    expanded,
    to_utf8,
    xml_to_utf8,
)

KINDS: Mapping[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "n3": ox.RdfFormat.N3,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
}
# A file of an ontology may be Turtle: there `<` begins an IRI with `//`, not an element.
_XML = re.compile(rb"\s*<(?:[?!]|[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?[\s/>])")
# OWL 2 XML Serialization, 3.3: the root element of an ontology that is not RDF.
_OWL_XML = re.compile(rb"<(?:[\w.-]+:)?Ontology\s[^>]*\bontologyIRI\s*=")
# Base for files without one, because the parser drops statements with relative IRIs.
_NO_BASE = "no-base:///"
_CONTEXT = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[\s*)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file with its text in UTF-8."""

    path: Path
    format: ox.RdfFormat
    text: bytes

    @classmethod
    def read(cls, path: Path, content: bytes) -> "RdfFile":
        """Return the file at a path with these bytes.

        Raises:
            DatasetError: The format is unknown, or the bytes cannot be decoded.
        """
        coding = path.suffix.lower() if path.suffix.lower() in OPENERS else ""
        form = _format(path.with_suffix("") if coding else path, path)
        try:
            return cls(path, *_text(path, form, expanded(content, coding) if coding else content))
        except FileTextError as error:
            message = f"{path}: {error}"
            raise DatasetError(message) from error

    def load_into(self, store: ox.Store, base: str | None) -> None:
        """Add the quads of the file to a store; without a base, all IRIs must be absolute.

        Raises:
            DatasetError: The file is broken (with the line), or needs a base.
        """
        drops = base is None and self.format == ox.RdfFormat.JSON_LD
        try:
            store.bulk_load(self.text, self.format, base_iri=_NO_BASE if drops else base)
        except SyntaxError as error:
            raise DatasetError(self._message(error)) from error
        except (OSError, ValueError) as error:
            message = f"{self.path}: cannot be loaded: {error}"
            raise DatasetError(message) from error
        if drops and (relative := _relative(store)):
            message = f"{self.path}: {_needs_base(relative)}"
            raise DatasetError(message)

    def _message(self, error: SyntaxError) -> str:
        position = f"{self.path}:{error.lineno}" if error.lineno else str(self.path)
        if "LoadDocumentCallback" in error.msg:
            context = _CONTEXT.search(self.text)
            name = f" {context[1].decode(errors='replace')}" if context else ""
            return (
                f"{self.path}: its @context{name} is elsewhere, and nothing is fetched from the "
                "network; write the context into the file, or save it as expanded JSON-LD"
            )
        if "No scheme found" in error.msg:
            return f"{position}: {_needs_base('')} ({error.msg})"
        return f"{position}: broken RDF: {error.msg}"


def _format(name: Path, path: Path) -> ox.RdfFormat:
    form = KINDS.get(name.suffix.removeprefix(".").lower())
    if form is None:
        known = ", ".join("." + kind for kind in KINDS)
        codings = ", ".join(OPENERS)
        message = (
            f"{path}: no known kind of RDF file; expected one of {known} (or with {codings} added)"
        )
        raise DatasetError(message)
    return form


def _text(path: Path, form: ox.RdfFormat, content: bytes) -> tuple[ox.RdfFormat, bytes]:
    if form == ox.RdfFormat.RDF_XML:
        text = xml_to_utf8(content)
        if _OWL_XML.search(text):
            message = "OWL/XML, which is not RDF; save the ontology as RDF/XML or Turtle"
            raise FileTextError(message)
        if path.name.lower().partition(".owl")[1] and not _XML.match(text):
            return ox.RdfFormat.TURTLE, text
        return form, text
    text = to_utf8(content)
    check_nesting(text)
    return form, text


def _relative(store: ox.Store) -> str:
    """Return a relative IRI in the file, "" if all are absolute."""
    for quad in store:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(_NO_BASE):
                return term.value.removeprefix(_NO_BASE) or "(empty)"
    return ""


def _needs_base(relative: str) -> str:
    shown = f"the relative IRI “{relative}”" if relative else "a relative IRI"
    return f"{shown}, and no base to resolve it; write one into the file (@base, xml:base)"
