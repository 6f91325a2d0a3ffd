"""Finds the document for a path, and writes its bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine.embedded.serialisation import NotWritableError, serialise_graph
from server.http.errors import format_cannot_carry_it
from server.rdf.addresses import is_iri
from server.rdf.formats import Format, Shape, formats_for
from server.rdf.prefixes import common_prefixes, writing_prefixes


@dataclass(frozen=True, slots=True)
class ResourceDocument:
    """A document about the resource `iri`; without a format, the resource itself."""

    iri: str
    format: Format | None


def document_at(iris: Sequence[str], exists: Callable[[str], bool]) -> ResourceDocument | None:
    """Return the first of these that exists: a resource (`id/entry/1-24`) or document (`….ttl`)."""
    for iri in iris:
        if exists(iri):
            return ResourceDocument(iri, None)
    return next((found for iri in iris if (found := _document(iri, exists))), None)


def _document(iri: str, exists: Callable[[str], bool]) -> ResourceDocument | None:
    stem, _, extension = iri.rpartition(".")
    found = (item for item in formats_for(Shape.GRAPH) if item.extension == extension)
    format_ = next(found, None)
    is_there = format_ and is_iri(stem) and exists(stem)
    return ResourceDocument(stem, format_) if is_there else None


def write(triples: Sequence[ox.Triple], format_: Format, base: str) -> bytes:
    """Return the triples in a format, in their order, with the prefixes that they use.

    Raises:
        HttpError: 406 if the format cannot represent them.
    """
    text = "\n".join(str(triple) for triple in triples)
    known = writing_prefixes(common_prefixes(base))
    used = {name: namespace for name, namespace in known.items() if f"<{namespace}" in text}
    try:
        return serialise_graph(triples, format_, used)
    except NotWritableError as error:
        raise format_cannot_carry_it(str(error)) from error
