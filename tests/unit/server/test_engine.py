"""The engine with real workers: limits, sandbox, replaced workers, fairness."""

import asyncio
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from looping import BlockingEngine, started

from server.engine import (
    Busy,
    ClientBusy,
    DatasetError,
    EngineError,
    Limits,
    LocalDataset,
    MemoryExceeded,
    QueryDefaults,
    QuerySyntax,
    QueryTimeout,
    QueryTooComplex,
    ResultTooLarge,
    ServiceRefused,
    ServiceUnreachable,
    Unrepresentable,
)
from server.engine.dataset import Pattern
from server.engine.embedded.handle import Worker
from server.engine.embedded.wire import Job, packed_job, read_reply
from server.query.operation import Operation, QueryKind
from server.query.scanner import read_query
from server.rdf.formats import FORMATS

FORMS = {item.name: item for item in FORMATS}
THINGS = 300
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
# A fast machine exhausts the stack; a slow one reaches the time limit first.
DEEP = (QueryTooComplex, QueryTimeout)
LIMITS = Limits(seconds=4, memory=192 << 20, result=4 << 20, workers=2, patience=0.05)
# For queries that another limit stops, also on a busy machine.
PATIENT = replace(LIMITS, seconds=120)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "things.nq"
    path.write_text(
        "".join(
            f'<http://e/{i}> <http://e/p> "値{i}"@ja <http://g/{i % 3}> .\n' for i in range(THINGS)
        ),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def engine(data: Path) -> Iterator[BlockingEngine]:
    with started(data, LIMITS, QueryDefaults(prefixes={"e": "http://e/"})) as found:
        yield found


@pytest.fixture(scope="module")
def patient_engine(data: Path) -> Iterator[BlockingEngine]:
    with started(data, PATIENT) as found:
        yield found


def ask(
    engine: BlockingEngine, query: str, form: str = "json", timeout: float | None = None
) -> bytes:
    return engine.answer(Operation(query, QueryKind.SELECT, timeout=timeout), FORMS[form]).body


def values(engine: BlockingEngine, operation: Operation) -> list[str]:
    rows = json.loads(engine.answer(operation, FORMS["json"]).body)["results"]["bindings"]
    return [cell["value"] for row in rows for cell in row.values()]


def _zygote_of(engine: BlockingEngine) -> int:
    control = engine.engine._pool._control
    assert control is not None
    return control.zygote.pid


def workers_of(engine: BlockingEngine) -> list[int]:
    """Return the processes of the engine's workers, oldest first."""
    zygote = _zygote_of(engine)
    children = Path(f"/proc/{zygote}/task/{zygote}/children")
    if not children.exists():
        pytest.skip("this kernel does not list the children of a process")
    return [int(word) for word in children.read_text().split()]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a", MemoryExceeded),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", ResultTooLarge),
        ("ASK " + "{" * 100_000 + "}" * 100_000, QueryTooComplex),
        (" " * 300_000, QueryTooComplex),
        ("SELECT ('\\u0001' AS ?x) {}", Unrepresentable),
    ],
    ids=["memory", "result", "brackets", "spaces", "control character"],
)
def test_every_limit_has_its_own_error(
    patient_engine: BlockingEngine, query: str, error: type[EngineError]
) -> None:
    with pytest.raises(error):
        ask(patient_engine, query, "xml")

    assert b"value" in ask(patient_engine, "SELECT * { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (ENDLESS, QueryTimeout),
        ("SELECT (1" + "+1" * 60_000 + " AS ?n) {}", DEEP),
        ("ASK { FILTER(" + "!" * 200_000 + "true) }", DEEP),
        ("ASK { ?s <e:p>" + "/<e:p>" * 3000 + " ?o }", DEEP),
        ("ASK { " + "?s ?p ?o . " * 3000 + "}", DEEP),
    ],
    ids=["endless", "sum", "negations", "path", "patterns"],
)
def test_a_query_that_takes_long_or_nests_deep_is_stopped(
    engine: BlockingEngine, query: str, errors: type[EngineError] | tuple[type[EngineError], ...]
) -> None:
    with pytest.raises(errors):
        ask(engine, query, "xml", timeout=1)

    assert b"value" in ask(engine, "SELECT * { ?s ?p ?o } LIMIT 1")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER REGEX(?o, '(a+)+$|(値*)*x') }",
        "SELECT * { VALUES ?x { " + "1 " * 50_000 + "} } LIMIT 1",
        "ASK { ?s (e:p|!e:p)+ ?o }",
        "SELECT (STRLEN(CONCAT("
        + ",".join(["REPLACE(STR(?o), '.', '値値値値')"] * 50)
        + ")) AS ?n)"
        " { ?s ?p ?o }",
    ],
    ids=["regex", "values", "path", "strings"],
)
def test_a_known_hostile_query_ends_within_the_limits(engine: BlockingEngine, query: str) -> None:
    assert ask(engine, query)


