"""Replaces a folder as a whole: the new one is written beside it, then exchanged with it.

During a run the new folder contains a locked file with the name of the folder to replace. The lock
ends with the process, so a later run can detect and remove the remains of a killed one.
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
# The content of a lock file: this signature, then the name of the folder to replace.
SIGNATURE = b"digigov-convert "

T = TypeVar("T")


def prepare(folder: Path) -> Path:
    """Return the folder to replace, with links resolved, after removing remains of killed runs.

    Raises:
        ConversionError: The folder contains something that must not be lost, or cannot be replaced.
    """
    target = Path(os.path.realpath(folder))
    with suppress(OSError):
        _clean(target.parent)
    check_replaceable(target)
    return target


def replace_folder(folder: Path, write: Callable[[Path], T]) -> T:
    """Call `write` with a new folder, replace `folder` by it; return the result.

    Raises:
        ConversionError: Something that must not be lost was added to `folder` meanwhile.
        OSError: The new folder cannot be written; `folder` is unchanged.
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
        new.rename(folder)  # works if `folder` is absent or empty
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        spare = new.with_name(SPARE)
        exchange(new, folder, spare)
        try:
            # Check after moving it away, because then no process can add files to it.
            check_replaceable(new)
        except BaseException:
            exchange(new, folder, spare)
            check_replaceable(folder)  # raises with the folder's own name in the message
            raise


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Yield a new folder on the same file system; it is removed at the end."""
    beside = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder.parent))
    unlocked = beside / f"{LOCK}.new"
    try:
        with unlocked.open("wb") as lock:
            lock.write(SIGNATURE + os.fsencode(folder.name))
            lock.flush()
            with suppress(OSError):  # not every file system has locks
                fcntl.flock(lock, fcntl.LOCK_EX)
                # Other runs search for this name, so rename the folder only when it is locked.
                unlocked.rename(beside / LOCK)
            yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _clean(parent: Path) -> None:
    """Remove the remains of killed runs, and restore a folder that one had moved away."""
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
