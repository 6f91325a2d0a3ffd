"""Indexes as files in the cache folder: made once a dataset, then opened for reading alone.

They are named by the digest of the dataset and of the code that writes them, so neither a new
dataset nor a new version of this software meets those of another.
"""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from filelock import FileLock

from server.counts.facets import FACETS
from server.engine import Dataset
from server.engine.dataset_path import cache_folder
from server.facets.index import Catalogue, catalogue_of
from server.facets.stored import read_catalogue, write_catalogue
from server.search import Library
from server.search.documents import documents_of
from server.search.index import SearchIndex
from server.search.index import write as write_index
from server.site.background import Prepared

_LOG = logging.getLogger("server")
_ROOMS = ("server.counts", "server.facets", "server.search")

Made = TypeVar("Made")


def indexes_of(dataset: Dataset, *, stored: bool) -> tuple[Prepared[Catalogue], Prepared[Library]]:
    """Return the facet index and the search index, made in the background if need be."""
    if stored:
        return Prepared(lambda: stored_catalogue(dataset)), Prepared(
            lambda: stored_library(dataset)
        )
    return Prepared(lambda: catalogue_of(dataset)), Prepared(lambda: Library.of(dataset))


def stored_library(dataset: Dataset, cache: Path | None = None) -> Library:
    """Return the search index of a dataset, from its file where the cache can be written."""
    path = _stored(dataset, "search", lambda own: write_index(documents_of(dataset), own), cache)
    return Library(dataset, SearchIndex.open(path)) if path else Library.of(dataset)


def stored_catalogue(dataset: Dataset, cache: Path | None = None) -> Catalogue:
    """Return the facet index of a dataset, from its file where the cache can be written."""
    path = _stored(
        dataset, "facets", lambda own: write_catalogue(catalogue_of(dataset), own), cache
    )
    if path is None:
        return catalogue_of(dataset)
    return read_catalogue(path, dataset.identity.base, [facet.name for facet in FACETS])


def _stored(
    dataset: Dataset, name: str, write: Callable[[Path], None], cache: Path | None
) -> Path | None:
    """Return the file of an index, made now where there is none yet; None without a cache."""
    folder = (cache or cache_folder() / "indexes") / _key(dataset)
    path = folder / f"{name}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{name}.lock"):
            if not path.is_file():
                _make(path, write)
    except OSError as error:
        _LOG.warning("indexes are made anew at each start: %s", error)
        return None
    return path


def _make(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside its place, so that a killed start leaves no half of it there."""
    beside = Path(tempfile.mkdtemp(dir=path.parent))
    try:
        write(beside / path.name)
        (beside / path.name).replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _key(dataset: Dataset) -> str:
    made_of = f"{dataset.identity.checksum} {dataset.identity.base} {_code()}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def _code() -> str:
    """Return the digest of the code and the queries that make indexes."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for file in _files(files(room)):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_dir():
            found += _files(item)
        elif item.name.endswith((".py", ".rq", ".toml")):
            found.append(item)
    return found
