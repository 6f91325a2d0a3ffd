"""Replaces a folder as a whole: written beside its place, then exchanged in one step.

While a run is at work, its folder beside the place holds a locked file with the name of the place.
The lock ends with the process: a later run finds what a killed one left, and removes it.
"""

import errno
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from converter.publication.replacement.exchange import exchange
from converter.publication.replacement.replaceable import check_replaceable

PREFIX = ".digigov-convert-"
LOCK = "running"
NEW, SPARE = "new", "old"
# Marks a lock file of a conversion; the name of the folder that is being written follows it.
SIGNATURE = b"digigov-convert "

T = TypeVar("T")


def prepare(folder: Path) -> Path:
    """Return the folder that is to be replaced, links followed and remains of killed runs removed.

    Raises:
        ConversionError: it holds something that must not be lost, or cannot be replaced.
    """
    place = Path(os.path.realpath(folder))
    with suppress(OSError):
        _clean(place.parent)
    check_replaceable(place)
    return place


def replace_folder(folder: Path, write: Callable[[Path], T]) -> T:
    """Have a new folder written, put it into the place of `folder`, and return what `write` does.

    Raises:
        ConversionError: `folder` got something meanwhile that must not be lost.
        OSError: it cannot be written; `folder` is as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(folder) as beside:
        new = beside / NEW
        new.mkdir()
        result = write(new)
        check_replaceable(folder)
        mode = stat.S_IMODE(folder.stat().st_mode) if folder.exists() else None
        _put(new, folder)
        if mode is not None:
            folder.chmod(mode)
    return result


def _put(new: Path, folder: Path) -> None:
    try:
        new.rename(folder)  # where there is nothing, or an empty folder
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        spare = new.with_name(SPARE)
        exchange(new, folder, spare)
        try:
            # Once it is moved away, no process adds files to it.
            check_replaceable(new)
        except BaseException:
            exchange(new, folder, spare)
            check_replaceable(folder)  # says the same of the folder by its own name
            raise


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Yield a new folder on the same file system, which is removed at the end."""
    beside = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder.parent))
    unlocked = beside / f"{LOCK}.new"
    try:
        with unlocked.open("wb") as lock:
            lock.write(SIGNATURE + os.fsencode(folder.name))
            lock.flush()
            with suppress(OSError):  # not every file system has locks
                fcntl.flock(lock, fcntl.LOCK_EX)
                # Other runs look for this name, so the folder gets it only now.
                unlocked.rename(beside / LOCK)
            yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _clean(parent: Path) -> None:
    """Remove what killed runs left, and put back the folder that one was just replacing."""
    for beside in parent.glob(f"{PREFIX}*"):
        with suppress(OSError), (beside / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            content = lock.read()
            if content.startswith(SIGNATURE):
                _restore(beside / SPARE, parent / os.fsdecode(content.removeprefix(SIGNATURE)))
                shutil.rmtree(beside)


def _restore(spare: Path, folder: Path) -> None:
    if spare.exists() and not folder.exists():
        spare.rename(folder)
