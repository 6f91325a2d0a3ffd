"""The manifest of a dataset folder: what it is, what it counts, and a checksum for each file."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox

from converter.iris import BASE, PREFIXES, curie
from converter.model import Document

MANIFEST = "manifest.json"
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class File:
    """A file to publish: its path in the folder, media type, bytes, and triples if it is RDF."""

    path: str
    media_type: str
    content: bytes
    triples: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What the manifest says besides counts: versions, the base of all IRIs, what was read.

    `validation` counts the results by severity (`Violation`, `Warning`, `Info`), and is None where
    the user asked for no validation.
    """

    name: str
    version: str
    base: str
    documents: tuple[Document, ...]
    validation: Mapping[str, int] | None


def manifest_json(
    description: Description, quads: Sequence[ox.Quad], files: Iterable[File]
) -> bytes:
    """Return the manifest as JSON with a final newline; no time stamp, so the same for the same."""
    content = {
        "name": description.name,
        "version": description.version,
        "base": description.base,
        "documents": [_document(document) for document in description.documents],
        "counts": _counts(quads, description.base),
        "validation": description.validation,
        "files": [_file(file) for file in files],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _document(document: Document) -> dict[str, object]:
    return {
        "key": document.key,
        "file": document.file,
        "sha256": document.sha256,
        "title": dict(document.titles),
    }


def _file(file: File) -> dict[str, object]:
    return {
        "path": file.path,
        "mediaType": file.media_type,
        "bytes": len(file.content),
        "triples": file.triples,
        "sha256": sha256(file.content).hexdigest(),
    }


def _counts(quads: Sequence[ox.Quad], base: str) -> dict[str, object]:
    layers = Counter(str(quad.graph_name)[1:-1].rpartition("/")[2] for quad in quads)
    typed = {
        (quad.subject, quad.object.value)
        for quad in quads
        if quad.predicate == RDF_TYPE and isinstance(quad.object, ox.NamedNode)
    }
    classes = Counter(_curie(name, base) for _, name in typed)
    return {
        "quads": len(quads),
        "layers": dict(sorted(layers.items())),
        "classes": dict(sorted(classes.items())),
    }


def _curie(iri: str, base: str) -> str:
    canonical = BASE + iri.removeprefix(base) if iri.startswith(base) else iri
    return curie(canonical) if canonical != curie(canonical) else iri
