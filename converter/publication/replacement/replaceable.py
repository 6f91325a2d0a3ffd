"""Checks that an output folder may be replaced: it is absent, empty, or an unchanged dataset."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest
from itertools import islice
from pathlib import Path, PurePosixPath

from converter.errors import ConversionError
from converter.publication.manifest import MANIFEST

# The list of a process's mounts on Linux, the only source that shows bind mounts.
MOUNTS = Path("/proc/self/mountinfo")
MOUNT_POINT = 4  # the column of the mount point
SHOWN = 3
OTHER_FOLDER = "give another folder with -o"


def check_replaceable(folder: Path) -> None:
    """Check that `folder` is absent, empty, or an earlier dataset without changes.

    Raises:
        ConversionError: The folder contains something else, which must not be lost, or cannot be
            replaced.
    """
    try:
        fault = _fault(folder)
    except OSError as error:
        fault = f"cannot be read ({error.strerror})"
    if fault:
        message = f"{folder}: {fault}; {OTHER_FOLDER}"
        raise ConversionError(message)


def _fault(folder: Path) -> str:
    if folder.is_symlink():
        return "a symbolic link that leads to itself"
    if not folder.exists():
        return _fault_of_parent(folder.parent)
    if not folder.is_dir():
        return "found a file, not a folder; expected an empty or a new folder"
    if point := next(_mounted(folder), None):
        return f"{point} is a mount point, which cannot be replaced; a folder below it can"
    return _fault_of_parent(folder.parent) or _fault_of_content(folder)


def _fault_of_parent(parent: Path) -> str:
    there = next(one for one in (parent, *parent.parents) if one.exists())
    if not there.is_dir():
        return f"cannot be made: {there} is a file"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"cannot be written: {there} is not writable"
    return ""


def _mounted(folder: Path) -> Iterator[Path]:
    """Yield the mount points at and below a folder."""
    if os.path.ismount(folder):
        yield folder
    if MOUNTS.exists():
        for line in MOUNTS.read_bytes().splitlines():
            # In this list, spaces and backslashes of a path are octal escapes.
            name = line.split(b" ")[MOUNT_POINT].decode("unicode_escape").encode("latin-1")
            point = Path(os.fsdecode(name))
            if point.is_relative_to(folder):
                yield point


def _fault_of_content(folder: Path) -> str:
    if not any(folder.iterdir()):
        return ""
    listed = _listed(folder)
    if listed is None:
        return "found files that are no digigov dataset; expected an empty or a new folder"
    if unlisted := list(islice(_unlisted(folder, listed), SHOWN + 1)):
        return f"found {_names(unlisted)}, not listed in its {MANIFEST}; nothing was deleted"
    changed = (path for path, digest in listed.items() if _is_changed(folder / path, digest))
    if names := list(islice(changed, SHOWN + 1)):
        return f"found {_names(names)}, changed since it was written; nothing was deleted"
    return ""


def _listed(folder: Path) -> Mapping[str, str] | None:
    """Return the checksums of a dataset's files by path, or None if the folder is not a dataset."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        if content["name"] == "digigov":
            return {str(file["path"]): str(file["sha256"]) for file in content["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _unlisted(folder: Path, listed: Iterable[str]) -> Iterator[str]:
    """Yield the files that are not listed, and the folders that contain no listed file."""
    files = {MANIFEST, *listed}
    folders = {str(parent) for file in files for parent in PurePosixPath(file).parents}
    for root, names, here in os.walk(folder, onerror=_raise):
        below = Path(root).relative_to(folder)
        for name in sorted(here):
            if str(below / name) not in files:
                yield str(below / name)
        for name in sorted(names):
            if str(below / name) not in folders or Path(root, name).is_symlink():
                yield f"{below / name}/"
                names.remove(name)


def _raise(error: OSError) -> None:
    raise error


def _is_changed(path: Path, digest: str) -> bool:
    """Return whether the file at a path has other content; deleted files do not count."""
    if path.is_symlink() or not path.is_file():
        return path.is_symlink() or path.exists()
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() != digest


def _names(names: list[str]) -> str:
    more = " and more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
