"""The manifest of a dataset folder: versions, sources, counts, and a checksum for each file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from converter.iris import BASE, curie
from converter.model import Document
from converter.publication.statistics import Figures

MANIFEST = "manifest.json"


class FileKind(StrEnum):
    """The kinds of files; the catalogue describes the first four."""

    DATASET = "dataset"
    LAYER = "layer"
    TABLE = "table"
    EVIDENCE = "evidence"
    TABLE_DESCRIPTION = "table-description"
    REPORT = "report"
    CATALOGUE = "catalogue"
    CITATION = "citation"
    CHANGES = "changes"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class File:
    """A file to publish: path in the folder, media type, bytes, and triples if it is RDF.

    `part` is the layer or table in the file ("" for the whole), `language` the language of a
    table's headers and labels. `coding` is gzip or zstd for a compressed twin, `twin_of` the path
    of the original.
    """

    path: str
    media_type: str
    content: bytes
    triples: int | None = None
    kind: FileKind = FileKind.DATASET
    part: str = ""
    language: str = ""
    coding: str = ""
    twin_of: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A written file: its description without the content, and the checksum."""

    file: File
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BuildDescription:
    """The manifest's data besides counts: versions, the base of all IRIs, the documents.

    `validation` counts the results by severity (`Violation`, `Warning`, `Info`); None if the user
    skipped validation.
    """

    name: str
    version: str
    base: str
    documents: tuple[Document, ...]
    validation: Mapping[str, int] | None


def manifest_json(
    description: BuildDescription, figures: Figures, files: Iterable[Written]
) -> bytes:
    """Return the manifest as JSON; it has no time stamp, so equal input gives equal bytes."""
    content = {
        "name": description.name,
        "version": description.version,
        "base": description.base,
        "documents": [_document(document) for document in description.documents],
        "counts": _counts(figures, description.base),
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


def _file(written: Written) -> dict[str, object]:
    file = written.file
    optional = {
        "part": file.part,
        "language": file.language,
        "coding": file.coding,
        "twinOf": file.twin_of,
    }
    return {
        "path": file.path,
        "mediaType": file.media_type,
        "bytes": written.size,
        "triples": file.triples,
        "sha256": written.sha256,
        "kind": file.kind.value,
        **{key: value for key, value in optional.items() if value},
    }


def _counts(figures: Figures, base: str) -> dict[str, object]:
    classes = {_curie(iri, base): number for iri, number in figures.union.classes}
    return {
        "quads": sum(figures.layers.values()),
        "layers": dict(figures.layers),
        "classes": dict(sorted(classes.items())),
    }


def _curie(iri: str, base: str) -> str:
    canonical = BASE + iri.removeprefix(base) if iri.startswith(base) else iri
    return curie(canonical) if canonical != curie(canonical) else iri
