"""Source documents: their bytes, and their descriptions from a manifest (`seeds/manifest.toml`)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import seeds
from converter.document_manifest import KEY, manifest_to_documents
from converter.errors import DocumentFault, InputError
from converter.input_files import read_file, shown
from converter.model import Document

MANIFEST_SUFFIX = ".toml"
EXPECTED = "a document or a manifest (.toml)"


@dataclass(frozen=True, slots=True)
class InputDocument:
    """A document, its bytes, and its name as the user gave it (for messages)."""

    document: Document
    content: bytes
    name: str


def bundled_documents() -> tuple[Document, ...]:
    """Return the description of each document of the bundled manifest, in its order."""
    return manifest_to_documents(seeds.manifest(), "seeds/manifest.toml")


def bundled_sources() -> tuple[InputDocument, ...]:
    """Return the bundled documents with their bytes.

    Raises:
        InputError: A document does not have the SHA-256 that the manifest gives.
    """
    return _checked(
        InputDocument(document, seeds.document(document.file), document.file)
        for document in bundled_documents()
    )


def paths_to_sources(paths: Sequence[Path]) -> tuple[InputDocument, ...]:
    """Return the documents at these paths: each a document, or a manifest of documents beside it.

    The first document keeps the short entry IRIs, unless a manifest sets `first_edition` for
    another one; the entry IRIs of every other document contain its key. A bundled document is
    recognised by its bytes.

    Raises:
        InputError: A file cannot be read, does not have the SHA-256 that its manifest gives, or
            repeats the bytes or the key of another.
    """
    faults: list[DocumentFault] = []
    sources: list[InputDocument] = []
    for path in paths:
        try:
            sources += _read(path)
        except InputError as error:
            faults += error.faults
    faults += _doubled(sources)
    if faults:
        raise InputError(tuple(faults))
    return _with_editions(sources)


def _read(path: Path) -> tuple[InputDocument, ...]:
    content = read_file(path, EXPECTED)
    if path.suffix.lower() == MANIFEST_SUFFIX:
        documents = manifest_to_documents(content, shown(path))
        files = ((document, path.parent / document.file) for document in documents)
        return _checked(
            InputDocument(document, read_file(file, EXPECTED), shown(file))
            for document, file in files
        )
    digest = sha256(content).hexdigest()
    bundled = (document for document in bundled_documents() if document.sha256 == digest)
    name = shown(Path(path.name))
    document = next(bundled, Document(_slug(path, digest), name, digest, ""))
    return (InputDocument(replace(document, edition=document.key), content, shown(path)),)


def _checked(sources: Iterable[InputDocument]) -> tuple[InputDocument, ...]:
    read = tuple(sources)
    faults = [fault for source in read for fault in _changed(source)]
    if faults:
        raise InputError(tuple(faults))
    return tuple(
        replace(source, document=replace(source.document, sha256=_digest(source)))
        for source in read
    )


def _changed(source: InputDocument) -> Iterator[DocumentFault]:
    promised = source.document.sha256
    if promised and promised != _digest(source):
        found = f"bytes with SHA-256 {_digest(source)}"
        expected = f"{promised}, as the manifest says: restore the file, or correct the manifest"
        yield DocumentFault(source.name, None, None, found, expected)


def _digest(source: InputDocument) -> str:
    return sha256(source.content).hexdigest()


def _with_editions(sources: Sequence[InputDocument]) -> tuple[InputDocument, ...]:
    documents = [source.document for source in sources]
    first = next((at for at, one in enumerate(documents) if not one.edition), 0)
    return tuple(
        replace(
            source,
            document=replace(source.document, edition="" if at == first else source.document.key),
        )
        for at, source in enumerate(sources)
    )


def _doubled(sources: Sequence[InputDocument]) -> Iterator[DocumentFault]:
    """Yield a fault for each source that repeats the bytes or the key of an earlier one."""
    for at, source in enumerate(sources):
        for earlier in sources[:at]:
            if source.content == earlier.content:
                found = f"the same bytes as in {earlier.name}"
                yield DocumentFault(
                    source.name, None, None, found, "each document once: leave one out"
                )
                break
            if source.document.key == earlier.document.key:
                found = f"the key {source.document.key} of {earlier.name} again"
                expected = "a key of its own: rename the file, or give the key in a manifest"
                yield DocumentFault(source.name, None, None, found, expected)
                break


def _slug(path: Path, digest: str) -> str:
    words = re.findall(r"[a-z0-9]+", normalize("NFKC", path.stem).lower())
    slug = "-".join(words) or digest[:8]
    return slug if KEY.fullmatch(slug) else f"document-{slug}"
