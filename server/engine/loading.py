"""Reads dataset files into a store: a folder that the converter wrote, or one RDF file."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from ontology.namespaces import CANONICAL_BASE
from server.engine.errors import DatasetError
from server.engine.manifest import MANIFEST, date_of, read_manifest
from server.engine.rdf_file import RdfFile
from server.rdf.query_files import read_query

QUADS = "digigov.nq"
# The catalogue is a file of its own, loaded in addition to the dataset's.
CATALOGUE = "catalogue.nq"


@dataclass(frozen=True, slots=True)
class Identity:
    """Identifies a dataset: `checksum` is the SHA-256 of the loaded bytes, in hexadecimal.

    For a folder it is the SHA-256 of the checksums of the two files, which the manifest also has.
    `modified` is the date in the dataset's own description, None without one; the times of files
    are not used because they differ between copies.
    """

    version: str
    base: str
    modified: datetime | None
    checksum: str
    files: Path | None

    def packed(self) -> bytes:
        """Return the identity as text for another process."""
        modified = self.modified.isoformat() if self.modified else ""
        files = str(self.files) if self.files else ""
        return json.dumps([self.version, self.base, modified, self.checksum, files]).encode()

    @classmethod
    def unpacked(cls, content: bytes, files: Path | None = None) -> Self:
        """Return the identity in a text made by `packed`; `files` are its present paths."""
        version, base, modified, checksum, packed = json.loads(content)
        moment = datetime.fromisoformat(modified) if modified else None
        return cls(version, base, moment, checksum, files or (Path(packed) if packed else None))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A filled store and the identity of what is in it."""

    store: ox.Store
    identity: Identity


def base_of(path: Path) -> str:
    """Return the base IRI of the dataset of a folder, or of an RDF file.

    Raises:
        DatasetError: the folder's manifest is missing or broken.
    """
    if not path.is_dir():
        return CANONICAL_BASE
    return _text(read_manifest(path / MANIFEST), "base") or CANONICAL_BASE


def identity_of(folder: Path) -> Identity:
    """Return the identity of a folder's dataset from its manifest, without loading the data.

    Raises:
        DatasetError: the manifest is missing or broken.
    """
    manifest = read_manifest(folder / MANIFEST)
    digests = [row["sha256"] for row in _rows(manifest) if row["path"] in {QUADS, CATALOGUE}]
    return Identity(
        _text(manifest, "version"),
        _text(manifest, "base") or CANONICAL_BASE,
        _date(_text(manifest, "modified")),
        _of_several(digests),
        folder,
    )


def _rows(manifest: Mapping[str, object]) -> list[dict[str, str]]:
    files = manifest.get("files")
    return files if isinstance(files, list) else []


def fingerprint(path: Path) -> tuple[object, ...]:
    """Return a value of the file system that changes when the dataset's files are replaced."""
    files = (path / MANIFEST, path / QUADS, path / CATALOGUE) if path.is_dir() else (path,)
    return tuple(state_of(file) for file in files)


def state_of(file: Path | os.DirEntry[str]) -> tuple[int, ...]:
    """Return a value that changes when a file is replaced or changed; empty if it is missing."""
    try:
        status = file.stat()
    except OSError:
        return ()
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def load(path: Path, *, expected: str = "") -> Loaded:
    """Return the store with the dataset of a folder or of one RDF file.

    `expected` is the checksum that the dataset must have, "" for any.

    Raises:
        DatasetError: A file is missing, of an unknown kind, broken (with file and line), or not the
            expected one.
    """
    store = ox.Store()
    return Loaded(store, load_into(store, path, expected=expected))


def load_into(store: ox.Store, path: Path, *, expected: str = "") -> Identity:
    """Load the dataset of a folder or of one RDF file into an empty store.

    Raises:
        DatasetError: as `load`.
    """
    if path.is_dir():
        return _load_folder(store, path, expected)
    content = _content(path)
    checksum = _expected(path, _digest(content), expected)
    RdfFile.read(path, content).load_into(store, None)
    return Identity("", CANONICAL_BASE, _modified(store, CANONICAL_BASE), checksum, None)


def _load_folder(store: ox.Store, folder: Path, expected: str) -> Identity:
    manifest = read_manifest(folder / MANIFEST)
    quads = folder / QUADS
    base = _text(manifest, "base") or CANONICAL_BASE
    content = _content(quads)
    RdfFile.read(quads, content).load_into(store, base)
    if not len(store):
        message = f"{quads}: no statement: a broken dataset; write it anew with digigov-convert"
        raise DatasetError(message)
    digests = [_digest(content)]
    catalogue = folder / CATALOGUE
    if catalogue.is_file():
        described = _content(catalogue)
        RdfFile.read(catalogue, described).load_into(store, base)
        digests.append(_digest(described))
    checksum = _expected(folder, _of_several(digests), expected)
    modified = _date(_text(manifest, "modified")) or _modified(store, base)
    return Identity(_text(manifest, "version"), base, modified, checksum, folder)


def _text(manifest: Mapping[str, object], key: str) -> str:
    value = manifest.get(key, "")
    return value if isinstance(value, str) else ""


def _date(text: str) -> datetime | None:
    moment = date_of(text)
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _content(path: Path) -> bytes:
    try:
        # A pipe does not work: the file is read several times, here and by each process that
        # starts.
        if path.exists() and not path.is_file():
            message = f"{path}: a device or a pipe; expected an RDF file or a dataset folder"
            raise DatasetError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise DatasetError(message) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _of_several(digests: Sequence[str]) -> str:
    """Return the checksum of a folder from the checksums of its files."""
    return _digest("".join(digests).encode())


def _expected(path: Path, found: str, expected: str) -> str:
    if expected and found != expected:
        message = f"{path}: the dataset has changed since it was loaded"
        raise DatasetError(message)
    return found


def _modified(store: ox.Store, base: str) -> datetime | None:
    """Return the date of the last modification in the catalogue."""
    dataset = ox.NamedNode(f"{base}id/dataset/digigov")
    for name in ("modified", "issued"):
        predicate = ox.NamedNode(f"http://purl.org/dc/terms/{name}")
        found = store.quads_for_pattern(dataset, predicate, None)
        texts = [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]
        if texts:
            return _date(max(texts))
    return None


def has_repeated_triples(store: ox.Store) -> bool:
    """Return whether two graphs share a triple, which the engine's own union would return twice."""
    return bool(store.query(read_query("server.engine", "repeated-triples", "")))


def make_union(store: ox.Store) -> None:
    """Copy the triples of all named graphs to the default graph, where queries see each once."""
    quads = store.quads_for_pattern(None, None, None)
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
