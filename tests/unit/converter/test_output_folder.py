"""An output folder is replaced as a whole, and only if no other file would be lost."""

import ctypes
import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from published import DESCRIPTION
from surveys import DOCUMENT, survey

from converter.authority.authorities import load_authorities
from converter.errors import ConversionError
from converter.mapping.source import survey_to_quads
from converter.publication.dumps import PublishedDataset
from converter.publication.folder import publish
from converter.publication.replacement import exchange, replaceable, replacement

DATASET = PublishedDataset.of(
    survey_to_quads(survey(), DOCUMENT, load_authorities()), (), DESCRIPTION
)
SMALLER = PublishedDataset.of(DATASET.quads[:5], (), DESCRIPTION)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "data"
    publish(folder, DATASET, downloads=True)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """Return a dataset folder."""
    return Path(shutil.copytree(published, tmp_path / "data"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder; a folder has the value b""."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def written(path: Path, text: str = "precious") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def emptied(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def another_app(**content: object) -> Callable[[Path], None]:
    """Return a function that makes a folder of another program with the same name."""

    def make(folder: Path) -> None:
        emptied(folder)
        written(folder / "manifest.json", json.dumps({"name": "digigov"} | content))
        written(folder / "index.html")
        written(folder.parent / "mine.txt")

    return make


def another_manifest(name: str, text: str) -> Callable[[Path], None]:
    """Return a function that makes a folder of a program with another kind of manifest."""

    def make(folder: Path) -> None:
        emptied(folder)
        written(folder / name, text)

    return make


def with_pipe(name: str) -> Callable[[Path], None]:
    """Return a function that puts a pipe into a folder."""

    def make(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        os.mkfifo(folder / name)

    return make


def with_many(folder: Path) -> None:
    for number in range(9):
        written(folder / f"{number}.txt")


def linked(link: Path, target: Path) -> None:
    content = link.read_bytes()
    link.rename(target)
    link.symlink_to(target)
    assert link.read_bytes() == content


# What is added to the folder of a dataset, and what the error message names.
FOREIGN: dict[str, tuple[Callable[[Path], None], str]] = {
    "a repository": (lambda data: written(data / ".git" / "HEAD"), "found .git/,"),
    "notes": (lambda data: written(data / "notes.txt"), "found notes.txt,"),
    "notes beside a layer": (lambda data: written(data / "layers/notes.txt"), "layers/notes.txt,"),
    "an empty folder": (lambda data: (data / "drafts").mkdir(), "found drafts/,"),
    "a hidden file": (lambda data: written(data / ".env"), "found .env,"),
    "a name that is not UTF-8": (
        lambda data: Path(os.fsdecode(os.fsencode(data) + b"/\x8e\x91.txt")).touch(),
        ".txt, not listed",
    ),
    "a file that differs in case": (lambda data: written(data / "README.MD"), "README.MD,"),
    "a link to a file": (lambda data: (data / "link").symlink_to("/etc/hostname"), "found link,"),
    "a link to a folder": (lambda data: (data / "link").symlink_to("/etc"), "found link/,"),
    "a pipe": (with_pipe("pipe"), "found pipe,"),
    "a link in the place of a file": (
        lambda data: linked(data / "digigov.ttl", data.parent / "mine.ttl"),
        "found digigov.ttl, changed",
    ),
    "a file that was edited": (
        lambda data: written(data / "digigov.ttl", "my own"),
        "found digigov.ttl, changed since it was written",
    ),
    "a file of the same length that was edited": (
        lambda data: written(
            data / "CITATION.cff", (data / "CITATION.cff").read_text("utf-8").swapcase()
        ),
        "found CITATION.cff, changed",
    ),
    "a pipe in the place of a file": (with_pipe("digigov.nq"), "found digigov.nq, changed"),
    "many files": (with_many, "found 0.txt, 1.txt, 2.txt and more,"),
    "another app": (another_app(icons=[]), "no digigov dataset"),
    "another app whose files have names only": (
        another_app(files=["index.html"]),
        "no digigov dataset",
    ),
    "another app whose files are a table": (
        another_app(files={"index.html": "x"}),
        "no digigov dataset",
    ),
    "another app whose files are elsewhere": (
        another_app(files=[{"path": "../mine.txt", "sha256": "x"}]),
        "found index.html,",
    ),
    "a manifest that is a list": (another_manifest("manifest.json", "[]"), "no digigov dataset"),
    "a manifest that is a folder": (another_manifest("manifest.json/x", ""), "no digigov dataset"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_folder_with_something_unlisted_is_refused_and_kept(folder: Path, name: str) -> None:
    put, named = FOREIGN[name]
    put(folder)
    names = {path: path.lstat().st_ino for path in folder.rglob("*")}

    with pytest.raises(ConversionError) as refused:
        publish(folder, SMALLER)

    assert named in str(refused.value)
    assert "give another folder with -o" in str(refused.value)
    assert {path: path.lstat().st_ino for path in folder.rglob("*")} == names
    assert not list(folder.parent.glob(".digigov-convert-*"))


def test_a_dataset_that_lost_a_file_is_replaced(folder: Path) -> None:
    (folder / "digigov.nq").unlink()

    publish(folder, SMALLER)

    assert (folder / "digigov.nq").is_file()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "data")

    with pytest.raises(ConversionError, match="found a file, not a folder"):
        publish(tmp_path / "data", DATASET)

    assert (tmp_path / "data").read_text("utf-8") == "precious"


@pytest.mark.parametrize("there", ["a dataset", "an empty folder", "nothing"])
def test_a_symbolic_link_stays_and_points_to_the_new_dataset(tmp_path: Path, there: str) -> None:
    target, link = tmp_path / "disk" / "data", tmp_path / "data"
    target.parent.mkdir()
    if there == "a dataset":
        publish(target, DATASET)
    if there == "an empty folder":
        target.mkdir()
    link.symlink_to(target)

    publish(link, SMALLER)

    assert link.is_symlink()
    assert json.loads((target / "manifest.json").read_bytes())["counts"]["quads"] == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "disk"]


def test_a_link_above_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "build").symlink_to(tmp_path / "disk")

    publish(tmp_path / "build" / "data", DATASET)

    assert (tmp_path / "disk" / "data" / "manifest.json").is_file()


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(tmp_path / "data")

    with pytest.raises(ConversionError, match="leads to itself"):
        publish(tmp_path / "data", DATASET)


@pytest.mark.parametrize(
    ("point", "shown"),
    [("data", "data"), ("data/layers", "layers"), ("data\\040of\\0402020", "data of 2020")],
)
def test_a_mount_point_is_refused_before_conversion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str, shown: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 98:0 / {tmp_path}/{point} rw - ext4 /dev/sda rw\n", "utf-8")
    monkeypatch.setattr(replaceable, "MOUNTS", mounts)
    path = tmp_path / shown if "of" in shown else tmp_path / "data"
    path.mkdir()

    with pytest.raises(ConversionError, match=f"{shown} is a mount point"):
        replacement.prepare(path)


def test_a_path_below_a_file_is_refused_before_conversion(tmp_path: Path) -> None:
    written(tmp_path / "file")

    with pytest.raises(ConversionError, match="is a file"):
        replacement.prepare(tmp_path / "file" / "data")


def test_a_path_that_is_not_writable_is_refused_before_conversion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(ConversionError, match="is not writable"):
        replacement.prepare(tmp_path / "data")


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o2770])
def test_the_permissions_of_a_folder_stay(tmp_path: Path, mode: int) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(mode)

    publish(tmp_path / "data", DATASET)
    publish(tmp_path / "data", SMALLER)

    assert (tmp_path / "data").stat().st_mode & 0o7777 == mode


