"""Loading a dataset and asking it the server's own queries."""

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.engine import DatasetError, LocalDataset

NT = '<http://e/s> <http://e/p> "値"@ja .\n'
NQ = '<http://e/s> <http://e/p> "値"@ja <http://e/g> .\n'
FILES = {
    "a.nt": NT,
    "a.ttl": "@prefix e: <http://e/> . e:s e:p '値'@ja .",
    "a.nq": NQ,
    "a.trig": "@prefix e: <http://e/> . e:g { e:s e:p '値'@ja }",
    "a.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
        '<rdf:Description rdf:about="http://e/s"><e:p xml:lang="ja">値</e:p></rdf:Description>'
        "</rdf:RDF>"
    ),
    "a.jsonld": '{"@id":"http://e/s","http://e/p":{"@value":"値","@language":"ja"}}',
}


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_every_common_kind_of_rdf_file_is_loaded(
    tmp_path: Path, name: str, *, zipped: bool
) -> None:
    content = FILES[name].encode()
    path = tmp_path / (name + ".gz" if zipped else name)
    path.write_bytes(gzip.compress(content) if zipped else content)

    rows = LocalDataset.open(path).rows("SELECT ?o { <http://e/s> <http://e/p> ?o }")

    assert rows == [{"o": ox.Literal("値", language="ja")}]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nt", NT + "<http://e/s> oops\n", "a.nt:2: broken RDF"),
        ("a.csv", "x", "a.csv: no known kind of RDF file"),
        ("a.nt.gz", "x", "a.nt.gz: cannot be read"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content)

    with pytest.raises(DatasetError) as caught:
        LocalDataset.open(path)

    assert said in str(caught.value)


def test_a_missing_file_is_an_error_for_the_user(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read: No such file"):
        LocalDataset.open(tmp_path / "none.nq")


def test_a_folder_is_known_by_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "digigov.nq").write_text(NQ, encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps({"version": "7", "base": "http://b/"}))

    dataset = LocalDataset.open(tmp_path)

    assert (dataset.identity.version, dataset.identity.base) == ("7", "http://b/")
    assert [(graph.iri, graph.triples) for graph in dataset.graphs()] == [("http://e/g", 1)]


def test_the_error_of_a_folder_without_manifest_names_the_command_that_writes_one(
    tmp_path: Path,
) -> None:
    with pytest.raises(DatasetError, match="digigov-convert"):
        LocalDataset.open(tmp_path)


EMPTY = {
    "nothing": "",
    "blank lines": "\n\n",
    "a comment": "# nothing\n",
    "a byte order mark": "\ufeff",
}


@pytest.mark.parametrize("catalogue", [False, True])
@pytest.mark.parametrize("name", EMPTY)
def test_a_folder_whose_quads_are_empty_is_broken(
    tmp_path: Path, name: str, *, catalogue: bool
) -> None:
    (tmp_path / "digigov.nq").write_text(EMPTY[name], encoding="utf-8")
    (tmp_path / "manifest.json").write_text("{}")
    if catalogue:
        (tmp_path / "catalogue.nq").write_text(NQ, encoding="utf-8")

    with pytest.raises(DatasetError, match=r"digigov\.nq: no statement: a broken dataset"):
        LocalDataset.open(tmp_path)


def test_a_fault_of_the_catalogue_is_named_with_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "digigov.nq").write_text(NQ * 3, encoding="utf-8")
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "catalogue.nq").write_text("\n<oops\n", encoding="utf-8")

    with pytest.raises(DatasetError, match=r"catalogue\.nq:2: broken RDF"):
        LocalDataset.open(tmp_path)


FILE = {"path": "digigov.nq", "mediaType": "application/n-quads", "bytes": 1, "sha256": "0" * 64}
# A manifest, and the expected message.
WRONG: dict[str, tuple[object, str]] = {
    "a version that is a number": ({"version": 7}, "version is 7, expected a text"),
    "a version with a slash": ({"version": "1/2"}, 'version is "1/2"'),
    "a version with a line end": ({"version": "1\r\nX: y"}, "version is "),
    "a base that is a number": ({"base": 7}, "base is 7, expected an absolute http"),
    "a base without scheme": ({"base": "data/"}, 'base is "data/"'),
    "a base without slash": ({"base": "http://e"}, 'base is "http://e"'),
    "a base with a space": ({"base": "http://e/ /"}, 'base is "http://e/ /"'),
    "a base with a fragment": ({"base": "http://e/#/"}, 'base is "http://e/#/"'),
    "an invalid date": ({"modified": "today"}, 'modified is "today", expected an ISO date'),
    "a date that is a number": ({"modified": 2020}, "modified is 2020"),
    "files that are a text": ({"files": "digigov.nq"}, 'files is "digigov.nq"'),
    "files that are an object": ({"files": {}}, "files is {}, expected a list"),
    "files that are texts": ({"files": ["digigov.nq"]}, 'files[0] is "digigov.nq", expected an'),
    "a file without path": (
        {"files": [FILE, {key: FILE[key] for key in FILE if key != "path"}]},
        "files[1] has no path",
    ),
    "a file without type": (
        {"files": [{key: FILE[key] for key in FILE if key != "mediaType"}]},
        "files[0] has no mediaType",
    ),
    "a file outside": ({"files": [FILE | {"path": "../x"}]}, 'files[0].path is "../x"'),
    "an absolute path": ({"files": [FILE | {"path": "/etc/passwd"}]}, "files[0].path is"),
    "a size that is a text": ({"files": [FILE | {"bytes": "1"}]}, 'files[0].bytes is "1"'),
    "a size below 0": ({"files": [FILE | {"bytes": -1}]}, "files[0].bytes is -1"),
    "an invalid checksum": ({"files": [FILE | {"sha256": 'a"b'}]}, "files[0].sha256 is"),
    "another coding": ({"files": [FILE | {"coding": "br"}]}, 'files[0].coding is "br"'),
    "a coding that is a list": ({"files": [FILE | {"coding": []}]}, "files[0].coding is []"),
    "a kind that is a list": ({"files": [FILE | {"kind": []}]}, "files[0].kind is []"),
    "a type with a line end": ({"files": [FILE | {"mediaType": "a\nb"}]}, "files[0].mediaType is"),
    "triples that are a text": ({"files": [FILE | {"triples": "9"}]}, 'files[0].triples is "9"'),
    "a validation that is a text": ({"validation": "ok"}, 'validation is "ok"'),
    "a validation of texts": ({"validation": {"Warning": "1"}}, "validation is"),
    "a list": ([], "expected a JSON object"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_field_of_a_manifest_is_named_in_one_line(tmp_path: Path, name: str) -> None:
    manifest, said = WRONG[name]
    (tmp_path / "digigov.nq").write_text(NQ, encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(DatasetError) as caught:
        LocalDataset.open(tmp_path)

    assert str(caught.value).startswith(f"{tmp_path}/manifest.json: {said}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"{", b"[" * 100_000, b"\xff\xfe", b"", b"{'a': 1}"])
def test_a_manifest_that_is_not_json_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)

    with pytest.raises(DatasetError, match=r"manifest\.json: not JSON: "):
        LocalDataset.open(tmp_path)


def test_bindings_are_terms_and_never_query_text(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(NQ, encoding="utf-8")

    rows = LocalDataset.open(path).rows(
        "SELECT ?s ?o { ?s ?p ?o }", {"o": ox.Literal('値" . ?a ?b ?c . "', language="ja")}
    )

    assert rows == []
