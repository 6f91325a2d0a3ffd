"""The whole server over an engine with broken responses: an error, never a partial result."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from asking import ask, becomes, get
from engines import FaultyEngine
from live import serving

ENTRY = "entry/1-24"
# Results are cached, so each fault has an entry that no other test reads.
FAULTS = {
    "half": "entry/1-31",
    "half, with its length": "entry/1-52",
    "trailing": "entry/1-73",
    "page": "entry/1-94",
    "partial": "entry/1-115",
}


def query(entry: str) -> str:
    """Return a query for all statements about an entry."""
    return f"SELECT ?p ?o {{ <https://w3id.org/jp-digigov/id/{entry}> ?p ?o }}"


@contextmanager
def listening(engine: FaultyEngine) -> Iterator[FaultyEngine]:
    """Run an engine on a separate event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(engine.__aenter__(), loop).result()
    try:
        yield engine
    finally:
        asyncio.run_coroutine_threadsafe(engine.__aexit__(), loop).result()
        asyncio.run_coroutine_threadsafe(_end_connections(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end_connections() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@pytest.fixture(scope="module")
def engine(bundled_dataset: Path) -> Iterator[FaultyEngine]:
    engine = FaultyEngine()
    for name in ("digigov.nq", "catalogue.nq"):
        engine.store.load(path=str(bundled_dataset / name))
    with listening(engine):
        yield engine


@pytest.fixture(scope="module")
def server(bundled_dataset: Path, engine: FaultyEngine) -> Iterator[str]:
    options = (f"--engine={engine.url}", "--timeout=5", "--cache=0")
    with serving(bundled_dataset, *options) as address:
        yield address.rstrip("/")


@pytest.fixture(params=FAULTS)
def broken(request: pytest.FixtureRequest, engine: FaultyEngine) -> Iterator[str]:
    """Yield an entry; the engine gives broken responses to queries about it."""
    entry = FAULTS[request.param]
    engine.mark, engine.fault = f"{entry}>", request.param
    yield entry
    engine.fault = ""


def test_a_broken_answer_is_an_error_of_query_and_page(server: str, broken: str) -> None:
    for status, body, _ in (ask(server, query(broken)), get(f"{server}/ja/id/{broken}")):
        assert status in {500, 502, 503}
        assert b"statedName" not in body


def test_an_engine_that_recovers_is_used_again(server: str, engine: FaultyEngine) -> None:
    engine.fault = ""

    assert becomes(lambda: ask(server, query(ENTRY))[0] == 200)
    assert becomes(lambda: get(f"{server}/ja/id/{ENTRY}")[0] == 200)


def test_an_engine_that_never_answers_is_not_waited_for(server: str, engine: FaultyEngine) -> None:
    assert becomes(lambda: ask(server, query(ENTRY))[0] == 200)
    engine.mark, engine.fault = f"{ENTRY}>", "silent"
    began = time.monotonic()
    try:
        parameters = urlencode({"query": query(ENTRY), "timeout": 1})
        status = get(f"{server}/sparql?{parameters}")[0]
        other = get(f"{server}/sparql?{urlencode({'query': 'ASK {}'})}")[0]
    finally:
        engine.fault = ""

    assert status == 504
    assert time.monotonic() - began < 60
    assert other in {200, 503}  # left out until the next probe


def test_a_redirect_to_another_host_is_not_followed(server: str, engine: FaultyEngine) -> None:
    with listening(FaultyEngine()) as elsewhere:
        assert becomes(lambda: ask(server, query(ENTRY))[0] == 200)
        engine.elsewhere = elsewhere.url.replace("127.0.0.1", "localhost")
        engine.mark, engine.fault = f"{ENTRY}>", "redirect"
        try:
            status = ask(server, query(ENTRY), 2)[0]
        finally:
            engine.fault = ""

        assert status in {500, 502, 503}
        assert elsewhere.received == []
