"""The command as a user runs it: arguments, messages, exit status and written files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from excerpts import excerpt

from converter.__main__ import LINE_START, main
from converter.iris import checked_base
from converter.model import SurveyTable
from server.engine.dataset_path import BUILT

SMALL = "\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)).encode()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a survey of two entries."""
    path = tmp_path / "small.txt"
    path.write_bytes(SMALL)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder and the folders in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_survey_is_converted_and_summarised(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([str(small), "-o", str(tmp_path / "out")])

    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    assert "small: 2 entries in 1 sections" in said.out
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["documents"][0]["key"] == "small"


def test_without_a_folder_the_dataset_goes_where_the_server_looks(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    status = main([str(small), "--quiet", "--no-validate"])

    assert status == 0
    assert (tmp_path / BUILT / "manifest.json").is_file()


def test_entries_of_two_editions_have_different_iris(small: Path, tmp_path: Path) -> None:
    second = tmp_path / "nga-2022.txt"
    second.write_bytes(SMALL + b"\n")

    main([str(small), str(second), "-o", str(tmp_path / "out"), "--quiet", "--no-validate"])

    quads = (tmp_path / "out" / "digigov.nq").read_text("utf-8")
    assert "/id/entry/3-2-1>" in quads
    assert "/id/entry/nga-2022-3-2-1>" in quads


def test_progress_is_shown_on_a_terminal_and_wiped_at_the_end(
    small: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    main([str(small), "-o", str(tmp_path / "out")])

    output = capsys.readouterr().err.split(LINE_START)
    assert output[1:] == [
        "reading documents …",
        "linking things …",
        "mapping to a graph …",
        "validating against the shapes …",
        "writing files …",
        "",
    ]


def test_quiet_says_nothing(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(small), "-o", str(tmp_path / "out"), "--quiet"])

    assert capsys.readouterr() == ("", "")


def test_faults_of_all_documents_are_reported_and_an_earlier_dataset_stays(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    main([str(small), "-o", str(out), "--quiet", "--no-validate"])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_bytes(SMALL.replace("北海道\n".encode(), "北海県\n".encode(), 1))
    other.write_bytes(b"")

    status = main([str(one), str(other), "-o", str(out)])

    output = capsys.readouterr().err
    assert status == 2
    assert f"{one}:5: page 1: found entry 1 with “北海県”" in output
    assert f"{other}: found an empty file" in output
    assert "2 faults; nothing was written" in output
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_folder_with_other_files_is_not_changed(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([str(small), "-o", str(small.parent)])

    assert status == 1
    assert "files that are no digigov dataset" in capsys.readouterr().err
    assert [path.name for path in small.parent.iterdir()] == ["small.txt"]


def test_the_same_input_gives_the_same_bytes_in_another_process_elsewhere(
    small: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "small.txt").write_bytes(SMALL)
    other = {"PYTHONHASHSEED": "271", "TZ": "Asia/Tokyo", "LC_ALL": "C", "COLUMNS": "40"}
    options = ["--downloads", "--no-validate", "--quiet"]
    command = [sys.executable, "-m", "converter", "small.txt", *options]

    main([str(small), "-o", str(tmp_path / "out"), *options])
    subprocess.run(
        [*command, "-o", "again"], check=True, cwd=elsewhere, env=os.environ | other, umask=0o077
    )

    one, again = (contents(folder) for folder in (tmp_path / "out", elsewhere / "again"))
    assert one == again


@pytest.mark.parametrize(
    "arguments", [["-o"], ["--base", "no iri"], ["-o", "x", "--unknown"], ["--explain", "1"]]
)
def test_wrong_arguments_end_with_2_and_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage: digigov-convert" in capsys.readouterr().err


def test_the_help_explains_every_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    output = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(f"\n  {status} " in output for status in (0, 1, 2, 3, 130))


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://example.org/", "https://example.org/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("https://example.org/a/b", "https://example.org/a/b/"),
    ],
)
def test_a_base_ends_in_a_slash(given: str, base: str) -> None:
    assert checked_base(given) == base


@pytest.mark.parametrize(
    "given",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https://例.jp/",
        "https://e.org/#",
        "https://e.org/?a",
        "https://e.org/ a",
        "https://e.org/<",
        "urn:x:y",
        "https://u@e.org/",
    ],
)
def test_a_base_that_is_no_absolute_http_iri_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="expected an absolute http or https IRI"):
        checked_base(given)