def test_a_file_added_while_the_dataset_is_written_is_kept(folder: Path) -> None:
    def write(new: Path) -> None:
        written(new / "x", "new")
        written(folder / "notes.txt")

    with pytest.raises(ConversionError, match=r"data: found notes\.txt"):
        replacement.replace_folder(folder, write)

    assert (folder / "notes.txt").read_text("utf-8") == "precious"
    assert [path.name for path in folder.parent.iterdir()] == ["data"]


def test_a_file_added_just_before_the_exchange_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exchange.exchange

    def exchange_late(one: Path, other: Path, spare: Path) -> None:
        written(folder / "notes.txt")
        monkeypatch.setattr(replacement, "exchange", before)
        before(one, other, spare)

    monkeypatch.setattr(replacement, "exchange", exchange_late)

    with pytest.raises(ConversionError, match=r"data: found notes\.txt"):
        publish(folder, SMALLER)

    assert (folder / "notes.txt").read_text("utf-8") == "precious"
    assert (folder / "layers").is_dir()


class NoExchange:
    """A C library without a function to exchange two folders."""


class Refusing:
    """A C library whose function to exchange two folders fails."""

    def __init__(self, code: int) -> None:
        self.code = code

    def renameat2(self, *_: object) -> int:
        ctypes.set_errno(self.code)
        return -1


