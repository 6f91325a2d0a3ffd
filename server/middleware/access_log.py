"""The outermost layer: counts exchanges and logs each as a line of JSON.

Query texts are logged only if a setting says so, because they can be private.
"""

import json
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple, TextIO

from server.http.asgi import ClientGoneError
from server.http.message import Handler, Message, Receive, Request, Response
from server.middleware.metrics import Metrics

# nginx's status for a client that disconnected before the response.
_CLIENT_GONE = 499
# Seconds between two writes, so that a line costs a request almost no time.
_PAUSE = 0.2
# Maximum unwritten lines, if the stream is not read; then the oldest are dropped.
_MOST_LINES = 100_000
# Maximum characters of a text in a line.
_LONGEST = 8_192
_encoded = json.JSONEncoder(ensure_ascii=False).encode
# Control characters that JSON does not escape but terminals or line readers interpret.
_CONTROLS = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


class Exchange(NamedTuple):
    """An answered request: its duration in `seconds`, and the `size` of the body in bytes."""

    method: str
    path: str
    status: int
    size: int
    seconds: float
    client: str
    agent: str
    cached: bool
    query: str


class LogWriter:
    """Writes exchanges to a stream in its own thread: the stream's reader may be slow."""

    def __init__(self, stream: TextIO) -> None:
        """Start the thread; `close` writes the last lines."""
        self._stream = stream
        self._lines: deque[tuple[float, Exchange]] = deque(maxlen=_MOST_LINES)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._write, name="access-log", daemon=True)
        self._thread.start()

    def add(self, exchange: Exchange) -> None:
        """Queue an exchange for writing."""
        self._lines.append((time.time(), exchange))

    def close(self) -> None:
        """Write the remaining lines and stop."""
        self._closing.set()
        self._thread.join(_PAUSE * 5)

    def _write(self) -> None:
        while not self._closing.wait(_PAUSE):
            self._drain()
        self._drain()

    def _drain(self) -> None:
        lines = []
        while self._lines:
            lines.append(line_of(*self._lines.popleft()))
        if lines:
            with suppress(OSError, ValueError):  # the reader has closed the stream
                self._stream.write("".join(lines))
                self._stream.flush()


def _quoted(text: str) -> str:
    quoted = _encoded(text[:_LONGEST])
    return quoted if quoted.isprintable() else quoted.translate(_CONTROLS)


def line_of(moment: float, exchange: Exchange) -> str:
    """Return a line of JSON; formatted by hand, because a busy server writes thousands a second."""
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


def log_to_stdout() -> LogWriter:
    """Return a log that writes to standard output."""
    return LogWriter(sys.stdout)


@dataclass(slots=True)
class _Recorder:
    """Passes on `receive` of a request, and keeps the body for the log."""

    receive: Receive
    body: bytes = b""

    async def __call__(self) -> Message:
        message = await self.receive()
        self.body += message.get("body", b"")
        return message


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Calls `following`, and reports each exchange to `metrics` and the optional log."""

    following: Handler
    metrics: Metrics
    log: LogWriter | None
    log_queries: bool

    async def __call__(self, request: Request) -> Response:
        """Answer one request and report it."""
        start = time.perf_counter()
        recorder = _Recorder(request.receive) if self.log and self.log_queries else None
        recorded = replace(request, receive=recorder) if recorder else request
        try:
            response = await self.following(recorded)
        except ClientGoneError:
            self._report(request, _CLIENT_GONE, None, start, recorder)
            raise
        self._report(request, int(response.status), response, start, recorder)
        return response

    def _report(
        self,
        request: Request,
        status: int,
        response: Response | None,
        start: float,
        recorder: _Recorder | None,
    ) -> None:
        seconds = time.perf_counter() - start
        cached = response is not None and response.cached
        self.metrics.count(request.path, request.method, status, seconds, cached=cached)
        if self.log:
            query = recorder and (recorder.body or request.query_string).decode(errors="replace")
            self.log.add(
                Exchange(
                    request.method,
                    request.path,
                    status,
                    _size(response),
                    seconds,
                    request.address,
                    request.header("user-agent"),
                    cached,
                    query or "",
                )
            )


def _size(response: Response | None) -> int:
    if response is None:
        return 0
    return len(response.body) if response.pieces is None else int(response.header("content-length"))
