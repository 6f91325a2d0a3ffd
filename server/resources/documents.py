"""Documents about resources: which one a path names, and its bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from server.rdf.formats import Format, Shape, formats_for
from server.rdf.prefixes import common_prefixes, writing_prefixes


@dataclass(frozen=True, slots=True)
class Document:
    """A document about the resource at `path`; without a format it is the resource itself."""

    path: str
    format: Format | None


def document_at(path: str, exists: Callable[[str], bool]) -> Document | None:
    """Return what a path names: a resource (`id/entry/1-24`), or a document (`….ttl`)."""
    if exists(path):
        return Document(path, None)
    stem, _, extension = path.rpartition(".")
    found = (item for item in formats_for(Shape.GRAPH) if item.extension == extension)
    format_ = next(found, None)
    return Document(stem, format_) if format_ and stem and exists(stem) else None


def write(triples: Sequence[ox.Triple], format_: Format, base: str) -> bytes:
    """Return the triples in a format, in their order, with the prefixes that they use."""
    text = "\n".join(str(triple) for triple in triples)
    known = writing_prefixes(common_prefixes(base))
    used = {name: namespace for name, namespace in known.items() if f"<{namespace}" in text}
    output = BytesIO()
    ox.serialize(triples, output, format_.rdf, prefixes=used)
    return output.getvalue()
