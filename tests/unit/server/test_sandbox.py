"""The filter of system calls refuses a worker all ways out, on both architectures."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from server.engine.embedded import sandbox
from server.engine.embedded.system_calls import ARCHITECTURES, REFUSED

MACHINES = tuple(ARCHITECTURES)
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x0005000D, 0x80000000
X32 = 0x40000000
# Linux's values, which Python lacks on other systems.
O_PATH, O_TMPFILE, O_APPEND = 0o10000000, 0o20200000, 0o2000
# landlock_create_ruleset, which returns the version of Landlock.
LANDLOCK_VERSION = (444, None, 0, 1)
HIGH = 0xFFFF_FFFF << 32


def has_landlock() -> bool:
    """Return whether the kernel has Landlock."""
    return bool(sandbox._libc().syscall(*LANDLOCK_VERSION) > 0)


WORD = struct.Struct("<I")
STEP = struct.Struct("HBBI")


def verdict(program: bytes, architecture: int, number: int, flags: int = 0) -> int:
    """Return the result of a filter: an interpreter of the five instructions that it uses."""
    # struct seccomp_data: number, architecture, instruction pointer, six arguments.
    data = struct.pack("<IIQ6Q", number, architecture, 0, 0, 0, flags, 0, 0, 0)
    value, at = 0, 0
    while True:
        code, if_true, if_false, operand = map(int, STEP.unpack_from(program, STEP.size * at))
        at += 1
        match code:
            case 0x20:
                (value,) = WORD.unpack_from(data, operand)
            case 0x15:
                at += if_true if value == operand else if_false
            case 0x35:
                at += if_true if value >= operand else if_false
            case 0x45:
                at += if_true if value & operand else if_false
            case 0x06:
                return operand
            case _:
                raise AssertionError(code)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("may_read", [False, True])
def test_the_filter_refuses_the_listed_calls_and_all_of_x32(
    machine: str, *, may_read: bool
) -> None:
    program = sandbox._program(machine, may_read=may_read)
    refused = set(REFUSED[machine].values()) - ({REFUSED[machine]["openat"]} if may_read else set())

    verdicts = {n: verdict(program, ARCHITECTURES[machine], n) for n in range(600)}
    of_x32 = {verdict(program, ARCHITECTURES[machine], X32 + n) for n in range(600)}

    assert {n for n in verdicts if verdicts[n] == REFUSE} == refused
    assert {n for n in verdicts if verdicts[n] == ALLOW} == set(verdicts) - refused
    assert of_x32 == {REFUSE}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_kills_a_process_that_uses_another_architecture(machine: str) -> None:
    others = [0x40000003, *(ARCHITECTURES[other] for other in MACHINES if other != machine)]

    program = sandbox._program(machine, may_read=True)

    assert {verdict(program, other, 0) for other in others} == {KILL}


OPENINGS = [
    (os.O_RDONLY, ALLOW),
    (os.O_RDONLY | O_APPEND, ALLOW),
    (O_PATH, ALLOW),
    (HIGH, ALLOW),  # the kernel ignores the upper half of an int
    (os.O_WRONLY, REFUSE),
    (os.O_RDWR, REFUSE),
    (os.O_WRONLY | os.O_RDWR, REFUSE),
    (os.O_CREAT, REFUSE),
    (os.O_TRUNC, REFUSE),
    (os.O_WRONLY | O_APPEND, REFUSE),
    (os.O_RDWR | O_TMPFILE, REFUSE),
    (HIGH | os.O_WRONLY, REFUSE),
]


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers are those of Linux")
@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(("flags", "expected"), OPENINGS)
def test_openat_is_allowed_for_reading_alone_and_for_stores_on_disk_alone(
    machine: str, flags: int, expected: int
) -> None:
    openat = REFUSED[machine]["openat"]

    found = [
        verdict(sandbox._program(machine, may_read=may_read), ARCHITECTURES[machine], openat, flags)
        for may_read in (True, False)
    ]

    assert found == [expected, REFUSE]


ATTEMPTS = """
import os
import signal
import socket
import sys
from pathlib import Path
from server.engine.embedded import sandbox

store, server = Path(sys.argv[1]), int(sys.argv[2])
file, other = store / "file", store.parent / "other"
assert sandbox.refuse_system_calls(store if sys.argv[3] == "disk" else None)
attempts = {
    "rename": lambda: os.rename(file, store / "renamed"),
    "unlink": lambda: os.unlink(file),
    "truncate": lambda: os.truncate(file, 0),
    "chmod": lambda: os.chmod(file, 0o777),
    "link": lambda: os.link(file, store / "link"),
    "symlink": lambda: os.symlink(other, store / "symlink"),
    "mkdir": lambda: os.mkdir(store / "folder"),
    "utime": lambda: os.utime(file, (0, 0)),
    "kill": lambda: os.kill(server, 0),
    "socket": lambda: socket.socket(),
    "execute": lambda: os.execv(sys.executable, ["python"]),
    "open with a symbolic link": lambda: os.open(store / "outside", os.O_RDONLY),
    "read memory": lambda: os.open(f"/proc/{server}/mem", os.O_RDONLY),
    "read variables": lambda: os.open(f"/proc/{server}/environ", os.O_RDONLY),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name)
    except PermissionError:
        pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this sandbox")
@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_a_worker_changes_no_file_and_reaches_no_other_process(tmp_path: Path, kind: str) -> None:
    if kind == "disk" and not has_landlock():
        pytest.skip("no Landlock in this kernel: a worker reads all files")
    store = tmp_path / "store"
    store.mkdir()
    (store / "file").write_text("1", "utf-8")
    (tmp_path / "other").write_text("2", "utf-8")
    (store / "outside").symlink_to(tmp_path / "other")

    done = subprocess.run(
        [sys.executable, "-c", ATTEMPTS, str(store), str(os.getpid()), kind],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == ""
    assert {item.name for item in store.iterdir()} == {"file", "outside"}


OPENING = """
import sys
from pathlib import Path
from server.engine.embedded import sandbox

assert sandbox.refuse_system_calls(Path(sys.argv[1]))
for path, mode in (("inside", "r"), ("inside", "a"), ("inside", "w"), ("inside/../../x", "r")):
    try:
        open(f"{sys.argv[1]}/{path}", mode).close()
        print("opened")
    except OSError:
        print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this sandbox")
def test_a_worker_reads_the_files_of_its_store_and_writes_none(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "inside").write_text("1", "utf-8")
    (tmp_path / "x").write_text("2", "utf-8")

    found = subprocess.run(
        [sys.executable, "-c", OPENING, str(folder)], capture_output=True, text=True, check=True
    )

    *inside, outside = found.stdout.split()
    assert inside == ["opened", "refused", "refused"]
    # Without Landlock in the kernel other files can be read, too.
    assert outside == ("refused" if has_landlock() else "opened")
    assert (folder / "inside").read_text("utf-8") == "1"
