"""Every download has the described content, in every format, coding and language."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard
from csvw import CSVW
from published import Listed, listed, publish_small, small_folder

from converter.iris import BASE, absolute
from converter.model import SurveyTable
from converter.publication.tables.columns import TABLES, Show
from converter.publication.tables.csvw import SEPARATOR

LAYERS = ("digigov", "layers/source", "catalogue")
TRIPLES = ("nt", "ttl", "rdf")
QUADS = ("nq", "trig", "jsonld")


def read(path: str) -> bytes:
    return (small_folder() / path).read_bytes()


def quads(path: str) -> set[ox.Quad]:
    form = ox.RdfFormat.from_extension(path.rpartition(".")[2])
    return set(ox.parse(read(path), format=form))


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(path).decode("utf-8-sig"), newline="")))


def test_the_manifest_lists_every_file_with_its_size_and_checksum() -> None:
    files = list(listed(small_folder()))

    there = {
        str(path.relative_to(small_folder()))
        for path in small_folder().rglob("*")
        if path.is_file()
    }
    assert {file.path for file in files} == there - {"manifest.json"}
    found = [(len(read(file.path)), sha256(read(file.path)).hexdigest()) for file in files]
    assert found == [(file.size, file.sha256) for file in files]


@pytest.mark.parametrize("stem", LAYERS)
@pytest.mark.parametrize("extension", QUADS)
def test_every_format_of_named_graphs_holds_the_same_quads(stem: str, extension: str) -> None:
    assert quads(f"{stem}.{extension}") == quads(f"{stem}.nq") != set()


@pytest.mark.parametrize("stem", LAYERS)
@pytest.mark.parametrize("extension", TRIPLES)
def test_every_format_of_one_graph_holds_the_union(stem: str, extension: str) -> None:
    found = {quad.triple for quad in quads(f"{stem}.{extension}")}

    assert found == {quad.triple for quad in quads(f"{stem}.nq")}


def test_a_file_of_a_layer_names_its_graph() -> None:
    names = {str(quad.graph_name) for quad in quads("layers/source.nq")}

    assert names == {f"<{BASE}graph/source>"}


def test_every_predicate_has_an_xml_name() -> None:
    predicates = {quad.predicate.value for quad in quads("digigov.nq") | quads("catalogue.nq")}

    assert [iri for iri in predicates if not re.search(r"[#/][A-Za-z_][\w.-]*$", iri)] == []


def twins() -> Iterator[Listed]:
    return (file for file in listed(small_folder()) if file.coding)


def test_a_compressed_file_decompresses_to_the_original() -> None:
    for twin in twins():
        content = read(twin.path)
        whole = (
            gzip.decompress(content)
            if twin.coding == "gzip"
            else zstandard.ZstdDecompressor().decompress(content)
        )
        assert whole == read(twin.twin_of)


def test_every_data_file_has_both_compressed_forms() -> None:
    data = {
        file.path
        for file in listed(small_folder())
        if file.kind in {"dataset", "layer", "table"} and not file.coding
    }

    for coding in ("gzip", "zstd"):
        assert data <= {twin.twin_of for twin in twins() if twin.coding == coding}


def test_gzip_headers_hold_no_time_and_no_name() -> None:
    headers = {read(twin.path)[3:8] for twin in twins() if twin.coding == "gzip"}

    assert headers == {bytes(5)}


def test_two_builds_have_the_same_bytes(tmp_path: Path) -> None:
    again = publish_small(tmp_path / "again")

    for file in listed(small_folder()):
        assert (again / file.path).read_bytes() == read(file.path), file.path


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("table", SurveyTable)
def test_a_table_has_its_headers_in_a_language_and_a_mark_for_excel(
    table: SurveyTable, language: str
) -> None:
    slug, columns = TABLES[table]

    content = read(f"tables/{slug}.{language}.csv")

    assert content.startswith(b"\xef\xbb\xbf")
    header = content.decode("utf-8-sig").split("\r\n", 1)[0]
    assert header == ",".join(column.title(language) for column in columns)


def test_a_row_is_an_entry_with_labels_and_iris_side_by_side() -> None:
    (row,) = rows("tables/procedures.ja.csv")

    assert row["回答 IRI"] == f"{BASE}id/entry/1-24"
    assert row["名称（原文）"] == "ＲＰＡ\n会議録作成事務"
    assert row["導入状況 IRI"].startswith(f"{BASE}concept/status/")
    for _, columns in TABLES.values():
        nodes = [one for one in columns if one.show in {Show.LABEL, Show.IRI} and one.path]
        for label, iri in pairwise(nodes):
            assert label.show != iri.show
            assert label.show is Show.IRI or label.path == iri.path


def test_no_label_contains_the_separator_of_values() -> None:
    labels = (quad.object for quad in quads("digigov.nq"))

    assert not [one for one in labels if isinstance(one, ox.Literal) and SEPARATOR in one.value]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("table", [slug for slug, _ in TABLES.values()])
def test_a_reader_of_csvw_finds_no_fault_and_every_row(table: str, language: str) -> None:
    path = f"tables/{table}.{language}.csv"

    found = CSVW(str(small_folder() / f"{path}-metadata.json"), validate=True)

    assert found.is_valid
    assert found.warnings == []
    assert len([*found.tables[0]]) == len(rows(path))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_triples_that_csvw_makes_of_a_table_are_in_the_dataset(language: str) -> None:
    path = f"tables/procedures.{language}.csv"
    described = json.loads(read(f"{path}-metadata.json"))

    columns = described["tableSchema"]["columns"]
    titles = [column["titles"] for column in columns]
    stated = {(q.subject, q.predicate, q.object) for q in quads("digigov.nq")}
    made = [
        (ox.NamedNode(row[titles[0]]), ox.NamedNode(column["propertyUrl"]), _value(column, cell))
        for row in rows(path)
        for column in columns
        if "propertyUrl" in column and (cell := row[column["titles"]])
    ]
    assert list(rows(path)[0]) == titles
    assert len(made) > 5
    assert [one for one in made if one not in stated] == []


def _value(column: dict[str, object], cell: str) -> ox.NamedNode | ox.Literal:
    if "valueUrl" in column:
        return ox.NamedNode(cell)
    if "lang" in column:
        return ox.Literal(cell, language=str(column["lang"]))
    return ox.Literal(cell, datatype=ox.NamedNode(absolute(f"xsd:{column['datatype']}")))


def test_the_citation_names_the_dataset_its_version_and_its_source() -> None:
    text = read("CITATION.cff").decode()

    assert text.startswith("cff-version: 1.2.0\ntype: dataset\n")
    assert 'version: "1.0.0"' in text
    assert f'url: "{BASE}id/dataset/digigov"' in text
    assert "試験用の調査" in text
