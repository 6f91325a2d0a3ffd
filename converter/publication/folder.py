"""The dataset folder on disk: written beside its place, then moved there."""

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from converter.errors import ConversionError
from converter.publication.dumps import Dataset, dataset_to_dumps
from converter.publication.manifest import MANIFEST, Description, File, manifest_json
from converter.publication.order import sorted_quads

Maker: TypeAlias = Callable[[Dataset], Iterable[File]]
# Each makes some of the downloads; a further kind of download is one more function here.
MAKERS: tuple[Maker, ...] = (dataset_to_dumps,)


def publish(
    folder: Path, quads: Iterable[ox.Quad], report: Iterable[ox.Quad], description: Description
) -> tuple[File, ...]:
    """Write the dataset to `folder`, replacing an earlier one, and return the files.

    The folder is complete or untouched: everything is written to a folder beside it first.

    Raises:
        ConversionError: `folder` holds something that is no dataset of ours, or cannot be written.
    """
    check_replaceable(folder)
    dataset = Dataset(sorted_quads(quads), sorted_quads(report), description.base)
    files = tuple(file for maker in MAKERS for file in maker(dataset))
    manifest = File(MANIFEST, "application/json", manifest_json(description, dataset.quads, files))
    try:
        _replace(folder.absolute(), (*files, manifest))
    except OSError as error:
        message = f"{folder}: cannot be written ({error.strerror}); give another folder with -o"
        raise ConversionError(message) from error
    return (*files, manifest)


def check_replaceable(folder: Path) -> None:
    """Return if `folder` is absent, empty or an earlier dataset of ours.

    Raises:
        ConversionError: it is something else, which must not be lost.
    """
    if not folder.exists() or _is_dataset(folder):
        return
    if not folder.is_dir() or any(folder.iterdir()):
        found = "files that are no digigov dataset" if folder.is_dir() else "a file, not a folder"
        message = f"{folder}: found {found}; expected an empty or a new folder; give one with -o"
        raise ConversionError(message)


def _is_dataset(folder: Path) -> bool:
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("name") == "digigov"


def _replace(folder: Path, files: Sequence[File]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        new, old = Path(beside, "new"), Path(beside, "old")
        _write(new, files)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise


def _write(folder: Path, files: Iterable[File]) -> None:
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
