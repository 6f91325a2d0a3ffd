"""Source documents: what a manifest (as `seeds/manifest.toml`) says of them, and their bytes."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from unicodedata import normalize

import seeds
from converter.errors import Fault, InputError
from converter.model import Document

Row: TypeAlias = Mapping[str, object]

MANIFEST_SUFFIX = ".toml"
REQUIRED = ("key", "file")
TOML_LINE = re.compile(r"\(at line (\d+)")
KEY = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A document with its bytes, and its name as the user gave it, for messages."""

    document: Document
    content: bytes
    name: str


def bundled_documents() -> tuple[Document, ...]:
    """Return every document of the bundled manifest, in its order; their bytes are not read."""
    return _documents(seeds.manifest(), "seeds/manifest.toml")


def bundled_sources() -> tuple[Source, ...]:
    """Return the bundled documents with their bytes.

    Raises:
        InputError: Bytes are not those that the manifest promises.
    """
    return _checked(
        Source(document, seeds.document(document.file), document.file)
        for document in bundled_documents()
    )


def paths_to_sources(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Return the documents that paths name: documents, or manifests of documents beside them.

    The first keeps the short form of entry IRIs, unless a manifest says `first_edition` of another;
    each further one gets its key in them. A document that we bundle is known by its bytes.

    Raises:
        InputError: Files that cannot be read, or whose bytes a manifest does not promise.
    """
    faults: list[Fault] = []
    sources: list[Source] = []
    for path in paths:
        try:
            sources += _read(path)
        except InputError as error:
            faults += error.faults
    faults += _doubled(sources)
    if faults:
        raise InputError(tuple(faults))
    return _with_editions(sources)


def _read(path: Path) -> tuple[Source, ...]:
    content = _bytes(path)
    if path.suffix == MANIFEST_SUFFIX:
        documents = _documents(content, str(path))
        files = ((document, path.parent / document.file) for document in documents)
        return _checked(Source(document, _bytes(file), str(file)) for document, file in files)
    digest = sha256(content).hexdigest()
    bundled = (document for document in bundled_documents() if document.sha256 == digest)
    document = next(bundled, Document(_slug(path, digest), path.name, digest, ""))
    return (Source(replace(document, edition=document.key), content, str(path)),)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError as error:
        raise _fault(str(path), "a folder", "a document or a manifest (.toml)") from error
    except OSError as error:
        found = f"nothing readable ({error.strerror})"
        raise _fault(str(path), found, "a document or a manifest (.toml)") from error


def _checked(sources: Iterable[Source]) -> tuple[Source, ...]:
    read = tuple(sources)
    faults = [fault for source in read for fault in _changed(source)]
    if faults:
        raise InputError(tuple(faults))
    return tuple(
        replace(source, document=replace(source.document, sha256=_digest(source)))
        for source in read
    )


def _changed(source: Source) -> Iterator[Fault]:
    promised = source.document.sha256
    if promised and promised != _digest(source):
        found = f"bytes with SHA-256 {_digest(source)}"
        expected = f"{promised}, as the manifest says: restore the file, or mend the manifest"
        yield Fault(source.name, None, None, found, expected)


def _digest(source: Source) -> str:
    return sha256(source.content).hexdigest()


def _with_editions(sources: Sequence[Source]) -> tuple[Source, ...]:
    documents = [source.document for source in sources]
    first = next((at for at, one in enumerate(documents) if not one.edition), 0)
    return tuple(
        replace(
            source,
            document=replace(source.document, edition="" if at == first else source.document.key),
        )
        for at, source in enumerate(sources)
    )


def _doubled(sources: Iterable[Source]) -> Iterator[Fault]:
    counts = Counter(source.document.key for source in sources)
    for source in sources:
        key = source.document.key
        if counts[key] > 1:
            expected = "a key of its own: rename the file, or give the key in a manifest"
            yield Fault(source.name, None, None, f"the key {key} twice", expected)


def _slug(path: Path, digest: str) -> str:
    words = re.findall(r"[a-z0-9]+", normalize("NFKC", path.stem).lower())
    slug = "-".join(words) or digest[:8]
    return slug if KEY.fullmatch(slug) else f"document-{slug}"


def _documents(content: bytes, file: str) -> tuple[Document, ...]:
    try:
        manifest = tomllib.loads(content.decode())
    except ValueError as error:
        line = TOML_LINE.search(str(error))
        at = int(line[1]) if line else None
        raise _fault(file, f"no TOML ({error})", "a manifest of documents", at) from error
    rows = manifest.get("document")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise _fault(file, "no [[document]]", "one [[document]] for each document")
    faults = [fault for row in rows for fault in _row_faults(row, file)]
    if faults:
        raise InputError(tuple(faults))
    return tuple(map(_document, rows))


def _row_faults(row: Row, file: str) -> Iterator[Fault]:
    for name in REQUIRED:
        if not _text(row, name):
            yield Fault(file, None, None, f"a [[document]] without {name}", f"its {name}")
    if _text(row, "key") and not KEY.fullmatch(_text(row, "key")):
        expected = "ASCII letters, digits and hyphens, a letter first"
        yield Fault(file, None, None, f"the key “{_text(row, 'key')}”", expected)


def _document(row: Row) -> Document:
    first = bool(row.get("first_edition", False))
    return Document(
        key=_text(row, "key"),
        file=_text(row, "file"),
        sha256=_text(row, "sha256"),
        reader=_text(row, "reader"),
        edition="" if first else _text(row, "key"),
        titles=_by_language(row, "title"),
        rights=_by_language(row, "rights"),
        publisher=_text(row, "publisher"),
        creator=_text(row, "creator"),
        published=_text(row, "published"),
        survey_start=_text(row, "survey_start"),
        survey_end=_text(row, "survey_end"),
    )


def _text(row: Row, name: str) -> str:
    return str(row.get(name, ""))


def _by_language(row: Row, name: str) -> dict[str, str]:
    names = {language: f"{name}_{language}" for language in ("ja", "en")}
    return {language: _text(row, name) for language, name in names.items() if name in row}


def _fault(file: str, found: str, expected: str, line: int | None = None) -> InputError:
    return InputError((Fault(file, None, line, found, expected),))
