"""Measure the parts of the time of one evaluated look-up, with one client.

Usage: python -m bench.parts DATASET
"""

import asyncio
import os
import socket
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.endpoint import QUERIES, free_port, url_of
from bench.load import measure
from bench.peers import Peer, running
from server.engine.embedded.evaluation import evaluate
from server.engine.embedded.wire import Job
from server.engine.loading import load
from server.http.message import Request
from server.service.version import open_version
from server.settings import Settings

_TIMES = 1_000
_SECONDS = 3
_EMPTY = """
async def app(scope, receive, send):
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"4000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"x" * 4000})
"""


def typical(action: Callable[[], object]) -> float:
    """Return the median time of an action, in milliseconds."""
    times = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return median(times) * 1000


@contextmanager
def echo() -> Iterator[Callable[[], object]]:
    """Yield a function that sends a few bytes to another process and waits for an answer."""
    ours, theirs = socket.socketpair()
    process = os.fork()
    if not process:
        ours.close()
        while content := theirs.recv(1 << 16):
            theirs.sendall(content)
        os._exit(0)
    theirs.close()

    def there_and_back() -> None:
        ours.sendall(b"x" * 200)
        ours.recv(1 << 16)

    with ours:
        yield there_and_back
    os.waitpid(process, 0)


def of_server(command: list[str], path: str) -> float:
    """Return the median time of a request to a server, in milliseconds, without its cache."""
    peer = Peer("", path, "", command[0], lambda _, port, __: [*command, "--port", str(port)])
    with (
        tempfile.TemporaryDirectory() as folder,
        running(peer, Path(), free_port(), Path(folder)) as (address, _),
    ):
        time.sleep(_SECONDS)  # until the server's background tasks are done
        return measure(url_of(address, QUERIES[0]), 1, _SECONDS, cold=True).p50


def of_empty(granian: Path) -> float:
    """Return the median time of a request to an application that does nothing, in milliseconds."""
    options = ["--interface", "asginl", "--no-ws"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.py"
        file.write_text(_EMPTY, "utf-8")
        return of_server([str(granian), *options, f"{file}:app"], "")


def of_application(dataset: Path) -> float:
    """Return the median time of our application and its workers, without the HTTP server."""
    query = urllib.parse.quote(QUERIES[0].read_text("utf-8"), safe="")
    headers = {"host": "localhost", "cache-control": "no-cache"}
    request = Request("GET", "/sparql", f"query={query}".encode(), headers)

    async def ask_often() -> float:
        version = await open_version(dataset, Settings(access_log=False))
        await asyncio.sleep(2 * _SECONDS)  # until the indexes are made
        times = []
        for _ in range(_TIMES):
            start = time.perf_counter()
            await version.answer(request)
            times.append(time.perf_counter() - start)
        await version.close()
        return median(times) * 1000

    return asyncio.run(ask_often())


def main() -> None:
    """Print the parts as a table."""
    dataset = Path(sys.argv[1]).resolve()
    folder = Path(sys.executable).parent
    store = load(dataset).store
    job = Job(QUERIES[0].read_text("utf-8"), "json", union=True, limit=1 << 26)
    with echo() as there_and_back:
        rows = {
            "to another process and back": typical(there_and_back),
            "`ASK {}` in this process": typical(lambda: store.query("ASK {}")),
            "the look-up in this process": typical(lambda: evaluate(store, job)),
        }
    rows |= {
        "our application with a worker": of_application(dataset),
        "an empty application over HTTP": of_empty(folder / "granian"),
        "the whole over HTTP": of_server([str(folder / "digigov-serve"), str(dataset)], "sparql"),
    }
    print("| part of a look-up | median |\n|---|---:|")
    print("\n".join(f"| {name} | {time_:.2f} ms |" for name, time_ in rows.items()))


if __name__ == "__main__":
    main()
