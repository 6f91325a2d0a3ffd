"""Writes the server's index files, so that the server need not build them at its start."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from converter.publication.dumps import PublishedDataset
from converter.publication.manifest import File, FileKind


def dataset_to_indexes(dataset: PublishedDataset, catalogue: Path) -> Iterator[File]:
    """Yield the same index files that the server would build at its first start.

    `catalogue` is the N-Quads file of the catalogue, which the server loads with the dataset. The
    server defines the content of the files; this is the only place where the converter imports it.
    """
    # Imported late: it is slow, and a conversion without downloads does not need it.
    from server.service.index_files import MEDIA_TYPE, index_files  # noqa: PLC0415

    described = ox.parse(path=str(catalogue), format=ox.RdfFormat.N_QUADS)
    for path, content in index_files(chain(dataset.quads, described), dataset.base):
        yield File(path, MEDIA_TYPE, content, kind=FileKind.INDEX)
