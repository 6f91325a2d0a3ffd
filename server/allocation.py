"""Gives the memory of long answers back to the system as soon as they have gone."""

import ctypes
import sys

# mallopt(3): allocations from this size on, in bytes, are mapped for themselves and unmapped when
# they are freed. Without it glibc raises the bound to 32 MiB, and keeps freed answers by the dozen.
_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def return_large_allocations() -> bool:
    """Set it for this process, and return whether its C library knows how."""
    if sys.platform != "linux":
        return False
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    return set_option is not None and set_option(_M_MMAP_THRESHOLD, _LARGE) == 1
