"""digigov-load against Oxigraph's server: a database gets the whole dataset or none of it."""

import hashlib
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from engines import OXIGRAPH, free_port

from server.load import steps
from server.load.__main__ import main
from server.load.commands import ENGINES
from server.load.graph_store import GraphStore, LoadError
from server.load.layers import LoadedDataset

BASE = "https://example.org/data/"
SUM = "http://spdx.org/rdf/terms#checksumValue"
LAYERS = ("derived", "source")


def write_dataset(folder: Path, things: int = 20, layers: tuple[str, ...] = LAYERS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f'<{BASE}{i}> <{BASE}p> "{layer} > {i} ." <{BASE}graph/{layer}> .\n'
        for layer in layers
        for i in range(things)
    ]
    content = "".join(lines).encode()
    checksum = hashlib.sha256(content).hexdigest()
    (folder / "digigov.nq").write_bytes(content)
    (folder / "catalogue.nq").write_text(
        f'<{BASE}id/distribution/digigov-nq> <{SUM}> "{checksum}" <{BASE}graph/catalogue> .\n'
    )
    files = [
        {"path": name, "mediaType": "application/n-quads", "bytes": 1, "triples": triples}
        | {"sha256": checksum}
        for name, triples in (("digigov.nq", len(lines)), ("catalogue.nq", 1))
    ]
    counts = {"quads": len(lines), "layers": dict.fromkeys(layers, things)}
    manifest = {"version": "1", "base": BASE, "counts": counts, "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[GraphStore]:
    address = f"127.0.0.1:{free_port()}"
    command = [OXIGRAPH, "serve", "-l", str(tmp_path / "store"), "--bind", address]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        for _ in range(200):
            with suppress(OSError), urlopen(f"http://{address}/"):
                break
            time.sleep(0.05)
        yield GraphStore.at(f"http://{address}/store")
        process.kill()


def graphs(database: GraphStore) -> dict[str, int]:
    query = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    return {row["g"].removeprefix(BASE): int(row["n"]) for row in database.rows(query)}


WHOLE = {"graph/derived": 20, "graph/source": 20, "graph/catalogue": 1}


def test_all_layers_are_in_their_graphs_and_a_second_run_does_nothing(
    tmp_path: Path, database: GraphStore, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_dataset(tmp_path / "data")

    assert main([str(folder), "--to", database.store]) == 0
    assert graphs(database) == WHOLE
    assert "1/3 derived: 20 triples" in capsys.readouterr().err

    assert main([str(folder), "--to", database.store]) == 0
    assert "holds this version of the dataset already" in capsys.readouterr().err


def test_the_earlier_version_stays_until_the_last_step(
    tmp_path: Path, database: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = LoadedDataset.of(write_dataset(tmp_path / "first", 20, (*LAYERS, "links")))
    second = LoadedDataset.of(write_dataset(tmp_path / "second", 30))
    steps.load(first, database, lambda _: None)

    def refuse(_self: GraphStore, _update: str) -> None:
        raise LoadError

    with monkeypatch.context() as patched:
        patched.setattr(GraphStore, "run", refuse)
        with pytest.raises(LoadError):
            steps.load(second, database, lambda _: None)
    before = {name: n for name, n in graphs(database).items() if not name.startswith("urn:")}
    steps.load(second, database, lambda _: None)

    assert before == {**WHOLE, "graph/links": 20}
    assert graphs(database) == {"graph/derived": 30, "graph/source": 30, "graph/catalogue": 1}


def test_an_interrupted_load_continues_where_it_stopped(
    tmp_path: Path, database: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = LoadedDataset.of(write_dataset(tmp_path / "data"))
    sent: list[str] = []
    put = GraphStore.put

    def put_one(self: GraphStore, graph: str, lines: Iterator[bytes], length: int) -> None:
        if sent:
            raise LoadError
        sent.append(graph)
        put(self, graph, lines, length)

    with monkeypatch.context() as patched:
        patched.setattr(GraphStore, "put", put_one)
        with pytest.raises(LoadError):
            steps.load(dataset, database, lambda _: None)
    messages: list[str] = []
    steps.load(dataset, database, messages.append)

    assert messages[0] == "1/3 derived: 20 triples, there already"
    assert graphs(database) == WHOLE


def test_a_database_that_cannot_be_reached_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_dataset(tmp_path / "data")

    assert main([str(folder), "--to", f"http://127.0.0.1:{free_port()}/store"]) == 1
    assert "Connection refused" in capsys.readouterr().err
    assert main([str(folder), "--to", "ftp://127.0.0.1/store"]) == 1
    assert main([str(tmp_path / "none"), "--to", "http://127.0.0.1/store"]) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_the_commands_for_loading_in_bulk_name_both_files(
    engine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_dataset(tmp_path / "data")

    assert main([str(folder), "--print", engine]) == 0

    printed = capsys.readouterr().out
    assert str(folder) in printed
    assert "digigov.nq" in printed
    assert "catalogue.nq" in printed


def test_the_commands_for_oxigraph_load_the_dataset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_dataset(tmp_path / "data")
    main([str(folder), "--print", "oxigraph"])
    command = capsys.readouterr().out.splitlines()[0].replace("STORE", str(tmp_path / "store"))

    subprocess.run([OXIGRAPH, *command.split()[1:]], check=True, capture_output=True)

    count = ["query", "-l", str(tmp_path / "store"), "--results-format", "csv"]
    query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    done = subprocess.run(
        [OXIGRAPH, *count, "--query", query], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["n", "41"]
