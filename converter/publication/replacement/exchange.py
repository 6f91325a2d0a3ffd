"""Exchanges two folders: in one step where the system can, else in three that can be undone."""

import ctypes
import errno
import os
from pathlib import Path

# renameat2(2): paths are relative to the current folder, and both names change what they mean.
AT_FDCWD = -100
RENAME_EXCHANGE = 2
# The kernel or the file system has no such exchange.
UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM})


def exchange(one: Path, other: Path, spare: Path) -> None:
    """Exchange two folders of one file system; `spare` is an unused path on it.

    Where there is no exchange in one step, `other` is at `spare` in between.

    Raises:
        OSError: they cannot be exchanged; both are where they were.
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
    """Return whether they were exchanged in one step, False where the system cannot do that."""
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
