"""Restricts a worker with means of the kernel, because it evaluates untrusted queries.

Linux has all of these means. On other systems only the check of the query's tokens refuses SERVICE.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from pathlib import Path

from server.engine.embedded.system_calls import ARCHITECTURES, REFUSED

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_SIGKILL = 9
_LOW = 15  # nice value: a thirtieth of others' share of a busy CPU
_WORDS = 64 << 10  # bytes for the last output of a process
_PAGE = resource.getpagesize()

# Classic BPF (linux/filter.h, linux/seccomp.h): load a word of seccomp_data, compare, return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 13  # errno 13: EACCES
# Numbers from here on are the same calls in the x32 ABI.
_X32 = 0x40000000

# Where the flags of openat are: the lower half of the third argument.
_FLAGS_AT = 32
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

# Landlock (linux/landlock.h), whose calls have the same numbers everywhere.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_READ = 0b1100  # files and folders
_ALL_ACCESS = (1 << 13) - 1  # all kinds of access of its first version


def die_with_parent() -> None:
    """Make the kernel kill this process when its parent ends."""
    if sys.platform == "linux":
        _libc().prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)


def leave_network() -> bool:
    """Move this process to an empty network namespace; return whether the kernel allowed it."""
    if sys.platform != "linux":
        return False
    libc = _libc()
    ways = (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET)
    return any(libc.unshare(way) == 0 for way in ways)


def refuse_system_calls(readable: Path | None = None) -> bool:
    """Block system calls to the outside for this thread and its children, if the kernel can.

    No file can be opened, or with `readable` those of this folder, for reading. If the kernel
    lacks Landlock, all files can be read then.
    """
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        return False
    libc = _libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if readable:
        _read_only_below(readable)
    program = _program(platform.machine(), may_read=readable is not None)
    code = ctypes.create_string_buffer(program)
    # struct sock_fprog: number of instructions, padding, address of the instructions.
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0) == 0)


def _read_only_below(folder: Path) -> None:
    """Refuse this thread and its children all files but those of a folder, by Landlock."""
    call = _libc().syscall
    # struct landlock_ruleset_attr: the kinds of access that need a rule.
    rules = call(_CREATE_RULESET, struct.pack("Q", _ALL_ACCESS), 8, 0)
    if rules < 0:
        return
    opened = os.open(folder, os.O_PATH)
    # struct landlock_path_beneath_attr: the kinds of access that are allowed, and the folder.
    call(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", _READ, opened), 0)
    call(_RESTRICT_SELF, rules, 0)
    os.close(opened)
    os.close(rules)


def _program(machine: str, *, may_read: bool) -> bytes:
    refused = REFUSED[machine]
    last = len(refused) + 2  # instructions between loading the number and `allow`
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        *(_opening_to_read(refused["openat"]) if may_read else ()),
        (_AT_LEAST, last - 1, 0, _X32),
        *((_EQUAL, last - 2 - index, 0, number) for index, number in enumerate(refused.values())),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _opening_to_read(openat: int) -> tuple[tuple[int, int, int, int], ...]:
    return (
        (_EQUAL, 0, 4, openat),
        (_LOAD, 0, 0, _FLAGS_AT),
        (_ANY_BIT, 0, 1, _WRITING),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )


def limit_resources(memory: int) -> None:
    """Limit this process to `memory` more bytes, and to almost no file sizes."""
    _offer_to_oom_killer()
    _lower(resource.RLIMIT_DATA, _data_size() + memory)
    _lower(resource.RLIMIT_FSIZE, _WORDS)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, limit: int) -> None:
    """Set a limit, unless a lower one was set from outside."""
    _, hard = resource.getrlimit(kind)
    bound = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (bound, bound))


def _offer_to_oom_killer() -> None:
    # If the machine's memory runs out, a worker should be killed before the server.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _data_size() -> int:
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[5]) * _PAGE
    except OSError:
        return resident_peak()


def resident_peak() -> int:
    """Return the peak resident memory of this process in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def give_way(process: int) -> None:
    """Give a process the lowest CPU priority."""
    # On Linux each thread has a priority of its own.
    tasks = Path(f"/proc/{process}/task")
    threads = [int(task.name) for task in tasks.iterdir()] if tasks.exists() else [process]
    for thread in threads:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, _LOW)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
