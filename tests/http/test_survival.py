"""A running server under hostile or careless clients."""

import http.client
import json
import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live import COMMAND, serving

LIMIT = 2
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LIGHT = "SELECT * { ?s ?p ?o } LIMIT 1"
# Documented statuses: success, refusal, a limit, too many requests, timeout.
DOCUMENTED = {200, 400, 403, 404, 406, 408, 413, 422, 429, 503, 504, 507}


@dataclass(frozen=True)
class Server:
    """The address of a server; `ask` can use any source address of the loopback network."""

    address: str

    def ask(self, query: str, source: str = "127.0.0.1", **headers: str) -> tuple[int, bytes]:
        """Return status and body of a query by GET."""
        connection = self.connect(source)
        connection.request("GET", f"/sparql?query={quote(query, safe='')}", headers=headers)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def connect(self, source: str = "127.0.0.1") -> http.client.HTTPConnection:
        """Return a connection that is not yet open."""
        url = urlsplit(self.address)
        return http.client.HTTPConnection(
            str(url.hostname), url.port, timeout=60, source_address=(source, 0)
        )

    def figure(self, name: str) -> float:
        """Return a figure of /metrics."""
        connection = self.connect()
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return float(next(x for x in text.splitlines() if x.startswith(name + " ")).split()[1])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "things.nq"
    path.write_text(
        "".join(f'<http://e/{i}> <http://e/p> "{i}" <http://g/{i % 3}> .\n' for i in range(500))
    )
    return path


@pytest.fixture(scope="module")
def started(data: Path) -> Iterator[Server]:
    with serving(data, "--timeout", str(LIMIT), "--memory", "192", "--result", "4") as address:
        yield Server(address)


@pytest.fixture
def server(started: Server) -> Server:
    """Return the server when it is idle, after all requests of the previous test have ended."""
    while started.figure("digigov_engine_queries"):
        time.sleep(0.05)
    return started


