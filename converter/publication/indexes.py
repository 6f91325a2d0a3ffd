"""The server's index files, written here so that the server need not build them at its start."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from converter.publication.dumps import PublishedDataset
from converter.publication.manifest import File, FileKind


def dataset_to_indexes(dataset: PublishedDataset, catalogue: Path) -> Iterator[File]:
    """Yield the server's index files, as its first start would make them.

    `catalogue` is the file of N-Quads that describes the others; the server loads it, too.
    What they hold is the server's matter; this is the one place where the converter asks it.
    """
    # Slow to import, and not needed by a conversion without downloads.
    from server.service.index_files import MEDIA_TYPE, index_files  # noqa: PLC0415

    described = ox.parse(path=str(catalogue), format=ox.RdfFormat.N_QUADS)
    for path, content in index_files(chain(dataset.quads, described), dataset.base):
        yield File(path, MEDIA_TYPE, content, kind=FileKind.INDEX)
