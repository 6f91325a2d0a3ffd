"""The remote engine over faulty engines: complete results of one version, or an error."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from engines import BASE, FaultyEngine, checksum, free_port, known, oxigraph_servers, quads
from looping import on_a_loop

from server.engine import (
    Busy,
    ClientBusy,
    DatasetError,
    EngineError,
    EngineFailure,
    Limits,
    QueryDefaults,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
    QueryTooComplex,
    ResultTooLarge,
    ServiceRefused,
)
from server.engine.embedded.serialisation import serialise
from server.engine.remote import client as client_module
from server.engine.remote import probes, replicas
from server.engine.remote.describe import describe_to_construct
from server.engine.remote.engine import RemoteEngine
from server.engine.remote.expected import Expected
from server.engine.remote.report import profile_to_earl
from server.query.operation import Operation
from server.query.scanner import read_query
from server.rdf.formats import FORMATS, Format, Shape, formats_for

FORMS = {item.name: item for item in FORMATS}
LIMITS = Limits(seconds=3, result=1 << 20, workers=4)
ROWS = "SELECT ?s ?n { ?s e:q ?n } ORDER BY ?n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s e:q ?o }"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "_INTERVAL", 0.2)
    monkeypatch.setattr(replicas, "_FIRST_PAUSE", 0.05)
    monkeypatch.setattr(replicas, "_LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(probes, "_LOOK_SECONDS", 0.5)
    monkeypatch.setattr(client_module, "_CONNECT", 1.0)


def operation(query: str, **more: object) -> Operation:
    return Operation(query, read_query(query).kind, **more)  # type: ignore[arg-type] # what `Operation` takes


@asynccontextmanager
async def started(urls: Sequence[str], limits: Limits = LIMITS) -> AsyncIterator[RemoteEngine]:
    engine = RemoteEngine(urls, known(), limits, QueryDefaults({"e": BASE}, BASE))
    try:
        await engine.start()
        yield engine
    finally:
        await engine.close()


@asynccontextmanager
async def faulty(
    count: int, limits: Limits = LIMITS
) -> AsyncIterator[tuple[RemoteEngine, list[FaultyEngine]]]:
    async with AsyncExitStack() as stack:
        engines = [await stack.enter_async_context(FaultyEngine()) for _ in range(count)]
        urls = [one.url for one in engines]
        yield await stack.enter_async_context(started(urls, limits)), engines


async def text(engine: RemoteEngine, query: str, form: str = "csv") -> str:
    return (await engine.answer(operation(query), FORMS[form], "client")).body.decode()


async def until_ready(engine: RemoteEngine, *, ready: bool) -> None:
    async with asyncio.timeout(10):
        while engine.is_ready() is not ready:  # noqa: ASYNC110 -- what is tested has no event
            await asyncio.sleep(0.02)


def local(query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    store = ox.Store()
    store.load(quads(), format=ox.RdfFormat.N_QUADS)
    return store.query(query, prefixes={"e": BASE}, use_default_graph_as_union=True)


def graph(query: str) -> ox.QueryTriples:
    found = local(query)
    assert isinstance(found, ox.QueryTriples)
    return found


@pytest.mark.parametrize("form", [one for one in formats_for(Shape.ROWS) if one.results])
@on_a_loop
async def test_rows_come_in_every_format_as_from_the_embedded_engine(form: Format) -> None:
    async with faulty(1) as (engine, _):
        answer = await engine.answer(operation(ROWS), form)

        assert answer.body == serialise(local(ROWS), form)


@pytest.mark.parametrize("form", [one for one in formats_for(Shape.GRAPH) if one.rdf])
@on_a_loop
async def test_graphs_come_in_every_format(form: Format) -> None:
    query = "CONSTRUCT { ?s e:p ?o } WHERE { ?s e:p ?o }"
    async with faulty(1) as (engine, _):
        body = (await engine.answer(operation(query), form)).body

        found = {quad.triple for quad in ox.parse(body, format=form.rdf)}
        assert found == set(graph(query))


@on_a_loop
async def test_a_page_gets_the_first_rows_and_their_number() -> None:
    async with faulty(1) as (engine, _):
        rows = (await engine.answer(operation(ROWS, rows=2), FORMS["json"])).body
        graph = await engine.answer(operation("DESCRIBE <http://e/1>", rows=1), FORMS["json"])

        assert b'"total": 60' in rows
        assert b'"total": 2' in graph.body


@pytest.mark.parametrize(
    "fault", ["half", "half, with its length", "trailing", "page", "partial", "503 Down"]
)
@on_a_loop
async def test_an_incomplete_response_is_requested_from_another_replica(fault: str) -> None:
    async with faulty(2) as (engine, (bad, good)):
        bad.fault, bad.mark = fault, "COUNT"
        good.fault = ""

        answers = {await text(engine, COUNT) for _ in range(4)}

        assert answers == {"n\r\n60\r\n"}
        assert any("COUNT" in query for query in bad.received)


@pytest.mark.parametrize("fault", ["half", "half, with its length", "trailing", "page", "partial"])
@on_a_loop
async def test_a_response_that_is_incomplete_from_every_replica_is_an_error(fault: str) -> None:
    async with faulty(2) as (engine, engines):
        for one in engines:
            one.fault, one.mark = fault, "ASK"

        with pytest.raises(EngineFailure):
            await text(engine, "ASK { ?s ?p ?o }", "json")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("429 Too Many", Busy),
        ("403 Forbidden", EngineFailure),
        ("500 Failed", EngineFailure),
        ("503 Down", Busy),
        ("504 Timeout", QueryTimeout),
        ("414 Too Long", QueryTooComplex),
        ("501 Not Implemented", QueryRefused),
    ],
)
@on_a_loop
async def test_an_error_of_the_engine_becomes_an_error_of_the_server(
    fault: str, error: type[EngineError]
) -> None:
    async with faulty(1) as (engine, (bad,)):
        bad.fault, bad.mark = fault, "COUNT"

        with pytest.raises(error) as raised:
            await text(engine, COUNT)

        assert not isinstance(raised.value, Busy) or raised.value.retry_after >= 3
        assert fault[:3] != "429" or getattr(raised.value, "retry_after", 0) == 7


@pytest.mark.parametrize("query", ["SELECT * { ?s e:p }", "SELECT *\n{ ?s e:p }"])
@on_a_loop
async def test_a_syntax_error_has_the_position_in_the_text_of_the_user(query: str) -> None:
    with pytest.raises(SyntaxError) as alone:
        local(query)
    async with faulty(1) as (engine, _):
        with pytest.raises(QuerySyntax) as raised:
            await text(engine, query)

        position = (raised.value.line, raised.value.column)
        assert f"error at {position[0]}:{position[1]}: " in str(alone.value)


@on_a_loop
async def test_a_replica_that_never_answers_is_left_out_and_another_gets_its_queries() -> None:
    async with faulty(2) as (engine, engines):
        for one in engines[:1]:
            one.fault = "silent"

        answers = await asyncio.gather(*(text(engine, COUNT) for _ in range(4)))

        assert set(answers) == {"n\r\n60\r\n"}
        assert [one.is_well for one in engine.load().replicas] == [False, True]


@on_a_loop
async def test_a_query_without_an_answer_ends_at_the_time_limit() -> None:
    async with faulty(1, Limits(seconds=0.5)) as (engine, (bad,)):
        bad.fault, bad.mark = "silent", "COUNT"

        with pytest.raises(QueryTimeout):
            await text(engine, COUNT)


@on_a_loop
async def test_a_redirect_is_not_followed() -> None:
    async with FaultyEngine() as elsewhere, faulty(2) as (engine, (bad, _)):
        bad.fault, bad.elsewhere = "redirect", elsewhere.url

        answers = {await text(engine, COUNT) for _ in range(3)}

        assert answers == {"n\r\n60\r\n"}
        assert not elsewhere.received


@on_a_loop
async def test_an_engine_with_another_version_is_refused_with_both_checksums() -> None:
    async with FaultyEngine() as other:
        other.load("two")

        with pytest.raises(DatasetError) as raised:
            async with started([other.url]):
                pass

        assert checksum()[:12] in str(raised.value)
        assert checksum("two")[:12] in str(raised.value)


@on_a_loop
async def test_an_engine_that_does_not_answer_is_refused_when_it_is_the_only_one() -> None:
    with pytest.raises(DatasetError, match="cannot be reached"):
        async with started([f"http://127.0.0.1:{free_port()}/query"]):
            pass


@on_a_loop
async def test_a_replica_with_another_version_is_left_out_until_it_has_the_served_one() -> None:
    async with faulty(1) as (engine, (changing,)):
        changing.load("two")
        await until_ready(engine, ready=False)
        with pytest.raises(Busy):
            await text(engine, COUNT)

        changing.load()
        await until_ready(engine, ready=True)

        assert await text(engine, COUNT) == "n\r\n60\r\n"


@on_a_loop
async def test_the_limits_of_the_server_apply_before_the_remote_engine() -> None:
    async with faulty(1, Limits(result=500, nesting=3, query=400, per_client=0)) as (
        engine,
        (one,),
    ):
        before = len(one.received)
        with pytest.raises(ClientBusy):
            await text(engine, COUNT)
        with pytest.raises(QueryTooComplex):
            await text(engine, "SELECT * {{{{ ?s ?p ?o }}}}")
        with pytest.raises(QueryTooComplex):
            await engine.read("#" * 401)
        with pytest.raises(ServiceRefused):
            await text(engine, "SELECT * { SERVICE <http://other/sparql> { ?s ?p ?o } }")

        sent = one.received[before:]
        assert not any("COUNT" in query or "SERVICE" in query for query in sent)


@on_a_loop
async def test_a_result_that_is_too_large_is_not_read_to_its_end() -> None:
    async with faulty(1, Limits(result=500)) as (engine, _):
        with pytest.raises(ResultTooLarge):
            await text(engine, ROWS, "json")


@pytest.mark.parametrize("union", [True, False])
@on_a_loop
async def test_graphs_are_named_where_the_default_graph_is_not_their_union(
    tmp_path: Path,
    union: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    (tmp_path / "data.nq").write_text(quads(), encoding="utf-8")
    with oxigraph_servers(tmp_path, [tmp_path / "data.nq"], union=union) as servers:
        async with started([servers[0].url]) as engine:
            assert await text(engine, "ASK { ?s e:p ?o ; e:q ?n }", "csv") == "true"
            own = "SELECT (COUNT(*) AS ?n) FROM <http://e/graph/links> { ?s ?p ?o }"
            assert await text(engine, own) == "n\r\n60\r\n"
            assert engine.load().profile["union"] is union


class _Nameless(client_module.Client):
    """An engine that lists its graphs as rows without values, as Virtuoso does."""

    async def ask(self, _url: str, _query: client_module.QueryRequest) -> bytes:
        return b'{"head": {"vars": ["g"]}, "results": {"bindings": [{}, {}]}}'


@on_a_loop
async def test_an_engine_that_lists_graphs_without_names_does_not_list_them() -> None:
    alone = next(item for item in probes.PROBES if item.name == "alone")

    passed, said = await alone.run(probes.ProbedReplica(_Nameless(1), "http://e/", known()[1]))

    assert (passed, said) == (False, "the engine does not list its graphs: ours are named")


@on_a_loop
async def test_describe_is_sent_as_construct_where_the_engine_describes_otherwise() -> None:
    node = ox.NamedNode("http://e/x")
    async with FaultyEngine() as symmetric:
        symmetric.extra = ox.Triple(node, node, node)
        async with started([symmetric.url]) as engine:
            body = await text(engine, "DESCRIBE e:1", "ntriples")

            assert engine.load().profile["describe"] is False
            assert sorted(body.splitlines()) == [
                '<http://e/1> <http://e/p> "値1"@ja .',
                '<http://e/1> <http://e/q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
            ]


@pytest.mark.parametrize(
    "query",
    [
        "DESCRIBE <http://e/1>",
        "PREFIX x: <http://e/> DESCRIBE x:1 <http://e/2>",
        "DESCRIBE ?s { ?s e:q 3 }",
        "DESCRIBE ?s WHERE { ?s e:q ?n } ORDER BY ?n LIMIT 2 # the first",
        "# one\nDESCRIBE ?s <http://e/7> FROM <http://e/graph/links> WHERE { ?s e:q 3 }",
        "describe ?s ?t where { ?s e:q 3 . ?t e:q 4 }",
        "DESCRIBE <http://e/7> WHERE { ?s e:q 3 }",
    ],
)
def test_a_description_as_construct_equals_that_of_the_embedded_engine(query: str) -> None:
    store = ox.Store()
    store.load(quads(), format=ox.RdfFormat.N_QUADS)

    def triples(text: str) -> set[ox.Triple]:
        union = "FROM" not in text
        found = store.query(text, prefixes={"e": BASE}, use_default_graph_as_union=union)
        assert isinstance(found, ox.QueryTriples)
        return {*found}

    assert triples(describe_to_construct(query)) == triples(query) != set()


def test_describe_of_all_variables_is_refused_where_it_must_be_rewritten() -> None:
    with pytest.raises(QueryRefused, match="name the variables"):
        describe_to_construct("DESCRIBE * { ?s ?p ?o }")


@on_a_loop
async def test_no_light_query_fails_when_a_replica_is_killed_and_all_come_back(
    tmp_path: Path,
) -> None:
    (tmp_path / "data.nq").write_text(quads(), encoding="utf-8")
    with oxigraph_servers(tmp_path, [tmp_path / "data.nq"], 3) as servers:
        async with started([one.url for one in servers]) as engine:
            asking = [asyncio.create_task(_ask_on(engine)) for _ in range(6)]
            await asyncio.sleep(0.3)
            servers[0].kill()
            assert set().union(*await asyncio.gather(*asking)) == {"n\r\n60\r\n"}

            for one in servers[1:]:
                one.kill()
            with pytest.raises(Busy):
                await text(engine, COUNT)
            await until_ready(engine, ready=False)

            servers[1].start()
            await until_ready(engine, ready=True)
            assert await text(engine, COUNT) == "n\r\n60\r\n"


async def _ask_on(engine: RemoteEngine) -> set[str]:
    return {await text(engine, COUNT) for _ in range(200)}


@on_a_loop
async def test_the_report_of_the_probes_is_earl() -> None:
    async with faulty(1) as (engine, _):
        report = profile_to_earl(engine.profiles[0])

        triples = [*ox.parse(report, format=ox.RdfFormat.TURTLE)]
        outcome = ox.NamedNode("http://www.w3.org/ns/earl#outcome")
        outcomes = [quad.object for quad in triples if quad.predicate == outcome]
        assert len(outcomes) == len(probes.PROBES)
        assert {*outcomes} == {ox.NamedNode("http://www.w3.org/ns/earl#passed")}


def test_a_remote_engine_needs_a_dataset_folder_to_compare_with(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    file.write_text(quads(), encoding="utf-8")

    with pytest.raises(DatasetError, match="needs a folder"):
        Expected.of(file)
