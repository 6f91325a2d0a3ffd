"""Reads dataset files into a store: a folder that the converter wrote, or one RDF file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from server.engine.errors import DatasetError
from server.engine.manifest import MANIFEST, date_of, read_manifest
from server.engine.rdf_file import RdfFile

# The canonical base of the dataset: what opens here of an RDF file that is served alone.
DEFAULT_BASE = "https://w3id.org/jp-digigov/"
QUADS = "digigov.nq"
# What describes the files is none of them: the catalogue of a folder is loaded beside them.
CATALOGUE = "catalogue.nq"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a dataset is called: `checksum` is the SHA-256 of the loaded bytes, in hexadecimal."""

    version: str
    base: str
    modified: datetime
    checksum: str
    files: Path | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A filled store and the identity of what is in it."""

    store: ox.Store
    identity: Identity


def load(path: Path) -> Loaded:
    """Return the store with the dataset of a folder or of one RDF file.

    Raises:
        DatasetError: a file is missing, of no known kind, or broken (with file and line).
    """
    if path.is_dir():
        return _load_folder(path)
    content = _content(path)
    modified = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    identity = Identity("", DEFAULT_BASE, modified, _checksum(content), None)
    return Loaded(_store(path, content, None), identity)


def _load_folder(folder: Path) -> Loaded:
    manifest = read_manifest(folder / MANIFEST)
    quads = folder / QUADS
    base = _text(manifest, "base") or DEFAULT_BASE
    content = _content(quads)
    store = _store(quads, content, base)
    if not len(store):
        message = f"{quads}: no statement: a broken dataset; write it anew with digigov-convert"
        raise DatasetError(message)
    catalogue = folder / CATALOGUE
    if catalogue.is_file():
        described = _content(catalogue)
        RdfFile.read(catalogue, described).load_into(store, base)
        content += described
    modified = _date(_text(manifest, "modified")) or datetime.fromtimestamp(
        int(quads.stat().st_mtime), UTC
    )
    identity = Identity(_text(manifest, "version"), base, modified, _checksum(content), folder)
    return Loaded(store, identity)


def _text(manifest: Mapping[str, object], key: str) -> str:
    value = manifest.get(key, "")
    return value if isinstance(value, str) else ""


def _date(text: str) -> datetime | None:
    moment = date_of(text)
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _content(path: Path) -> bytes:
    try:
        # It is read several times: here, and by each process that starts.
        if path.exists() and not path.is_file():
            message = f"{path}: a device or a pipe; expected an RDF file or a dataset folder"
            raise DatasetError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror or error}"
        raise DatasetError(message) from error


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _store(path: Path, content: bytes, base: str | None) -> ox.Store:
    store = ox.Store()
    RdfFile.read(path, content).load_into(store, base)
    return store


def make_union(store: ox.Store) -> None:
    """Add the triples of all named graphs to the default graph.

    A query over this copy takes a fraction of the time that one over a union made on the way takes.
    """
    quads = store.quads_for_pattern(None, None, None)
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
