"""Documents by manifest and by path: their metadata, and the check of their bytes."""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

import seeds
from converter import input_files
from converter.documents import bundled_documents, bundled_sources, paths_to_sources
from converter.errors import InputError

BUNDLED = seeds.document("nga-2020.txt")


def file(folder: Path, name: str, content: bytes = b"survey") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def faults_of(*paths: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        paths_to_sources(paths)
    return [str(fault) for fault in caught.value.faults]


def test_the_manifest_describes_the_first_edition_in_both_languages() -> None:
    document = bundled_documents()[0]

    assert (document.key, document.edition, document.reader) == ("nga-2020", "", "text")
    assert set(document.titles) == set(document.rights) == {"ja", "en"}
    assert (document.survey_start, document.survey_end) == ("2020-06-01", "2020-07-31")
    assert document.published == "2020-10"


def test_a_changed_byte_is_reported_before_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeds, "document", lambda _file: BUNDLED + b" ")

    with pytest.raises(InputError) as caught:
        bundled_sources()

    fault = next(fault for fault in caught.value.faults if fault.file == "nga-2020.txt")
    assert sha256(BUNDLED + b" ").hexdigest() in fault.found
    assert sha256(BUNDLED).hexdigest() in fault.expected


def test_the_first_input_keeps_the_short_form_and_others_get_their_key(tmp_path: Path) -> None:
    paths = [file(tmp_path, "調査 2022.txt"), file(tmp_path, "NGA ２０２４.txt", b"other")]

    documents = [source.document for source in paths_to_sources(paths)]

    assert [(one.key, one.edition) for one in documents] == [
        ("document-2022", ""),
        ("nga-2024", "nga-2024"),
    ]


def test_a_name_without_ascii_letters_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = file(tmp_path, "調査.txt")

    (source,) = paths_to_sources([path])

    assert source.document.key == f"document-{sha256(b'survey').hexdigest()[:8]}"


def test_the_bundled_document_is_known_by_its_bytes_under_any_name(tmp_path: Path) -> None:
    path = file(tmp_path, "copy.txt", BUNDLED)

    (source,) = paths_to_sources([path])

    assert source.document == bundled_sources()[0].document


def test_a_manifest_gives_keys_titles_and_the_first_edition(tmp_path: Path) -> None:
    file(tmp_path, "a.txt", b"a")
    file(tmp_path, "b.txt", b"b")
    rows = (
        '[[document]]\nkey = "edition-a"\nfile = "a.txt"\ntitle_ja = "甲"\n'
        '[[document]]\nkey = "edition-b"\nfile = "b.txt"\nfirst_edition = true\n'
    )

    sources = paths_to_sources([file(tmp_path, "surveys.toml", rows.encode())])

    assert [source.document.edition for source in sources] == ["edition-a", ""]
    assert sources[0].document.titles == {"ja": "甲"}
    assert sources[1].document.sha256 == sha256(b"b").hexdigest()


def test_the_checksums_of_a_manifest_are_verified(tmp_path: Path) -> None:
    text = file(tmp_path, "a.txt", b"a")
    promised = sha256(b"b").hexdigest()
    row = f'[[document]]\nkey = "a"\nfile = "a.txt"\nsha256 = "{promised}"\n'

    (fault,) = faults_of(file(tmp_path, "surveys.toml", row.encode()))

    assert fault.startswith(f"{text}: found bytes with SHA-256 {sha256(b'a').hexdigest()}")
    assert promised in fault


