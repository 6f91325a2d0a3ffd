"""The system calls that a worker may not use, with their numbers for each architecture."""

from collections.abc import Mapping
from types import MappingProxyType

# AUDIT_ARCH_* (linux/audit.h), which a filter is given with each call.
ARCHITECTURES: Mapping[str, int] = MappingProxyType({"x86_64": 0xC000003E, "aarch64": 0xC00000B7})

# Name, number on x86_64 (asm/unistd_64.h), number on aarch64 (asm-generic/unistd.h; -: none).
# Missing from the list: tgkill, with which a process that is out of memory aborts.
_TABLE = """
socket 41 198, connect 42 203, accept 43 202, accept4 288 242, bind 49 200, listen 50 201,
open 2 -, openat 257 56, openat2 437 437, creat 85 -, open_by_handle_at 304 265,
execve 59 221, execveat 322 281,
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271,
kill 62 129, tkill 200 130, pidfd_open 434 434, pidfd_send_signal 424 424, pidfd_getfd 438 438,
io_uring_setup 425 425, bpf 321 280, perf_event_open 298 241, userfaultfd 323 282,
truncate 76 45, rename 82 -, renameat 264 38, renameat2 316 276,
link 86 -, linkat 265 37, symlink 88 -, symlinkat 266 36, unlink 87 -, unlinkat 263 35,
mkdir 83 -, mkdirat 258 34, rmdir 84 -, mknod 133 -, mknodat 259 33,
chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452,
chown 92 -, lchown 94 -, fchown 93 55, fchownat 260 54,
utime 132 -, utimes 235 -, futimesat 261 -, utimensat 280 88,
setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7,
removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16,
unshare 272 97, setns 308 268, chroot 161 51, pivot_root 155 41, mount 165 40, umount2 166 39,
open_tree 428 428, move_mount 429 429, fsopen 430 430, fsmount 432 432, mount_setattr 442 442
"""


def _read(table: str) -> dict[str, dict[str, int]]:
    rows = [row.split() for row in table.split(",")]
    columns = enumerate(ARCHITECTURES, start=1)
    return {
        machine: {row[0]: int(row[at]) for row in rows if row[at] != "-"} for at, machine in columns
    }


# Architecture → name → number of each refused call.
REFUSED: Mapping[str, Mapping[str, int]] = MappingProxyType(_read(_TABLE))
