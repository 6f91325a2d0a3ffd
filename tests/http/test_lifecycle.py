"""The life of a server: new datasets, health checks, signals and killed processes."""

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from live import Running, started

if TYPE_CHECKING:
    import subprocess

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
PATIENCE = 90


def write(path: Path, count: int) -> None:
    """Replace a dataset by one of `count` statements in one atomic step."""
    new = path.with_suffix(".new")
    new.write_text("".join(f'<http://e/{i}> <http://e/p> "{i}" .\n' for i in range(count)))
    new.replace(path)


@dataclass(frozen=True)
class Live:
    """A running server, with the requests that an operator sends."""

    running: Running

    @property
    def process(self) -> "subprocess.Popen[str]":
        """Return its process."""
        return self.running.process

    def get(self, target: str) -> tuple[int, str, http.client.HTTPMessage]:
        """Return status, body and headers."""
        url = urlsplit(self.running.address)
        connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=60)
        connection.request("GET", target)
        reply = connection.getresponse()
        answer = reply.status, reply.read().decode(), reply.headers
        connection.close()
        return answer

    def ask(self, query: str) -> tuple[int, str, http.client.HTTPMessage]:
        """Return the answer to a query, as CSV."""
        return self.get(f"/sparql?format=csv&query={quote(query, safe='')}")

    def count(self) -> int:
        """Return how many statements are served."""
        return int(self.ask(COUNT)[1].split()[1])


@contextmanager
def live(path: Path, *options: str) -> Iterator[Live]:
    with started(path, *options) as running:
        yield Live(running)


def becomes(condition: Callable[[], bool]) -> bool:
    """Return whether a condition becomes true within a time limit."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.nt"
    write(path, 400)
    return path


def test_a_new_dataset_is_served_after_the_signal_hup(data: Path) -> None:
    with live(data) as server:
        before = server.ask(COUNT)[2]["etag"]
        write(data, 700)
        assert server.count() == 400

        server.process.send_signal(signal.SIGHUP)

        assert becomes(lambda: server.count() == 700)
        assert server.ask(COUNT)[2]["etag"] != before
        # The count comes from the dataset file alone: pages and engine agree.
        assert "700" in server.get("/.well-known/void")[1]


def test_a_new_dataset_is_served_without_a_signal_where_it_is_watched(data: Path) -> None:
    with live(data, "--watch") as server:
        write(data, 700)

        assert becomes(lambda: server.count() == 700)


def test_workers_and_pages_always_use_the_same_data(data: Path) -> None:
    with live(data) as server:
        write(data, 700)
        for process in _below(server.process.pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

        # Workers do not restart on new data under old pages: both change together.
        assert becomes(lambda: server.ask(COUNT)[0] == 200 and server.count() == 700)
        assert "700" in server.get("/.well-known/void")[1]


def test_a_running_query_ends_on_the_dataset_on_which_it_began(data: Path) -> None:
    with live(data, "--timeout", "4") as server, ThreadPoolExecutor(1) as threads:
        running = threads.submit(server.ask, ENDLESS)
        time.sleep(0.5)
        write(data, 700)
        server.process.send_signal(signal.SIGHUP)

        assert becomes(lambda: server.count() == 700)
        assert not running.done()
        assert running.result()[0] == 504


def test_a_broken_dataset_leaves_the_old_one_in_service(data: Path) -> None:
    with live(data) as server:
        data.write_text("broken\n")
        server.process.send_signal(signal.SIGHUP)

        assert becomes(lambda: "could not be loaded" in server.get("/healthz")[1])
        assert server.get("/healthz")[0] == 200
        assert server.count() == 400

        write(data, 500)
        server.process.send_signal(signal.SIGHUP)
        assert becomes(lambda: server.count() == 500)
        assert server.get("/healthz")[1] == "ok\n"
        assert "data.nt:1: broken RDF" in server.running.said()


def test_a_server_is_ready_when_a_query_is_answered(data: Path) -> None:
    with live(data) as server:
        assert server.get("/readyz")[:2] == (200, "ready\n")
        time.sleep(2.1)  # longer than a health result is cached
        stopped: set[int] = set()
        # More workers may have been started since they were listed.
        while begun := set(_below(server.process.pid)) - stopped:
            for process in begun:
                os.kill(process, signal.SIGSTOP)
            stopped |= begun
        status = server.get("/readyz")[0]
        for process in stopped:
            os.kill(process, signal.SIGCONT)

        assert status == 503
        assert server.get("/healthz")[0] == 200
        assert becomes(lambda: server.get("/readyz")[0] == 200)


def test_a_stop_ends_within_the_grace_period_with_clients_connected(data: Path) -> None:
    with live(data, "--timeout", "1") as server, ThreadPoolExecutor(1) as threads:
        url = urlsplit(server.running.address)
        slow = http.client.HTTPConnection(str(url.hostname), url.port)
        slow.putrequest("POST", "/sparql")
        slow.putheader("Content-Type", "application/sparql-query")
        slow.putheader("Content-Length", "100")
        slow.endheaders(b"ASK")
        running = threads.submit(server.ask, ENDLESS)
        time.sleep(0.5)

        server.process.terminate()

        assert running.result()[0] == 504
        assert server.process.wait(PATIENCE) == 0
        slow.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system has no /proc")
def test_a_server_that_is_killed_leaves_no_process_behind(data: Path) -> None:
    with live(data) as server, ThreadPoolExecutor(3) as threads:
        for _ in range(3):
            threads.submit(_ignored, server)
        time.sleep(1)
        below = _below(server.process.pid)
        assert len(below) >= 3

        server.process.kill()

        assert becomes(lambda: not any(map(_lives, below)))


def _ignored(server: Live) -> None:
    with pytest.raises((http.client.HTTPException, OSError)):
        server.ask(ENDLESS)


def _below(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_below(child)]
    return found


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
