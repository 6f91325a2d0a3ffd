"""The outermost layer: counts every exchange and writes it to the access log, a line of JSON each.

No query text is written unless a setting says so: queries can tell what somebody looks for.
"""

import json
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, TextIO

from server.http.client_address import client_behind
from server.middleware.metrics import Exchange, Metrics
from server.starting import HeaderList, MaybeExceptionInfo, Write

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


# Seconds between two writes: a line costs a request almost nothing.
_PAUSE = 0.2
# Lines that wait at most, where nobody reads what is written; then the oldest go.
_MOST_LINES = 100_000
_quoted = json.JSONEncoder(ensure_ascii=False).encode


class AccessLog:
    """Writes exchanges to a stream, in a thread of its own."""

    def __init__(self, stream: TextIO) -> None:
        """Start the thread; what is still unwritten at the end of the process is written then."""
        self._stream = stream
        self._lines: deque[tuple[float, Exchange]] = deque(maxlen=_MOST_LINES)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._write, name="access-log", daemon=True)
        self._thread.start()

    def add(self, exchange: Exchange) -> None:
        """Have an exchange written soon."""
        self._lines.append((time.time(), exchange))

    def close(self) -> None:
        """Write what is left."""
        self._closing.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._closing.wait(_PAUSE):
            self._drain()
        self._drain()

    def _drain(self) -> None:
        lines = []
        while self._lines:
            lines.append(_line(*self._lines.popleft()))
        if lines:
            with suppress(OSError, ValueError):  # nobody reads any more
                self._stream.write("".join(lines))
                self._stream.flush()


def _line(moment: float, exchange: Exchange) -> str:
    """Return a line of JSON; a busy server writes thousands a second."""
    time_ = f"{_second(int(moment))}.{int(moment % 1 * 1000):03}+00:00"
    query = f', "query": {_quoted(exchange.query)}' if exchange.query else ""
    return (
        f'{{"time": "{time_}", "client": {_quoted(exchange.client)}, '
        f'"method": {_quoted(exchange.method)}, "path": {_quoted(exchange.path)}, '
        f'"status": {exchange.status}, "bytes": {exchange.size}, '
        f'"ms": {round(exchange.seconds * 1000, 2)}, '
        f'"cached": {"true" if exchange.cached else "false"}, '
        f'"agent": {_quoted(exchange.agent)}{query}}}\n'
    )


@lru_cache(maxsize=4)
def _second(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def log_to_stdout() -> AccessLog:
    """Return a log that goes where the server's own messages go."""
    return AccessLog(sys.stdout)


@dataclass(frozen=True, slots=True)
class Journal:
    """A WSGI application that tells `metrics`, and the log if there is one, of each exchange.

    `proxies` is how many trusted proxies stand before the server: they tell who the client is.
    """

    application: "WSGIApplication"
    metrics: Metrics
    log: AccessLog | None
    log_queries: bool
    proxies: int = 0

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request and tell of it."""
        start = time.perf_counter()
        status: str = "500"
        sent: list[tuple[str, str]] = []
        if self.proxies:
            environ["REMOTE_ADDR"] = client_behind(environ, self.proxies)

        def noted(line: str, headers: HeaderList, info: MaybeExceptionInfo = None, /) -> Write:
            nonlocal status, sent
            status, sent = line, headers
            return start_response(line, headers, info) if info else start_response(line, headers)

        body = self.application(environ, noted)
        size = sum(map(len, body)) if isinstance(body, list) else _told_length(sent)
        seconds = time.perf_counter() - start
        exchange = self._exchange(environ, int(status[:3]), size, seconds)
        self.metrics.count(exchange)
        if self.log:
            self.log.add(exchange)
        return body

    def _exchange(
        self, environ: "WSGIEnvironment", status: int, size: int, seconds: float
    ) -> Exchange:
        query = environ.get("digigov.body") or environ.get("QUERY_STRING", "")
        return Exchange(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"],
            status,
            size,
            seconds,
            environ.get("REMOTE_ADDR", ""),
            environ.get("HTTP_USER_AGENT", ""),
            "digigov.cached" in environ,
            query if self.log_queries else "",
        )


def _told_length(headers: list[tuple[str, str]]) -> int:
    return int(next((value for name, value in headers if name == "Content-Length"), "-1"))
