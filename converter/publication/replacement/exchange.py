"""Exchanges two folders: in one step if the system can, else in three that can be undone."""

import ctypes
import errno
import os
from pathlib import Path

# renameat2(2): relative paths start at the current folder; the two names are exchanged.
AT_FDCWD = -100
RENAME_EXCHANGE = 2
# Errors that mean: the kernel or the file system cannot exchange names.
UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


def exchange(one: Path, other: Path, spare: Path) -> None:
    """Exchange two folders of one file system; `spare` is an unused path on it.

    Without an exchange in one step, `other` is moved to `spare` in between.

    Raises:
        OSError: The folders cannot be exchanged; both are at their old paths.
    """
    if not _exchanged(one, other):
        other.rename(spare)
        try:
            one.rename(other)
        except OSError:
            spare.rename(other)
            raise
        spare.rename(one)


def _exchanged(one: Path, other: Path) -> bool:
    """Return whether the folders were exchanged; False if the system cannot do it in one step."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    paths = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if renameat2(*paths) == 0:
        return True
    code = ctypes.get_errno()
    if code in UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))