def test_a_query_that_builds_huge_strings_is_stopped_by_the_memory_limit(
    patient_engine: BlockingEngine,
) -> None:
    grown = "BIND('0123456789abcdef' AS ?v0) " + " ".join(
        f"BIND(CONCAT({','.join([f'?v{i}'] * 16)}) AS ?v{i + 1})" for i in range(7)
    )

    with pytest.raises(MemoryExceeded):
        ask(patient_engine, f"SELECT (STRLEN(?v7) AS ?n) {{ {grown} }}")


def test_a_client_may_choose_a_lower_time_limit(engine: BlockingEngine) -> None:
    with pytest.raises(QueryTimeout) as caught:
        ask(engine, ENDLESS, timeout=0.2)

    assert caught.value.limit == 0.2


def test_a_client_may_not_choose_a_higher_time_limit(engine: BlockingEngine) -> None:
    with pytest.raises(QueryTimeout) as caught:
        ask(engine, ENDLESS, timeout=3600)

    assert caught.value.limit == LIMITS.seconds


def test_a_syntax_error_has_its_line(engine: BlockingEngine) -> None:
    with pytest.raises(QuerySyntax) as caught:
        ask(engine, "SELECT * {\n ?s ?p }")

    assert caught.value.line == 2


def test_prefixes_of_the_setting_need_no_declaration(engine: BlockingEngine) -> None:
    assert values(engine, Operation("SELECT ?o { e:7 e:p ?o }", QueryKind.SELECT)) == ["値7"]


@pytest.mark.parametrize(
    ("operation", "count"),
    [
        (Operation("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", QueryKind.SELECT), 300),
        (Operation("SELECT (COUNT(*) AS ?n) FROM e:g { ?s ?p ?o }", QueryKind.SELECT), 0),
        (
            Operation("SELECT (COUNT(*) AS ?n) FROM <http://g/1> { ?s ?p ?o }", QueryKind.SELECT),
            100,
        ),
        (
            Operation("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", QueryKind.SELECT, ("http://g/1",)),
            100,
        ),
        (
            Operation(
                "SELECT (COUNT(*) AS ?n) FROM <http://g/1> { ?s ?p ?o }",
                QueryKind.SELECT,
                ("http://g/1", "http://g/2"),
            ),
            200,
        ),
        (
            Operation(
                "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", QueryKind.SELECT, (), ("http://g/1",)
            ),
            0,
        ),
    ],
)
def test_the_rdf_dataset_comes_from_the_request_then_the_query_then_the_union(
    engine: BlockingEngine, operation: Operation, count: int
) -> None:
    assert values(engine, operation) == [str(count)]


def test_without_union_the_default_graph_is_the_stores_own(data: Path) -> None:
    with started(data, LIMITS, QueryDefaults(union=False)) as engine:
        assert values(engine, Operation("SELECT * { ?s ?p ?o }", QueryKind.SELECT)) == []


def test_service_is_refused_before_anything_is_evaluated(engine: BlockingEngine) -> None:
    with pytest.raises(ServiceRefused) as caught:
        ask(engine, "SELECT * {\n SERVICE SILENT <http://other.example/> { ?s ?p ?o } }")

    assert (caught.value.endpoint, caught.value.line) == ("http://other.example/", 2)