def descendants(process: int) -> list[int]:
    """Return the descendants of a process, as the kernel lists them."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def workers() -> list[int]:
    """Return the worker processes of the servers that this test has started."""
    if not Path("/proc/self/task").exists():
        pytest.skip("this system does not list processes below /proc")
    return [item for item in descendants(os.getpid()) if _is_worker(item)]


def _is_worker(process: int) -> bool:
    try:
        parent = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        commands = [Path(f"/proc/{item}/cmdline").read_bytes() for item in (process, parent)]
    except OSError:
        return False
    return all(b"server.engine.embedded.zygote" in command for command in commands)


def test_twenty_endless_queries_end_in_time_and_light_ones_go_on(server: Server) -> None:
    # On a busy machine everything takes longer, in proportion to its load.
    share = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    with ThreadPoolExecutor(20) as threads:
        heavy = [
            threads.submit(_timed, server, ENDLESS, f"127.0.0.{10 + n % 5}") for n in range(20)
        ]
        light = []
        while not all(item.done() for item in heavy):
            light.append(_timed(server, LIGHT, "127.0.0.2", {"Cache-Control": "no-cache"}))

    assert {item.result()[0] for item in heavy} == {504}
    assert max(item.result()[1] for item in heavy) < LIMIT + share
    assert {status for status, _ in light} == {200}
    slowest = sorted(seconds for _, seconds in light)
    assert slowest[len(slowest) * 95 // 100] < 0.2 * share
    assert server.figure("digigov_engine_queries") == 0


def _timed(
    server: Server, query: str, source: str, headers: dict[str, str] | None = None
) -> tuple[int, float]:
    start = time.monotonic()
    status, _ = server.ask(query, source, **(headers or {}))
    return status, time.monotonic() - start


def test_memory_is_back_at_its_level_after_greedy_queries(server: Server) -> None:
    server.ask(LIGHT)
    before = _memory()
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: server.ask(greedy)[0], range(6)))

    assert set(answers) <= {503, 504, 507, 413, 422}
    deadline = time.monotonic() + 5
    while _memory() > before * 1.3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _memory() <= before * 1.3


def _memory() -> int:
    """Return the private memory of all workers, in bytes."""
    total = 0
    for process in workers():
        with suppress(OSError):  # the process has ended meanwhile
            total += _private(process)
    return total


def _private(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private"))


def test_two_hundred_clients_at_once_are_all_answered(server: Server) -> None:
    def client(number: int) -> list[int]:
        connection = server.connect(f"127.0.1.{number}")
        statuses = []
        for turn in range(3):
            query = f"SELECT * {{ <http://e/{(number * 3 + turn) % 500}> ?p ?o }}"
            connection.request("GET", f"/sparql?query={quote(query, safe='')}")
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        connection.close()
        return statuses

    with ThreadPoolExecutor(200) as threads:
        statuses = Counter(chain.from_iterable(threads.map(client, range(200))))

    assert statuses == {200: 600}


def test_a_client_that_disconnects_during_a_query_affects_no_other(server: Server) -> None:
    for _ in range(5):
        connection = server.connect("127.0.0.3")
        connection.request("GET", f"/sparql?query={quote(ENDLESS, safe='')}")
        if connection.sock is not None:
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    assert server.ask(LIGHT, **{"Cache-Control": "no-cache"})[0] == 200


_SLOW_POST = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
_LONG_ANSWER = quote(f"SELECT ('{'x' * 5000}' AS ?x) {{ ?s ?p ?o }}", safe="")
SLOW = {
    "headers": _SLOW_POST + "X-Slow: ",
    "bodies": _SLOW_POST + "Content-Length: 100\r\n\r\nSELECT",
    "chunks": _SLOW_POST + "Transfer-Encoding: chunked\r\n\r\n6\r\nASK",
    "readers": f"GET /sparql?nocache=1&query={_LONG_ANSWER} HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("slow", SLOW)
def test_slow_clients_do_not_hold_up_others(server: Server, slow: str) -> None:
    url = urlsplit(server.address)
    connections = []
    for _ in range(350):
        connection = socket.create_connection((str(url.hostname), int(url.port or 80)))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(SLOW[slow].encode())
        connections.append(connection)

    answer = server.ask(LIGHT, "127.0.0.4", **{"Cache-Control": "no-cache"})
    for connection in connections:
        connection.close()

    assert answer[0] == 200


def test_workers_killed_from_outside_are_replaced_at_once(server: Server) -> None:
    before = workers()
    assert before
    for process in before:
        os.kill(process, signal.SIGKILL)

    answers = [server.ask(LIGHT, **{"Cache-Control": "no-cache"})[0] for _ in range(10)]

    assert answers == [200] * 10


def test_queries_are_answered_when_the_disk_is_full(data: Path) -> None:
    # No process of the server can write to any file.
    command = ("bash", "-c", 'ulimit -f 0; exec "$0" "$@"', str(COMMAND))
    with serving(data, "--timeout", "5", command=command) as address:
        status, body = Server(address).ask("SELECT * { ?s ?p ?o } ORDER BY ?o")

    assert status == 200
    assert len(json.loads(body)["results"]["bindings"]) == 500


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 100_000 + "}" * 100_000,
        "SELECT * { VALUES ?x { " + "1 " * 100_000 + "} } LIMIT 1",
        "SELECT * { ?s ?p ?o FILTER REGEX(?o, '" + "(a*)*" * 50 + "$') }",
        "ASK { ?s " + "/".join(["<e:p>*"] * 400) + " ?o }",
        "SELECT (REPLACE('" + "a" * 50_000 + "', 'a', '" + "b" * 50_000 + "') AS ?x) {}",
    ],
    ids=["braces", "values", "regex", "path", "bomb"],
)
def test_a_hostile_query_by_post_has_a_documented_status(server: Server, query: str) -> None:
    connection = server.connect()
    headers = {"Content-Type": "application/sparql-query"}
    connection.request("POST", "/sparql", query.encode(), headers)
    status = connection.getresponse().status
    connection.close()

    assert status in DOCUMENTED


_TERMS = st.sampled_from(
    [
        "?s",
        "?p",
        "<http://e/p>",
        "'x'",
        "1",
        "e:p",
        "_:b",
        "[]",
        "()",
        "true",
        "?",
        "<",
        '"',
        "\\u0",
    ]
)
_WORDS = st.sampled_from(
    ["OPTIONAL", "UNION", "FILTER", "BIND", "MINUS", "GRAPH", "VALUES", "EXISTS", "SERVICE", "AS"]
)
_MARKS = st.sampled_from([*"{}()[].;,*+/|^!=<>-&", "&&", "||", "^^", "@ja", "#", "\n", "''"])
_TEXTS = st.lists(_TERMS | _WORDS | _MARKS | st.text(max_size=3), max_size=25).map(" ".join)


# The health checks measure the drawing of examples, which a busy machine makes slow.
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["SELECT * {", "ASK {", "CONSTRUCT WHERE {", "DESCRIBE ", ""]), _TEXTS)
def test_no_query_makes_the_running_server_fail(server: Server, head: str, text: str) -> None:
    status, _ = server.ask(f"{head} {text}".encode("utf-8", "replace").decode() + " }")

    assert status in DOCUMENTED


def test_a_stop_waits_for_the_running_query(data: Path) -> None:
    # The executor exits last, so the query is still running when the server is told to stop.
    with ThreadPoolExecutor(1) as threads, serving(data, "--timeout", "2") as address:
        server = Server(address)
        running = threads.submit(server.ask, ENDLESS)
        while server.figure("digigov_engine_long_runners") < 1:
            time.sleep(0.02)

    assert running.result()[0] == 504
