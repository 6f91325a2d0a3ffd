"""Index files, made once for a dataset by `digigov-convert` or at the first start.

The name of their folder is a digest of the code and the queries that make them, so that each
version of this software has its own.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import pyoxigraph as ox

from server.counts.facets import FACETS
from server.engine import Dataset, LocalDataset
from server.engine.answers import write_answers
from server.engine.loading import identity_of
from server.facets.index import Catalogue, catalogue_of
from server.facets.stored import read_catalogue, write_catalogue
from server.search import Library
from server.search.documents import documents_of
from server.search.index import SearchIndex
from server.search.index import write as write_search
from server.service.hub_pages import hub_answers

MEDIA_TYPE = "application/vnd.sqlite3"
_FOLDER = "indexes"
# The packages with the queries, and with the tables of the files.
PACKAGES = ("server.counts", "server.engine", "server.facets", "server.search")


def _write_answers(dataset: Dataset, path: Path) -> None:
    """Write the answers; the two other indexes must be in the same folder."""
    catalogue = open_catalogue(path.with_name("facets.sqlite"), dataset.identity.base)
    library = Library(dataset, SearchIndex.open(path.with_name("search.sqlite")))
    write_answers(hub_answers(dataset, catalogue, library), path)


# In the order in which they are made.
WRITERS: Mapping[str, Callable[[Dataset, Path], None]] = {
    "search": lambda dataset, path: write_search(documents_of(dataset), path),
    "facets": lambda dataset, path: write_catalogue(catalogue_of(dataset), path),
    "answers": _write_answers,
}


def index_files(quads: Iterable[ox.Quad], base: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path of each index file below its dataset's folder, and its bytes."""
    dataset = LocalDataset.of_quads(quads, base)
    with tempfile.TemporaryDirectory() as folder:
        for name, write in WRITERS.items():
            path = Path(folder, f"{name}.sqlite")
            write(dataset, path)
            yield path_of(name), path.read_bytes()


def open_catalogue(path: Path, base: str) -> Catalogue:
    """Return the facet index of a file."""
    return read_catalogue(path, base, [facet.name for facet in FACETS])


def path_of(name: str) -> str:
    """Return the path of an index file below the dataset's folder."""
    return f"{_FOLDER}/{code()}/{name}.sqlite"


def published_index(dataset: Dataset, name: str) -> Path | None:
    """Return the index file in the dataset's folder, None if this version did not write one."""
    folder = dataset.identity.files
    path = folder / path_of(name) if folder else None
    if folder is None or path is None or not path.is_file():
        return None
    # The folder may have got another dataset, or files that the converter did not write.
    return path if identity_of(folder).checksum == dataset.identity.checksum else None


@lru_cache(maxsize=1)
def code() -> str:
    """Return the digest of the code and the queries that make indexes."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for file in _files(files(package)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_dir():
            found += _files(item)
        elif item.name.endswith((".py", ".rq", ".toml")):
            found.append(item)
    return found
