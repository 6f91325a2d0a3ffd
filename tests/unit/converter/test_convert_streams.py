"""Output of the command: closed or full streams change no file."""

import errno
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from excerpts import excerpt

from converter.console import say
from converter.errors import ConversionError
from converter.model import SurveyTable
from converter.publication.report import write_report

SMALL = "\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)).encode()
FULL = "No space left on device"
OTHER_STREAMS = ("| head -1", "> /dev/full 2> /dev/full", "2>&1 >&- | true")


def in_turn(first: str, *others: str) -> list[ParameterSet]:
    """Return cases of which a landing runs only the first, as each starts the command."""
    return [pytest.param(first), *(pytest.param(one, marks=pytest.mark.slow) for one in others)]


@dataclass(frozen=True, slots=True)
class Ran:
    """Exit status and output of a command, and its output folder."""

    status: int
    out: str
    err: str
    folder: Path

    @property
    def is_written(self) -> bool:
        """Return whether the complete dataset and no other file was written."""
        beside = {path.name for path in self.folder.parent.iterdir() if path.name.startswith(".")}
        return (self.folder / "manifest.json").is_file() and not beside


def run(tmp_path: Path, rest: str, **environment: str) -> Ran:
    """Run the command in a shell; `$S` is the small survey, `$D` the output folder."""
    survey, folder = tmp_path / "small.txt", tmp_path / "out"
    survey.write_bytes(SMALL)
    given = {"S": str(survey), "D": str(folder), "T": str(tmp_path), "P": sys.executable}
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", f'"$P" -m converter {rest}'],
        capture_output=True,
        check=False,
        env={**os.environ, **given, **environment},
        cwd=Path(__file__).parents[3],
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    return Ran(done.returncode, out, err, folder)


@pytest.mark.parametrize(
    ("streams", "said"),
    [
        ("> /dev/full", f"standard output: cannot be written ({FULL}); the dataset was written to"),
        (">&- 2>&-", ""),
        *(pytest.param(one, "", marks=pytest.mark.slow) for one in OTHER_STREAMS),
    ],
)
def test_the_dataset_is_written_also_when_the_summary_cannot_be_printed(
    tmp_path: Path, streams: str, said: str
) -> None:
    ran = run(tmp_path, f'"$S" -o "$D" --no-validate {streams}')

    assert ran.status == 0
    assert ran.is_written
    assert said in ran.err
    assert bool(said) == bool(ran.err)


@pytest.mark.parametrize("streams", in_turn(">&- 2>&-", "2> /dev/full", "2>&-", "2>&1 | true"))
def test_the_exit_status_of_a_fault_stays_when_the_message_cannot_be_printed(
    tmp_path: Path, streams: str
) -> None:
    ran = run(tmp_path, f'"$T/none.txt" -o "$D" {streams}')

    assert ran.status == 2
    assert not ran.folder.exists()


@pytest.mark.parametrize("streams", in_turn("--help | true", "--help >&-", "--help > /dev/full"))
def test_help_on_a_closed_stream_is_not_an_error(tmp_path: Path, streams: str) -> None:
    assert run(tmp_path, streams).status == 0


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", r"\u201c\u6771\U00020bb7\u201d \udc8e"),
        ("euc_jp", r"“東\U00020bb7” \udc8e"),
        ("cp932", r"“東\U00020bb7” \udc8e"),
        ("utf-8", r"“東𠮷” \udc8e"),
    ],
)
def test_a_stream_that_cannot_encode_gets_escapes(encoding: str, shown: str) -> None:
    content = io.BytesIO()
    stream = io.TextIOWrapper(content, encoding)

    reason = say("“東𠮷” \udc8e", stream, end="")

    assert reason == ""
    assert content.getvalue().decode(encoding) == shown


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EBADF])
def test_the_reason_why_a_stream_cannot_be_written_is_returned(number: int) -> None:
    class Broken(io.StringIO):
        def flush(self) -> None:
            raise OSError(number, os.strerror(number))

    assert say("text", Broken()) == os.strerror(number)


def test_names_that_are_not_utf_8_are_read_written_and_shown(tmp_path: Path) -> None:
    name = os.fsdecode(b"\x8e\x91\x97\xbf")
    (tmp_path / f"{name}.txt").write_bytes(SMALL)

    ran = run(
        tmp_path,
        '"$T/$N.txt" -o "$T/$N" --report "$T/$N.md" --compare "$T/$N.txt.nq" --no-validate',
        N=name,
    )
    again = run(tmp_path, '"$T/$N.txt" -o "$T/$N" --report "$T/$N.md" --no-validate', N=name)

    assert ran.status == 2
    assert r"\x8e\x91\x97\xbf.txt.nq: found nothing readable" in ran.err
    assert again.status == 0
    assert r'"file": "\\x8e\\x91\\x97\\xbf.txt"' in (tmp_path / name / "manifest.json").read_text(
        "utf-8"
    )
    assert (tmp_path / f"{name}.md").is_file()


@pytest.mark.parametrize(
    ("report", "reason"),
    [
        ("/dev/full", FULL),
        ("$S/report.md", "File exists"),
    ],
)
def test_a_report_that_cannot_be_written_has_its_own_status(
    tmp_path: Path, report: str, reason: str
) -> None:
    ran = run(tmp_path, f'"$S" -o "$D" --no-validate --quiet --report "{report}"')

    assert ran.status == 4
    assert ran.is_written
    assert f"cannot be written ({reason}); give another file with --report" in ran.err
    assert f"the dataset was written to {ran.folder}" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "Is a directory"),
        ("n" * 300, "File name too long"),
        ("/proc/none/report.md", "No such file or directory"),
    ],
)
def test_the_message_says_why_a_report_cannot_be_written(
    tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(ConversionError, match=reason):
        write_report(tmp_path / name, "text")

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("streams", in_turn("| cat", '> "$T/all.txt"; cat "$T/all.txt"'))
def test_a_report_can_go_to_standard_output(tmp_path: Path, streams: str) -> None:
    ran = run(tmp_path, f'"$S" -o "$D" --no-validate --report /dev/stdout {streams}')

    assert ran.status == 0
    assert ran.out.startswith("read\n  small: 2 entries")
    assert "\n# " in ran.out
    assert Path("/dev/stdout").is_symlink()


def test_the_missing_folder_of_a_report_is_created(tmp_path: Path) -> None:
    write_report(tmp_path / "a" / "b" / "report.md", "text")

    assert (tmp_path / "a" / "b" / "report.md").read_text("utf-8") == "text"


def test_a_report_at_a_symbolic_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "target.md")

    write_report(tmp_path / "link.md", "text")

    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "target.md").read_text("utf-8") == "text"


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("$T/x/../out/report.md", "lies in the dataset's folder"),
        ("$S", "is an INPUT"),
        pytest.param("$D/report.md", "lies in the dataset's folder", marks=pytest.mark.slow),
        pytest.param("$D", "lies in the dataset's folder", marks=pytest.mark.slow),
    ],
)
def test_a_report_may_not_overwrite_other_files(tmp_path: Path, report: str, said: str) -> None:
    ran = run(tmp_path, f'"$S" -o "$D" --report "{report}"')

    assert ran.status == 2
    assert said in ran.err
    assert (tmp_path / "small.txt").read_bytes() == SMALL
    assert not ran.folder.exists()
