"""The indexes in which the server looks things up, so that no start of it has to make them."""

from collections.abc import Iterator

from converter.publication.dumps import PublishedDataset
from converter.publication.manifest import File, FileKind


def dataset_to_indexes(dataset: PublishedDataset) -> Iterator[File]:
    """Yield the server's index files, as its first start would make them.

    What they hold is the server's matter; this is the one place where the converter asks it.
    """
    # Long to import, and of no use to a conversion without downloads.
    from server.service.index_files import MEDIA_TYPE, index_files  # noqa: PLC0415

    for path, content in index_files(dataset.quads, dataset.base):
        yield File(path, MEDIA_TYPE, content, kind=FileKind.INDEX)
