"""Loading a dataset and asking it our own fixed queries."""

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from server.engine import Dataset, DatasetError

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

    rows = Dataset.open(path).rows("SELECT ?o { <http://e/s> <http://e/p> ?o }")

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
        Dataset.open(path)

    assert said in str(caught.value)


def test_a_missing_file_is_an_error_for_the_user(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read: No such file"):
        Dataset.open(tmp_path / "none.nq")


def test_a_folder_is_known_by_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "digigov.nq").write_text(NQ, encoding="utf-8")
    (tmp_path / "manifest.json").write_text(json.dumps({"version": "7", "base": "http://b/"}))

    dataset = Dataset.open(tmp_path)

    assert (dataset.identity.version, dataset.identity.base) == ("7", "http://b/")
    assert [(graph.iri, graph.triples) for graph in dataset.graphs()] == [("http://e/g", 1)]


def test_a_folder_without_manifest_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="digigov-convert"):
        Dataset.open(tmp_path)


def test_bindings_are_terms_and_never_query_text(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(NQ, encoding="utf-8")

    rows = Dataset.open(path).rows(
        "SELECT ?s ?o { ?s ?p ?o }", {"o": ox.Literal('値" . ?a ?b ?c . "', language="ja")}
    )

    assert rows == []
