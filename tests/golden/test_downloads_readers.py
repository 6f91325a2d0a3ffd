"""Readers of other projects find the same graph in every download of the bundled survey.

rdflib reads the small layers; with DIGIGOV_ALL_READERS set, the large ones and the whole, too
(minutes).
"""

import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from published import Listed, listed

ALL = bool(os.environ.get("DIGIGOV_ALL_READERS"))
LAYERS = ("links", "ontology", "shapes")
LARGE = ("layers/source", "layers/reference", "layers/derived", "digigov")
STEMS = [*(f"layers/{name}" for name in LAYERS), "catalogue", *(LARGE if ALL else ())]
RDFLIB = {
    "ttl": "turtle",
    "nt": "nt",
    "rdf": "xml",
    "nq": "nquads",
    "trig": "trig",
    "jsonld": "json-ld",
}
NAMED = ("nq", "trig", "jsonld")
# A program is used if it is on the path or named by an environment variable.
RIOT = os.environ.get("DIGIGOV_RIOT") or shutil.which("riot")
RAPPER = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml"}


@pytest.fixture(scope="module")
def folder(bundled_dataset: Path) -> Path:
    return bundled_dataset


def expected(folder: Path, stem: str, extension: str) -> set[ox.Quad]:
    quads = parsed((folder / f"{stem}.nq").read_bytes(), "nq")
    return quads if extension in NAMED else {_bare(quad) for quad in quads}


def parsed(content: bytes, extension: str) -> set[ox.Quad]:
    return set(ox.parse(content, format=ox.RdfFormat.from_extension(extension)))


def _bare(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


@pytest.fixture
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make rdflib keep the lexical form of numbers."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


# The serialisers of rdflib call functions that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
@pytest.mark.usefixtures("as_written")
@pytest.mark.parametrize("stem", STEMS)
def test_rdflib_reads_the_same_graph_in_every_format(folder: Path, stem: str) -> None:
    for extension, name in RDFLIB.items():
        graph = rdflib.Dataset() if extension in NAMED else rdflib.Graph()
        graph.parse(data=(folder / f"{stem}.{extension}").read_bytes(), format=name)
        written = graph.serialize(format="nquads" if extension in NAMED else "nt", encoding="utf-8")

        found = parsed(written, "nq" if extension in NAMED else "nt")

        assert found == expected(folder, stem, extension), extension


def test_pyoxigraph_reads_as_many_statements_as_the_manifest_says(folder: Path) -> None:
    for file in listed(folder):
        if file.triples is not None and not file.coding:
            format_ = ox.RdfFormat.from_extension(file.path.rpartition(".")[2])
            found = sum(1 for _ in ox.parse(path=folder / file.path, format=format_))
            assert found == file.triples, file.path


def test_every_format_of_the_whole_dataset_is_the_same_graph(folder: Path) -> None:
    named, bare = (expected(folder, "digigov", extension) for extension in ("nq", "nt"))
    for extension in RDFLIB:
        found = parsed((folder / f"digigov.{extension}").read_bytes(), extension)
        assert found == (named if extension in NAMED else bare), extension


def test_the_layers_together_are_the_whole_dataset(folder: Path) -> None:
    layers = {file.part for file in listed(folder) if file.kind == "layer"}

    found = [quad for name in layers for quad in expected(folder, f"layers/{name}", "nq")]

    assert set(found) == expected(folder, "digigov", "nq")
    assert layers >= set(LAYERS)


# Each landing tests the graph in test_distribution.py and every download of a small survey in
# test_convert_command.py.
@pytest.mark.slow
def test_another_process_elsewhere_makes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    elsewhere = {"PYTHONHASHSEED": "271", "TZ": "Asia/Tokyo", "LC_ALL": "C", "COLUMNS": "40"}
    command = [sys.executable, "-m", "converter", "--downloads", "--quiet", "-o", "here"]
    subprocess.run(command, check=True, cwd=tmp_path, env=os.environ | elsewhere, umask=0o077)

    found = {file.path: (tmp_path / "here" / file.path).read_bytes() for file in listed(folder)}

    assert [path for path, data in found.items() if data != (folder / path).read_bytes()] == []
    assert (tmp_path / "here/manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()


@pytest.mark.skipif(shutil.which("rapper") is None, reason="no rapper (raptor2-utils) here")
@pytest.mark.parametrize("extension", RAPPER)
def test_rapper_reads_the_same_graph(folder: Path, extension: str) -> None:
    for stem in ("digigov", "catalogue"):
        command = ["rapper", "-q", "-i", RAPPER[extension], "-o", "ntriples"]
        file = folder / f"{stem}.{extension}"
        done = subprocess.run([*command, str(file)], check=True, capture_output=True)

        assert parsed(done.stdout, "nt") == expected(folder, stem, extension), stem


@pytest.mark.skipif(RIOT is None, reason="no riot (Apache Jena) here; DIGIGOV_RIOT names it")
@pytest.mark.parametrize("stem", ["digigov", "catalogue"] if ALL else ["layers/links"])
@pytest.mark.parametrize("extension", RDFLIB)
def test_riot_reads_the_same_graph_without_a_warning(
    folder: Path, stem: str, extension: str
) -> None:
    output = "nq" if extension in NAMED else "nt"
    command = [str(RIOT), f"--output={output}", "--check", str(folder / f"{stem}.{extension}")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)

    assert parsed(done.stdout.encode(), output) == expected(folder, stem, extension)
    assert [line for line in done.stderr.splitlines() if "WARN" in line or "ERROR" in line] == []


def tables(folder: Path) -> list[Listed]:
    return [file for file in listed(folder) if file.kind == "table" and not file.coding]


def test_pandas_reads_every_table_with_one_row_an_entry(folder: Path) -> None:
    sizes = {"procedures": 357, "systems": 123, "posts": 42, "organisations": 72}

    for file in tables(folder):
        frame = pd.read_csv(folder / file.path, dtype=str, keep_default_na=False)
        rows = csv.reader(io.StringIO((folder / file.path).read_text("utf-8-sig"), newline=""))

        assert len(frame) == sizes[file.part]
        assert [list(frame.columns), *frame.to_numpy().tolist()] == list(rows)


def test_pandas_reads_the_compressed_table_the_same(folder: Path) -> None:
    for file in tables(folder):
        plain = pd.read_csv(folder / file.path, dtype=str)
        packed = pd.read_csv(folder / f"{file.path}.gz", dtype=str)

        assert packed.equals(plain)
