"""Writes the files of a dataset to its folder."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from converter.errors import ConversionError
from converter.publication.catalogue.catalogue import catalogue_to_files
from converter.publication.changes.change_report import changes_to_files
from converter.publication.changes.earlier import Earlier
from converter.publication.citation import citation_file
from converter.publication.dumps import PublishedDataset, dataset_to_dumps, dataset_to_further_dumps
from converter.publication.indexes import dataset_to_indexes
from converter.publication.manifest import MANIFEST, File, Written, manifest_json
from converter.publication.reifiers import dataset_to_reifiers
from converter.publication.replacement.replacement import prepare, replace_folder
from converter.publication.statistics import figures
from converter.publication.tables.tables import dataset_to_tables
from converter.publication.twins import twins_of

_CATALOGUE = "catalogue.nq"
Maker: TypeAlias = Callable[[PublishedDataset], Iterable[File]]
# Each function makes some of the files: add a function for another kind of download.
BASIC: tuple[Maker, ...] = (dataset_to_dumps,)
DOWNLOADS: tuple[Maker, ...] = (
    *BASIC,
    dataset_to_further_dumps,
    dataset_to_reifiers,
    dataset_to_tables,
)


def publish(
    folder: Path,
    dataset: PublishedDataset,
    *,
    downloads: bool = False,
    earlier: Earlier | None = None,
) -> tuple[Written, ...]:
    """Write the dataset to `folder`, which replaces an earlier one, and return the files.

    `downloads` adds all other formats, layers, tables and compressed twins; `earlier` adds the
    differences from an earlier dataset. All files are first written to a folder beside `folder`, so
    on a failure `folder` stays as it was.

    Raises:
        ConversionError: `folder` contains a file that its manifest does not list, or cannot be
            written.
    """
    target = prepare(folder)
    made = _made(dataset, earlier, downloads=downloads)
    try:
        return replace_folder(target, lambda new: _written(dataset, made, new, downloads=downloads))
    except OSError as error:
        message = f"{folder}: cannot be written ({error.strerror}); give another folder with -o"
        raise ConversionError(message) from error


def _made(dataset: PublishedDataset, earlier: Earlier | None, *, downloads: bool) -> Iterator[File]:
    """Return the files of the dataset lazily: each is made only when it is requested."""
    makers = DOWNLOADS if downloads else BASIC
    made = chain.from_iterable(make(dataset) for make in makers)
    changes = changes_to_files(dataset, earlier) if earlier else ()
    return chain(chain.from_iterable(map(_with_twins, made)) if downloads else made, changes)


def _with_twins(file: File) -> Iterator[File]:
    yield file
    yield from twins_of(file)


def _written(
    dataset: PublishedDataset, made: Iterable[File], new: Path, *, downloads: bool
) -> tuple[Written, ...]:
    """Write every file to the folder `new`, then the files that describe them."""
    # `map` does not bind a file to a name: its bytes are freed before the next file is made.
    files = list(map(partial(_write, new), made))
    description = dataset.description
    counted = figures(dataset.quads, description.base)
    described = catalogue_to_files(description, counted, files, every=downloads)
    files += [_write(new, file) for file in described]
    files.append(_write(new, citation_file(description)))
    if downloads:
        files += [_write(new, file) for file in dataset_to_indexes(dataset, new / _CATALOGUE)]
    manifest = manifest_json(description, counted, files)
    return (*files, _write(new, File(MANIFEST, "application/json", manifest)))


def _write(folder: Path, file: File) -> Written:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    digest = sha256(file.content).hexdigest()
    return Written(replace(file, content=b""), len(file.content), digest)
