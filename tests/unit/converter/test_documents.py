"""Documents by manifest and by path: what is known of them, and that their bytes are checked."""

from hashlib import sha256
from pathlib import Path

import pytest

import seeds
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

    (fault,) = caught.value.faults
    assert fault.file == "nga-2020.txt"
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


def test_a_manifest_is_held_to_its_checksums(tmp_path: Path) -> None:
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
        (b"[[document]\n", "no TOML"),
        (b"\xff\n", "no TOML"),
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


def test_two_inputs_of_one_key_are_a_fault(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    paths = [file(tmp_path, "a.txt"), file(tmp_path / "other", "A.txt")]

    faults = faults_of(*paths)

    assert ["found the key a twice" in fault for fault in faults] == [True, True]