LIBRARIES = {
    "the system's": None,
    "none": NoExchange(),
    "an older kernel": Refusing(errno.ENOSYS),
    "another file system": Refusing(errno.EINVAL),
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_two_folders_are_exchanged_on_every_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    if LIBRARIES[library]:
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: LIBRARIES[library])
    written(tmp_path / "one" / "a")
    written(tmp_path / "other" / "b")

    exchange.exchange(tmp_path / "one", tmp_path / "other", tmp_path / "spare")

    assert contents(tmp_path) == {"one": b"", "one/b": b"precious"} | {
        "other": b"",
        "other/a": b"precious",
    }


def test_a_failed_exchange_leaves_both_folders_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: NoExchange())
    written(tmp_path / "other" / "b")

    with pytest.raises(FileNotFoundError):
        exchange.exchange(tmp_path / "one", tmp_path / "other", tmp_path / "spare")

    assert (tmp_path / "other" / "b").is_file()


def test_an_exchange_that_the_system_refuses_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Refusing(errno.EBUSY))
    publish(tmp_path / "data", DATASET)
    before = contents(tmp_path / "data")

    with pytest.raises(ConversionError, match="cannot be written"):
        publish(tmp_path / "data", SMALLER)

    assert contents(tmp_path / "data") == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_reader_finds_a_complete_dataset_at_every_moment(folder: Path) -> None:
    code = (
        "import os, sys\n"
        "missed = 0\n"
        "while os.path.exists(sys.argv[2]):\n"
        "    missed += not os.path.exists(sys.argv[1])\n"
        "print(missed)\n"
    )
    flag = folder.parent / "flag"
    flag.touch()
    command = [sys.executable, "-c", code, str(folder / "manifest.json"), str(flag)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        time.sleep(0.2)
        for _ in range(20):
            publish(folder, SMALLER)
        flag.unlink()
        said, _ = reader.communicate(timeout=30)

    assert said == "0\n"


KILLED = """
import os, signal, sys
from pathlib import Path
from converter.publication.replacement import exchange, replacement

def write(new):
    (new / "half").touch()
    if sys.argv[2] == "writing":
        os.kill(os.getpid(), signal.SIGKILL)

def kill(self, target):
    rename(self, target)
    os.kill(os.getpid(), signal.SIGKILL)

rename = Path.rename
if sys.argv[2] == "exchanging":
    exchange._exchanged = lambda *_: False
    put = exchange.exchange
    def exchange_killed(*given):
        Path.rename = kill
        put(*given)
    replacement.exchange = exchange_killed
replacement.replace_folder(Path(sys.argv[1]), write)
"""


@pytest.mark.parametrize("moment", ["writing", "exchanging"])
def test_the_next_run_cleans_up_after_a_killed_run(folder: Path, moment: str) -> None:
    before = contents(folder)
    command = [sys.executable, "-c", KILLED, str(folder), moment]

    died = subprocess.run(command, check=False).returncode

    assert died == -signal.SIGKILL
    assert len(list(folder.parent.glob(".digigov-convert-*"))) == 1
    replacement.prepare(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["data"]
    assert contents(folder) == before


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """Return the folder in which another process is writing."""
    lock = tmp_path / f"{replacement.PREFIX}other" / replacement.LOCK
    written(lock, "digigov-convert data")
    with lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield lock.parent


def test_the_folder_of_a_running_process_is_not_changed(tmp_path: Path, locked: Path) -> None:
    publish(tmp_path / "data", DATASET)

    assert locked.is_dir()


@pytest.mark.parametrize("content", [None, "", "my own lock"])
def test_a_folder_that_only_has_a_similar_name_is_not_changed(
    tmp_path: Path, content: str | None
) -> None:
    mine = tmp_path / f"{replacement.PREFIX}notes"
    written(mine / "notes.txt")
    if content is not None:
        written(mine / replacement.LOCK, content)

    publish(tmp_path / "data", DATASET)

    assert (mine / "notes.txt").read_text("utf-8") == "precious"
