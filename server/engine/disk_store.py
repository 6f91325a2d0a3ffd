"""The dataset as a store on disk: prepared once, then opened read-only by each process.

A prepared store opens in milliseconds and uses only the system's page cache. Its folder in the
user's cache is named by a digest of its input, so another dataset or another version of the engine
never uses it. The remains of a killed start are overwritten.
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.engine.dataset_path import cache_folder
from server.engine.errors import DatasetError, StoreDamaged
from server.engine.loading import (
    QUADS,
    Identity,
    Loaded,
    has_repeated_triples,
    load_into,
    make_union,
    state_of,
)
from server.engine.manifest import MANIFEST

# Bytes of N-Quads from which a dataset is served from disk by default: about ten times the survey;
# a dataset of this size takes 1.6 GB of memory when idle (docs/performance.md).
LARGE = 256 << 20
_CHUNK = 1 << 20
_STORE, _IDENTITY = "store", "identity.json"
_DATA = ".sst"  # RocksDB's files of data, which never change


@dataclass(frozen=True, slots=True)
class PreparedStore:
    """A prepared store; with `merged` its default graph is a copy of all graphs."""

    folder: Path
    identity: Identity
    merged: bool

    def open(self) -> ox.Store:
        """Open the store read-only.

        Raises:
            DatasetError: The store is missing or broken.
        """
        try:
            return ox.Store.read_only(str(self.folder / _STORE))
        except (OSError, RuntimeError) as error:  # RuntimeError: a file has another size
            message = f"{self.folder}: cannot be opened ({error}); delete it and start again"
            raise DatasetError(message) from error

    def loaded(self) -> Loaded:
        """Open the store and return it with its identity."""
        return Loaded(self.open(), self.identity)


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """The files of data of a prepared store: name and state of each.

    RocksDB opens files late. Oxigraph takes a term that it cannot read for an error of an
    expression, so a file that is missing can make an answer incomplete.
    """

    folder: Path
    files: frozenset[tuple[str, tuple[int, ...]]]

    @classmethod
    def of(cls, folder: Path) -> "StoreFiles":
        """Return the files as they are now; none if the folder is missing."""
        return cls(folder, _files_of_data(folder))

    def check(self) -> None:
        """Compare with the files as they are now.

        Raises:
            StoreDamaged: A file is missing or has changed.
        """
        if _files_of_data(self.folder) != self.files:
            message = f"{self.folder}: files are missing or have changed; delete it and start again"
            raise StoreDamaged(message)


def _files_of_data(folder: Path) -> frozenset[tuple[str, tuple[int, ...]]]:
    try:
        with os.scandir(folder / _STORE) as entries:
            data = [item for item in entries if item.name.endswith(_DATA)]
    except OSError:  # the folder is missing
        return frozenset()
    return frozenset((item.name, state_of(item)) for item in data)


def is_large(path: Path) -> bool:
    """Return whether the dataset at a path is large enough to be served from disk."""
    file = path / QUADS if path.is_dir() else path
    return file.is_file() and file.stat().st_size >= LARGE


def prepare(path: Path, *, union: bool, cache: Path | None = None) -> PreparedStore:
    """Return the prepared store of a dataset; make it first if it is missing.

    With `union`, all graphs are copied to the default graph if two of them share a triple.

    Raises:
        DatasetError: The dataset cannot be loaded, or the cache folder cannot be written.
    """
    try:
        folder = (cache or cache_folder() / "stores") / _key(path, union=union)
        if not (folder / _IDENTITY).is_file():
            _make_once(path, folder, union=union)
        return read_prepared(folder, path)
    except OSError as error:
        message = f"the store on disk cannot be written ({error}); use --store memory"
        raise DatasetError(message) from error


def read_prepared(folder: Path, path: Path) -> PreparedStore:
    """Return the store in a folder that was prepared for the dataset at a path.

    Raises:
        DatasetError: There is no such store.
    """
    try:
        packed, merged = json.loads((folder / _IDENTITY).read_bytes())
    except (OSError, ValueError) as error:
        message = f"{folder}: no prepared store; start the server again"
        raise DatasetError(message) from error
    files = path if path.is_dir() else None
    return PreparedStore(folder, Identity.unpacked(packed.encode(), files), merged)


def _make_once(path: Path, folder: Path, *, union: bool) -> None:
    """Make the store unless another process has made it meanwhile."""
    # Imported late: the import is slow, and most starts and all workers find the store made.
    from filelock import FileLock  # noqa: PLC0415

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / _IDENTITY).is_file():
            _make(path, folder, union=union)


def _make(path: Path, folder: Path, *, union: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    store = ox.Store(str(folder / _STORE))
    identity = load_into(store, path)
    merged = union and has_repeated_triples(store)
    if merged:
        make_union(store)
    store.optimize()
    store.flush()
    del store  # closes it
    # Written last: without this file the store is incomplete.
    (folder / _IDENTITY).write_text(json.dumps([identity.packed().decode(), merged]), "utf-8")


def _key(path: Path, *, union: bool) -> str:
    """Return a digest of the dataset, the engine's version and the kind of preparation."""
    digest = hashlib.sha256(f"{ox.__version__} {union} {path.name}\n".encode())
    # The manifest has the checksums of all other files.
    with (path / MANIFEST if path.is_dir() else path).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()[:24]
