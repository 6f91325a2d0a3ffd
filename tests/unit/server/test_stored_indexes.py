"""Stored indexes: equal to those in memory, and made once."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from published import publish_small
from samples import ROOT
from website import SAMPLE

from server.counts.facets import FACETS
from server.counts.view import View
from server.engine import LocalDataset
from server.engine.answers import AnsweredDataset, AnswerFile
from server.facets.index import catalogue_of
from server.facets.state import SORTS, State
from server.http.language import Language
from server.search import Library, SearchRequest
from server.service.index_files import PACKAGES, WRITERS, code, published_index
from server.service.indexes import indexes_of, stored_catalogue, stored_library
from server.site.nearest.resources import nearest_to
from server.sparql.service_description import describe


@pytest.fixture(scope="module")
def dataset() -> LocalDataset:
    return LocalDataset.open(SAMPLE)


def test_a_stored_search_index_finds_the_same(dataset: LocalDataset, tmp_path: Path) -> None:
    stored, made = stored_library(dataset, tmp_path), Library.of(dataset)

    for words in (("税",), ("ai",), ("rpa",), ("東京都",), ("札幌", "市")):
        request = SearchRequest(words, Language.JA)
        assert stored.search(request) == made.search(request)
        assert stored.count(words) == made.count(words)


def test_a_stored_facet_index_has_the_same_choices_orders_and_rows(
    dataset: LocalDataset, tmp_path: Path
) -> None:
    stored, made = stored_catalogue(dataset, tmp_path), catalogue_of(dataset)

    assert stored.positions == made.positions
    for facet in FACETS:
        assert stored.choices(View(), facet) == made.choices(View(), facet)
    for sort in SORTS:
        assert stored.in_order(State(sort=sort)) == made.in_order(State(sort=sort))
    for language in Language:
        assert list(stored.rows[language]) == list(made.rows[language])


def test_an_index_is_made_once_and_is_never_incomplete(
    dataset: LocalDataset, tmp_path: Path
) -> None:
    stored_library(dataset, tmp_path)
    (file,) = tmp_path.rglob("search.sqlite")
    before = file.stat().st_mtime_ns

    stored_library(dataset, tmp_path)

    assert file.stat().st_mtime_ns == before
    assert sorted(path.name for path in file.parent.iterdir()) == ["search.lock", "search.sqlite"]


def test_without_a_cache_folder_indexes_are_made_in_memory(
    dataset: LocalDataset, tmp_path: Path
) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_bytes(b"")

    assert stored_library(dataset, no_folder).count(("rpa",)) == Library.of(dataset).count(("rpa",))
    assert len(stored_catalogue(dataset, no_folder).rows[Language.JA]) > 0


def test_the_converter_writes_the_indexes_that_a_first_start_would_make(tmp_path: Path) -> None:
    folder = publish_small(tmp_path / "data")
    dataset = LocalDataset.open(folder)

    for name, write in WRITERS.items():
        published = published_index(dataset, name)
        write(dataset, tmp_path / f"{name}.sqlite")
        assert published
        assert published.read_bytes() == (tmp_path / f"{name}.sqlite").read_bytes()


def test_indexes_of_the_folder_are_used_and_none_is_made(tmp_path: Path) -> None:
    dataset = LocalDataset.open(publish_small(tmp_path / "data"))

    stored_library(dataset, tmp_path / "cache")
    stored_catalogue(dataset, tmp_path / "cache")

    assert not (tmp_path / "cache").exists()


def test_indexes_of_the_folder_are_used_where_none_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = LocalDataset.open(publish_small(tmp_path / "data"))
    monkeypatch.setattr(Library, "of", None)
    monkeypatch.setattr("server.service.indexes.catalogue_of", None)

    catalogue, library = indexes_of(dataset, stored=False)

    assert len(catalogue.get().rows[Language.JA]) == 2
    assert library.get().dataset is dataset


def test_the_dataset_of_a_measurement_has_indexes_of_its_own_size(tmp_path: Path) -> None:
    small, larger = publish_small(tmp_path / "data"), tmp_path / "larger"
    command = [sys.executable, "-m", "bench.larger", str(small), str(larger), "--times", "3"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    dataset = LocalDataset.open(larger)

    assert all(published_index(dataset, name) for name in WRITERS)
    stored, made = stored_catalogue(dataset, tmp_path / "cache"), catalogue_of(dataset)
    assert len(stored.rows[Language.JA]) == len(made.rows[Language.JA])
    assert not (tmp_path / "cache").exists()


def test_descriptions_and_similar_names_are_read_from_the_index_files(
    tmp_path: Path,
) -> None:
    dataset = LocalDataset.open(publish_small(tmp_path / "data"))
    path = published_index(dataset, "answers")
    assert path
    answered = AnsweredDataset(dataset, record=True)
    answered.use(AnswerFile(path))
    wanted = f"{dataset.identity.base}id/entry/1-9"

    described, near = describe(answered, {}, federated=False), nearest_to(answered, wanted)

    assert answered.recorded == {}  # no query was evaluated
    assert described.statistics == describe(dataset, {}, federated=False).statistics
    assert near == nearest_to(dataset, wanted) != []


def test_the_index_of_another_dataset_or_version_is_not_used(tmp_path: Path) -> None:
    folder = publish_small(tmp_path / "data")
    dataset = LocalDataset.open(folder)
    other = replace(dataset, identity=replace(dataset.identity, checksum="0" * 64))
    assert published_index(other, "search") is None

    (folder / "indexes" / code()).rename(folder / "indexes" / "earlier")

    assert published_index(dataset, "search") is None
    assert stored_library(dataset, tmp_path / "cache").count(("rpa",)) >= 0


def test_a_change_of_a_table_gives_the_index_files_another_version() -> None:
    with_tables = [
        path.relative_to(ROOT).parts[:2]
        for path in (ROOT / "server").rglob("*.py")
        if re.search(r"^CREATE (VIRTUAL )?TABLE ", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert len(with_tables) >= len(WRITERS)
    assert {".".join(names) for names in with_tables} <= set(PACKAGES)
