"""Opens index files read-only: from the dataset's folder, else from the cache folder.

If the dataset's folder has none of this version, the first start makes them in the cache folder,
below a digest of the dataset.
"""

import hashlib
import logging
from pathlib import Path

from server.engine import Dataset
from server.engine.answers import AnsweredDataset, AnswerFile
from server.engine.dataset_path import cache_folder
from server.facets.index import Catalogue, catalogue_of
from server.search import Library
from server.search.index import SearchIndex
from server.service.index_files import WRITERS, code, open_catalogue, published_index
from server.site.background import Prepared

_LOG = logging.getLogger("server")


def indexes_of(dataset: Dataset, *, stored: bool) -> tuple[Prepared[Catalogue], Prepared[Library]]:
    """Return the facet index and the search index; missing ones are made in the background.

    With `stored` these are kept in the cache folder, otherwise in memory.
    """
    return (
        Prepared(lambda: stored_catalogue(dataset, keep=stored)),
        Prepared(lambda: stored_library(dataset, keep=stored)),
    )


def with_answers(dataset: Dataset) -> Dataset:
    """Return the dataset with stored answers; a missing file is made in the background."""
    answered = AnsweredDataset(dataset)
    if path := published_index(dataset, "answers"):
        answered.use(AnswerFile(path))
    else:
        Prepared(lambda: _make_answers(answered, dataset))
    return answered


def _make_answers(answered: AnsweredDataset, dataset: Dataset) -> None:
    for name in WRITERS:
        path = _stored(dataset, name, None)
    if path:
        answered.use(AnswerFile(path))


def stored_library(dataset: Dataset, cache: Path | None = None, *, keep: bool = True) -> Library:
    """Return the search index of a dataset, in memory only where it has no file."""
    path = _file_of(dataset, "search", cache, keep=keep)
    return Library(dataset, SearchIndex.open(path)) if path else Library.of(dataset)


def stored_catalogue(
    dataset: Dataset, cache: Path | None = None, *, keep: bool = True
) -> Catalogue:
    """Return the facet index of a dataset, in memory only where it has no file."""
    path = _file_of(dataset, "facets", cache, keep=keep)
    return open_catalogue(path, dataset.identity.base) if path else catalogue_of(dataset)


def _file_of(dataset: Dataset, name: str, cache: Path | None, *, keep: bool) -> Path | None:
    """Return the file of the dataset's folder, else with `keep` that of the cache folder."""
    if path := published_index(dataset, name):
        return path
    return _stored(dataset, name, cache) if keep else None


def _stored(dataset: Dataset, name: str, cache: Path | None) -> Path | None:
    """Return the file of an index; make it if missing; None if the cache is not writable."""
    folder = (cache or cache_folder() / "indexes") / _key(dataset)
    path = folder / f"{name}.sqlite"
    try:
        if not path.is_file():
            _make_once(dataset, name, path)
    except OSError as error:
        _LOG.warning("indexes are made anew at each start: %s", error)
        return None
    return path


def _make_once(dataset: Dataset, name: str, path: Path) -> None:
    """Make a file, unless another process has made it meanwhile."""
    # Imported late: the import is slow, and most starts find the file.
    from filelock import FileLock  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        if not path.is_file():
            _make(dataset, name, path)


def _make(dataset: Dataset, name: str, path: Path) -> None:
    """Write a temporary file and rename it, so that a killed start leaves no partial file."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    WRITERS[name](dataset, beside)
    beside.replace(path)


def _key(dataset: Dataset) -> str:
    made_of = f"{dataset.identity.checksum} {dataset.identity.base} {code()}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:24]