@pytest.mark.parametrize("open_network", [True, False])
def test_a_worker_cannot_connect_even_if_a_service_is_not_detected(
    data: Path, *, open_network: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        listener.settimeout(0.5)
        allowed = frozenset({address})
        with started(data, LIMITS, QueryDefaults(services=allowed)) as engine:
            query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
            worker = engine.loop.run(engine.engine._pool.take(open_network=open_network))
            engine.loop.run(_send(worker, Job(query, "json", limit=1000)))

            connected = _accepts(listener)
            engine.loop.run(_discard(engine, worker))

    assert connected is open_network


async def _send(worker: Worker, job: Job) -> None:
    worker.connection.exchange(packed_job(job))


async def _ask_worker(worker: Worker, job: Job) -> bytes:
    return read_reply(await worker.connection.exchange(packed_job(job))).payload


async def _discard(engine: BlockingEngine, worker: Worker) -> None:
    engine.engine._pool.discard(worker)


def _accepts(listener: socket.socket) -> bool:
    try:
        connection, _ = listener.accept()
    except TimeoutError:
        return False
    connection.close()
    return True


def test_an_allowed_service_that_does_not_answer_is_reported(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with (
        started(data, LIMITS, QueryDefaults(services=frozenset({address}))) as engine,
        pytest.raises(ServiceUnreachable),
    ):
        ask(engine, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")


def test_two_workers_never_make_the_same_uuid(engine: BlockingEngine) -> None:
    query = "SELECT (UUID() AS ?a) (STRUUID() AS ?b) (BNODE() AS ?c) (RAND() AS ?d) {}"
    held = [engine.loop.run(engine.engine._pool.take()) for _ in range(4)]

    answers = [engine.loop.run(_ask_worker(item, Job(query, "csv", limit=1000))) for item in held]
    for worker in held:
        engine.loop.run(_discard(engine, worker))

    cells = [cell for answer in answers for cell in answer.split(b"\r\n")[1].split(b",")]
    assert len(set(cells)) == 16


def test_an_idle_worker_that_is_killed_is_replaced_without_an_error(engine: BlockingEngine) -> None:
    for process in workers_of(engine):
        os.kill(process, signal.SIGKILL)

    assert len(values(engine, Operation("SELECT ?s { ?s ?p ?o }", QueryKind.SELECT))) == THINGS


def test_a_query_whose_worker_is_killed_is_run_again(engine: BlockingEngine) -> None:
    before = engine.load().deaths
    with ThreadPoolExecutor() as threads:
        answer = threads.submit(ask, engine, ENDLESS, timeout=2)
        while not engine.load().long_runners:
            time.sleep(0.01)
        for process in workers_of(engine):
            os.kill(process, signal.SIGKILL)

        with pytest.raises(QueryTimeout):
            answer.result()

    assert engine.load().deaths > before + 1


def test_a_zygote_that_is_killed_is_started_again(data: Path) -> None:
    with started(data, LIMITS) as engine:
        os.kill(_zygote_of(engine), signal.SIGKILL)

        assert ask(engine, "SELECT * { ?s ?p ?o } LIMIT 1")


def test_light_queries_are_answered_while_heavy_ones_run(engine: BlockingEngine) -> None:
    with ThreadPoolExecutor(8) as threads:
        heavy = [threads.submit(_outcome, engine, ENDLESS, f"client {n % 3}") for n in range(8)]
        while not engine.load().long_runners:
            time.sleep(0.01)

        light = [ask(engine, "SELECT * { ?s ?p ?o } LIMIT 1") for _ in range(50)]
        still_running = [item for item in heavy if not item.done()]

        assert len(set(light)) == 1
        assert still_running
        assert {item.result() for item in heavy} == {QueryTimeout}


def _outcome(engine: BlockingEngine, query: str, client: str) -> type[EngineError] | None:
    try:
        engine.answer(Operation(query, QueryKind.SELECT, timeout=2), FORMS["json"], client)
    except EngineError as error:
        return type(error)
    return None


def test_one_client_cannot_use_more_than_its_share(data: Path) -> None:
    limits = Limits(seconds=1, workers=1, waiting=3, per_client=2)
    with started(data, limits) as engine, ThreadPoolExecutor(4) as threads:
        first = [threads.submit(_outcome, engine, ENDLESS, "one") for _ in range(2)]
        while engine.load().queries < 2:
            time.sleep(0.01)
        refused = _outcome(engine, ENDLESS, "one")
        other = threads.submit(_outcome, engine, ENDLESS, "other")
        while engine.load().queries < 3:
            time.sleep(0.01)

        assert refused is ClientBusy
        assert _outcome(engine, ENDLESS, "third") is Busy
        assert [item.result() for item in (*first, other)] == [QueryTimeout] * 3


def test_all_queries_are_answered_and_memory_is_released(engine: BlockingEngine) -> None:
    queries = [ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"] * 3
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda query: _outcome(engine, query, ""), queries))

    assert engine.load().queries == 0
    assert engine.load().long_runners == 0
    deadline = time.monotonic() + 5
    while len(workers_of(engine)) != LIMITS.workers and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(workers_of(engine)) == LIMITS.workers


def test_closing_leaves_no_process(data: Path) -> None:
    with started(data, LIMITS) as engine:
        processes = [_zygote_of(engine), *workers_of(engine)]

    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{item}").exists() for item in processes):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_broken_dataset_is_reported_before_any_query(tmp_path: Path) -> None:
    path = tmp_path / "broken.nt"
    path.write_text("oops\n")

    with pytest.raises(DatasetError, match=r"broken.nt:1: broken RDF"), started(path):
        pass


def test_parsing_a_long_query_counts_as_time_and_does_not_delay_others(data: Path) -> None:
    # Five megabytes, which no machine parses within the limit.
    long = "ASK { " + "?s e:p ?o . " * 400_000 + "}"
    limits = Limits(seconds=0.2, query=len(long), workers=2)
    with started(data, limits) as engine, ThreadPoolExecutor(1) as threads:
        reading = threads.submit(engine.loop.run, engine.engine.read(long))
        light = [ask(engine, "SELECT * { ?s ?p ?o } LIMIT 1") for _ in range(5)]

        with pytest.raises(QueryTimeout):
            reading.result()

    assert len(set(light)) == 1


def test_a_query_is_parsed_the_same_in_the_server_and_in_a_worker(engine: BlockingEngine) -> None:
    text = "PREFIX x: <http://x/>\nSELECT * FROM e:g { SERVICE x:y {} ?s e:p NOW() }"

    found = engine.loop.run(engine.engine.read(text + " " * 5_000))

    assert found == read_query(text)


def test_a_triple_that_stands_in_two_graphs_is_counted_once_by_engine_and_pages(
    tmp_path: Path,
) -> None:
    path = tmp_path / "twice.nq"
    line = "<http://e/s> <http://e/p> <http://e/o>"
    path.write_text(f"{line} <http://g/1> .\n{line} <http://g/2> .\n")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    with started(path, LIMITS) as engine:
        assert values(engine, Operation(count, QueryKind.SELECT)) == ["1"]
        assert engine.engine.is_merged()
    dataset = LocalDataset.open(path)
    assert [row["n"].value for row in dataset.rows(count)] == ["1"]  # type: ignore[union-attr] # a literal
    assert len(dataset.quads(Pattern())) == 2


def test_a_page_has_the_first_rows_and_how_many_there_are(patient_engine: BlockingEngine) -> None:
    operation = Operation("SELECT * { ?s ?p ?o . ?a ?b ?c }", QueryKind.SELECT, rows=10)

    document = json.loads(patient_engine.answer(operation, FORMS["json"]).body)

    assert len(document["results"]["bindings"]) == 10
    assert (document["total"], document["atLeast"]) == (THINGS * THINGS, False)


def test_a_query_whose_client_has_gone_is_stopped_at_once(engine: BlockingEngine) -> None:
    async def give_up() -> None:
        asking = asyncio.create_task(
            engine.engine.answer(Operation(ENDLESS, QueryKind.SELECT), FORMS["json"], "gone")
        )
        await asyncio.sleep(0.3)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)

    engine.loop.run(give_up())

    assert engine.load().queries == 0
    assert engine.load().long_runners == 0


# SELECT * queries with variables not in alphabetical order, and the expected columns.
STARS = [
    ("SELECT * { ?z ?a ?m }", "z,a,m"),
    ("SELECT DISTINCT * WHERE { ?s ?p ?o OPTIONAL { ?o ?b ?c } }", "s,p,o,b,c"),
    ("select * { { SELECT ?z (COUNT(*) AS ?a) { ?z ?p ?o } GROUP BY ?z } }", "z,a"),
    ("SELECT * { ?s ?p ?o MINUS { ?s ?q ?x } }", "s,p,o"),
    ("SELECT * # ?x\n{ ?s ?p '?a' }", "s,p"),
    ("SELECT ?s ?p { { SELECT * { ?s ?p ?o } } }", "s,p"),
]


@pytest.mark.parametrize(("query", "columns"), STARS)
def test_select_star_keeps_the_order_of_the_query(
    engine: BlockingEngine, query: str, columns: str
) -> None:
    table = ask(engine, query, "csv")

    assert table.partition(b"\r\n")[0].decode() == columns
