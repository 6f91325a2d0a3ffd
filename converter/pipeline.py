"""The stages of a conversion, in reading order."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

import seeds
from converter.assembly import ReadDocument, assemble, software
from converter.authorities import Authorities, load_authorities
from converter.documents import bundled_documents
from converter.mapping.rebasing import rebase
from converter.model import Document, Survey
from converter.publication.folder import check_replaceable, publish
from converter.publication.manifest import Description, File
from converter.reading import bytes_to_survey, load_words
from converter.vocabulary import load_vocabulary


def read_bundled_survey() -> Survey:
    """Return the bundled survey of 2020: 594 records and their sections."""
    return _read_bundled(bundled_documents()[0])


def bundled_to_folder(folder: Path, base: str) -> tuple[File, ...]:
    """Convert the bundled documents to a dataset folder below `base`, and return its files.

    Raises:
        ConversionError: A document cannot be converted, or the folder cannot be written.
    """
    check_replaceable(folder)
    documents = bundled_documents()
    sources = [ReadDocument(document, _read_bundled(document)) for document in documents]
    quads = sources_to_quads(sources, load_authorities())
    made = software()
    description = Description(made.name, made.version, base, documents, None)
    return publish(folder, rebase(quads, base), (), description)


def sources_to_quads(sources: Sequence[ReadDocument], authorities: Authorities) -> list[ox.Quad]:
    """Return the quads of all layers, below the canonical base."""
    return assemble(sources, (), authorities)


def _read_bundled(document: Document) -> Survey:
    return bytes_to_survey(seeds.document(document.file), document, load_words(load_vocabulary()))
