"""A dataset prepared on disk gives the same results as in memory."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pyoxigraph as ox
import pytest
from live import serving
from looping import started
from published import small_folder
from website import SAMPLE

from server.engine import Limits, LocalDataset
from server.engine.disk_store import PreparedStore, is_large, prepare, read_prepared
from server.engine.embedded.wire import Outcome
from server.engine.embedded.worker import _outcome_of
from server.engine.errors import DatasetError, StoreDamaged
from server.query.operation import Operation, QueryKind
from server.rdf.formats import FORMATS

CSV = next(item for item in FORMATS if item.name == "csv")
EVERYTHING = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TWICE = """<http://e/a> <http://e/p> "1" <http://g/1> .
<http://e/a> <http://e/p> "1" <http://g/2> .
"""


def opened(prepared: PreparedStore) -> LocalDataset:
    return LocalDataset(prepared.open(), prepared.identity, merged=prepared.merged)


def answers(dataset: LocalDataset) -> list[str]:
    rows = [*dataset.rows(EVERYTHING), *dataset.rows(COUNT)]
    return sorted(str(sorted(row.items())) for row in rows)


def csv(address: str, query: str) -> bytes:
    with urlopen(f"{address}sparql?format=csv&query={quote(query)}") as answer:
        content: bytes = answer.read()
    return content


@pytest.mark.parametrize("source_of", [lambda: SAMPLE, small_folder], ids=["file", "folder"])
def test_a_prepared_store_has_the_identity_and_the_answers_of_memory(
    source_of: Callable[[], Path], tmp_path: Path
) -> None:
    source = source_of()
    in_memory = LocalDataset.open(source)

    prepared = prepare(source, union=True, cache=tmp_path)

    assert prepared.identity == in_memory.identity
    assert answers(opened(prepared)) == answers(in_memory)


def test_a_triple_of_two_graphs_is_counted_once_where_the_union_is_the_default(
    tmp_path: Path,
) -> None:
    source = tmp_path / "twice.nq"
    source.write_text(TWICE, "utf-8")

    merged = prepare(source, union=True, cache=tmp_path / "cache")
    plain = prepare(source, union=False, cache=tmp_path / "cache")

    assert [row["n"].value for row in opened(merged).rows(COUNT)] == ["1"]  # type: ignore[union-attr] # a literal
    assert (merged.merged, plain.merged) == (True, False)
    assert merged.folder != plain.folder


def test_a_store_is_prepared_once(tmp_path: Path) -> None:
    first = prepare(SAMPLE, union=True, cache=tmp_path)
    made = (first.folder / "identity.json").stat().st_mtime_ns

    second = prepare(SAMPLE, union=True, cache=tmp_path)

    assert second == first
    assert (second.folder / "identity.json").stat().st_mtime_ns == made


def test_the_unfinished_store_of_a_killed_start_is_made_again(tmp_path: Path) -> None:
    first = prepare(SAMPLE, union=True, cache=tmp_path)
    (first.folder / "identity.json").unlink()
    shutil.rmtree(first.folder / "store")

    again = prepare(SAMPLE, union=True, cache=tmp_path)

    assert answers(opened(again)) == answers(LocalDataset.open(SAMPLE))


def test_another_dataset_at_the_same_path_has_another_store(tmp_path: Path) -> None:
    source = tmp_path / "data.nq"
    source.write_text(TWICE, "utf-8")
    before = prepare(source, union=True, cache=tmp_path / "cache")
    source.write_text(TWICE.replace('"1"', '"2"'), "utf-8")

    after = prepare(source, union=True, cache=tmp_path / "cache")

    assert after.folder != before.folder
    assert after.identity.checksum != before.identity.checksum


def test_a_cache_that_cannot_be_written_is_named_with_a_way_out(tmp_path: Path) -> None:
    taken = tmp_path / "cache"
    taken.write_text("a file", "utf-8")

    with pytest.raises(DatasetError, match=r"cannot be written .* use --store memory"):
        prepare(SAMPLE, union=True, cache=taken)


def test_a_missing_store_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no prepared store"):
        read_prepared(tmp_path, SAMPLE)


def test_a_small_dataset_is_not_reported_as_large(tmp_path: Path) -> None:
    sparse = tmp_path / "large.nq"
    with sparse.open("wb") as file:
        file.truncate(256 << 20)

    assert (is_large(SAMPLE), is_large(sparse)) == (False, True)


def test_the_server_answers_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    with (
        serving(SAMPLE, "--store", "disk", "--workers", "1") as disk,
        serving(SAMPLE, "--store", "memory", "--workers", "1") as memory,
    ):
        found = [csv(address, COUNT) for address in (disk, memory)]

    assert found[0] == found[1]
    assert len(list((tmp_path / "digigov" / "stores").glob("*/identity.json"))) == 1


# RocksDB opens this many files when it opens a store, and others when a query needs them.
OPENED_AT_ONCE = 16
# Read from the index by graph and object, whose files are opened last.
LAST = 'SELECT ?s { GRAPH <http://g/1> { ?s ?p "2999" } }'


def test_workers_read_a_store_of_more_files_than_are_opened_at_once(tmp_path: Path) -> None:
    prepared = prepare(SAMPLE, union=True, cache=tmp_path)
    shutil.rmtree(prepared.folder / "store")
    store = ox.Store(str(prepared.folder / "store"))
    for part in range(3):
        lines = (f'<http://e/{i}> <http://e/p> "{i}" <http://g/1> .' for i in range(part, 3_000, 3))
        store.bulk_load("\n".join(lines), ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    assert len(list(prepared.folder.glob("store/*.sst"))) > OPENED_AT_ONCE

    with started(SAMPLE, Limits(workers=1), prepared=prepared.folder) as engine:
        answer = engine.answer(Operation(LAST, QueryKind.SELECT), CSV)

    assert answer.body.split() == [b"s", b"http://e/2999"]


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


@pytest.mark.parametrize("damage", [Path.unlink, truncate])
def test_no_query_is_answered_from_a_store_whose_files_are_missing_or_truncated(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    prepared = prepare(SAMPLE, union=True, cache=tmp_path)

    with started(SAMPLE, Limits(workers=1), prepared=prepared.folder) as engine:
        engine.answer(Operation(COUNT, QueryKind.SELECT), CSV)
        for file in prepared.folder.glob("store/*.sst"):
            damage(file)

        with pytest.raises(StoreDamaged, match="delete it and start again"):
            engine.answer(Operation(COUNT, QueryKind.SELECT), CSV)


def test_workers_that_cannot_open_their_store_are_not_started_without_pause(tmp_path: Path) -> None:
    prepared = prepare(SAMPLE, union=True, cache=tmp_path)

    with started(SAMPLE, Limits(workers=1), prepared=prepared.folder) as engine:
        engine.answer(Operation(COUNT, QueryKind.SELECT), CSV)
        shutil.rmtree(prepared.folder / "store")
        start = time.monotonic()
        (first,) = engine.engine._pool.workers.values()
        os.kill(first.process, signal.SIGKILL)
        while engine.load().deaths < 3:
            time.sleep(0.01)

        # Only the first had opened the store.
        assert time.monotonic() - start >= 2


@pytest.mark.parametrize("damage", [Path.unlink, truncate])
def test_a_damaged_store_is_not_opened(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    prepared = prepare(SAMPLE, union=True, cache=tmp_path)
    for file in prepared.folder.glob("store/*.sst"):
        damage(file)

    with pytest.raises(DatasetError, match="delete it and start again"):
        prepared.open()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError("IO error: While open a file for random read: 000031.sst"), Outcome.UNREADABLE),
        (RuntimeError("Corruption: block checksum mismatch"), Outcome.UNREADABLE),
        (OSError("Permission denied (os error 13)"), Outcome.UNREACHABLE),
    ],
)
def test_a_file_that_cannot_be_read_is_not_taken_for_a_service(
    error: Exception, expected: Outcome
) -> None:
    assert _outcome_of(error) is expected