def test_every_unreadable_input_is_named(tmp_path: Path) -> None:
    absent, folder = tmp_path / "absent.txt", tmp_path

    faults = faults_of(absent, folder)

    assert faults[0].startswith(f"{absent}: found nothing readable (No such file or directory)")
    assert faults[1].startswith(f"{folder}: found a folder; expected a document")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"[[document]\n", "invalid TOML"),
        (b"\xff\n", "invalid TOML"),
        (b'title = "x"\n', "no [[document]]"),
        (b"document = 1\n", "no [[document]]"),
        (b'[[document]]\nkey = "a"\n', "a [[document]] without file"),
        (b'[[document]]\nfile = "a.txt"\n', "a [[document]] without key"),
        ('[[document]]\nkey = "調査"\nfile = "a.txt"\n'.encode(), "the key “調査”"),
        (b'[[document]]\nkey = "a"\nfile = "absent.txt"\n', "nothing readable"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(
    tmp_path: Path, content: bytes, found: str
) -> None:
    (fault,) = faults_of(file(tmp_path, "surveys.toml", content))

    assert found in fault


def test_two_documents_of_one_key_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    paths = [file(tmp_path, "a.txt"), file(tmp_path / "other", "A.txt", b"another")]

    (fault,) = faults_of(*paths)

    assert fault.startswith(f"{paths[1]}: found the key a of {paths[0]} again; expected a key of")


MANIFEST_OF_COPIES = """\
[[document]]
key = "one"
file = "1.txt"
[[document]]
key = "two"
file = "2.txt"
"""
# Files with the same content, and their names in the message.
COPIES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "the bundled text twice": (BUNDLED, ("1.txt", "2.txt")),
    "a document under two names": (b"survey", ("1.txt", "2.txt")),
    "a document under one name": (b"survey", ("1.txt", "1.txt")),
    "a document by its name and by a manifest": (b"survey", ("1.txt", "copies.toml")),
    "documents of a manifest": (b"survey", ("copies.toml",)),
    "three copies": (b"survey", ("1.txt", "2.txt", "1.txt")),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_of_a_document_are_named_each_with_the_first(tmp_path: Path, name: str) -> None:
    content, given = COPIES[name]
    for copy in ("1.txt", "2.txt"):
        file(tmp_path, copy, content)
    file(tmp_path, "copies.toml", MANIFEST_OF_COPIES.encode())

    faults = faults_of(*(tmp_path / one for one in given))

    assert faults
    assert all(f": found the same bytes as in {tmp_path / '1.txt'};" in fault for fault in faults)
    assert all("leave one out" in fault for fault in faults)


ROW = '[[document]]\nkey = "a"\nfile = "a.txt"\n'
# A line of a manifest, and the text that its fault names.
BAD_FIELDS = {
    'published = "last year"': "the published “last year” in [[document]] 1",
    'published = "2020-13"': "the published “2020-13”",
    "published = 2020": "the published 2020",
    "survey_start = 2020": "the survey_start 2020",
    "survey_start = 2020-06-01T00:00:00": "the survey_start 2020-06-01 00:00:00",
    'survey_end = "30 June 2020"': "the survey_end “30 June 2020”",
    "survey_start = 2020-07-01\nsurvey_end = 2020-06-30": "the survey_end 2020-06-30",
    'publisher = "National Governors"': "the publisher “National Governors”",
    'creator = "nobody"': "the creator “nobody”",
    'creator = ["nobody"]': "the creator ['nobody']",
    "sha256 = 5": "the sha256 5",
    'sha256 = "abc"': "the sha256 “abc”",
    'first_edition = "yes"': "the first_edition “yes”",
    'title_ja = ["調査"]': "the title_ja ['調査']",
    "rights_en = false": "the rights_en False",
    "reader = {}": "the reader {}",
}


@pytest.mark.parametrize("line", BAD_FIELDS)
def test_each_invalid_field_is_one_fault(tmp_path: Path, line: str) -> None:
    file(tmp_path, "a.txt")

    (fault,) = faults_of(file(tmp_path, "surveys.toml", f"{ROW}{line}\n".encode()))

    assert f": found {BAD_FIELDS[line]}" in fault
    assert "; expected " in fault


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"[[document]]\nkey = 5\nfile = 'a.txt'\n", "the key 5"),
        (b"[[document]]\nkey = 'a'\nfile = ['a.txt']\n", "the file ['a.txt']"),
        (b"[[document]]\nkey = 'a'\nfile = \"a\\u0000\"\n", "the file “a"),
        (b"a = " + b"[" * 100_000, "invalid TOML"),
        (b"a = " + b"1" * 10_000, "invalid TOML"),
        ((ROW + "first_edition = true\n").encode() * 2, "first_edition = true for several"),
        (ROW.encode("utf-16"), "invalid TOML"),
    ],
)
def test_a_malformed_manifest_is_one_fault(tmp_path: Path, content: bytes, found: str) -> None:
    (fault,) = faults_of(file(tmp_path, "surveys.toml", content))

    assert found in fault


def test_a_manifest_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file(tmp_path, "a.txt")

    (source,) = paths_to_sources([file(tmp_path, "surveys.TOML", b"\xef\xbb\xbf" + ROW.encode())])

    assert source.document.key == "a"


@pytest.mark.parametrize("name", ["zero", "null", "urandom", "full"])
def test_a_device_is_refused_as_a_document(name: str) -> None:
    (fault,) = faults_of(Path("/dev", name))

    assert fault.startswith(f"/dev/{name}: found a device; expected a document")


def test_a_pipe_is_read_and_an_endless_pipe_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_files, "LONGEST", 1 << 20)
    command = ["/bin/sh", "-c", 'printf survey > "$0"; exec yes > "$1"']
    pipes = [tmp_path / "short", tmp_path / "endless"]
    for pipe in pipes:
        os.mkfifo(pipe)

    with subprocess.Popen([*command, *map(str, pipes)]) as writer:
        (source,) = paths_to_sources(pipes[:1])
        (fault,) = faults_of(pipes[1])
        writer.kill()

    assert source.content == b"survey"
    assert fault.startswith(f"{pipes[1]}: found more than 1 MiB; expected a document")


def test_a_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "sparse.txt").open("wb") as sparse:
        sparse.truncate(1 << 40)

    (fault,) = faults_of(tmp_path / "sparse.txt")

    assert "found more than 256 MiB" in fault


NAMES = {
    b"\x8e\x91.txt": r"\x8e\x91.txt",
    "調査\n2.txt".encode(): r"調査\n2.txt",
    b"a\x1b[2J.txt": r"a\x1b[2J.txt",
    "資料\u3000１.txt".encode(): "資料\u3000１.txt",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_and_kept_as_text(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"survey")

    (source,) = paths_to_sources([path])

    assert source.document.file == NAMES[name]
    assert source.name == f"{tmp_path}/{NAMES[name]}"
    assert source.document.key.isascii()
