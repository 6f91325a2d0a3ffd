"""What is on its way in or out: bounded, so that slow clients do not take the server along.

A body that has not come yet, and a long answer that has not gone, hold a thread and memory for as
long as the other side likes. `stalled` ends connections on which nothing moves any more.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from server.crew import READ
from server.edge import SECURITY, asked
from server.engine.errors import Busy, ClientBusy
from server.http.client_address import client_of
from server.http.problem_details import render
from server.sparql.query_errors import as_http_error
from server.starting import HeaderList, MaybeExceptionInfo, Write, no_write
from server.waiting import Away
from server.wsgi import send

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


_PIECE = 256 << 10
# A shorter answer is given to the HTTP server whole: it holds no thread that is at work.
_LONG = 1 << 20
# Whole seconds after which another try makes sense.
_RETRY_AFTER = 5
_ASKING = frozenset({"POST", "QUERY"})


@dataclass(slots=True)
class Allowance:
    """How much of anything may be under way at once, and how much of it for one client."""

    most: int
    most_of_one: int
    _taken: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def take(self, client: str, amount: int = 1) -> None:
        """Take an amount.

        Raises:
            ClientBusy: the client has its part already.
            Busy: so much is not there.
        """
        with self._lock:
            own = self._taken.get(client, 0)
            if own + amount > self.most_of_one:
                raise ClientBusy(_RETRY_AFTER)
            if self._taken.total() + amount > self.most:
                raise Busy(_RETRY_AFTER)
            self._taken[client] = own + amount

    def give_back(self, client: str, amount: int = 1) -> None:
        """Give back what was taken."""
        with self._lock:
            self._taken[client] -= amount
            if not self._taken[client]:
                del self._taken[client]

    def taken(self) -> int:
        """Return how much is under way."""
        with self._lock:
            return self._taken.total()


class Sending:
    """An answer in pieces that gives back what it holds when it has gone, or never will."""

    def __init__(self, pieces: Iterable[bytes], done: Callable[[], None]) -> None:
        """Take the pieces, and what is to be called once after them."""
        self._pieces = pieces
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        """Give back, once (PEP 3333: whoever iterates closes in any case)."""
        done, self._done = self._done, None
        if done is not None:
            close = getattr(self._pieces, "close", None)
            if close is not None:
                close()
            done()


@dataclass(frozen=True, slots=True)
class Traffic:
    """A WSGI application that reads bodies before, and sends long answers after, `application`.

    `bodies` bounds bodies that are read, `answers` the long answers that are sent, `memory` the
    bytes of those that are held in memory. Only the paths of `querying` are asked with a body,
    of at most `body_limit` bytes: elsewhere it is never read. While it comes, the thread is `away`.
    """

    application: "WSGIApplication"
    querying: frozenset[str]
    body_limit: int
    bodies: Allowance
    answers: Allowance
    memory: Allowance
    away: Away = nullcontext

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        started: list[tuple[str, HeaderList]] = []

        def start(status: str, headers: HeaderList, _info: MaybeExceptionInfo = None, /) -> Write:
            started.append((status, headers))
            return no_write

        client = client_of(environ.get("REMOTE_ADDR", ""))
        try:
            self._read(environ, client)
            answer = self._bounded(self.application(environ, start), client)
        except Busy as busy:
            return _refuse(busy, environ, start_response)
        start_response(*started[-1])
        return answer

    def _read(self, environ: "WSGIEnvironment", client: str) -> None:
        """Put the whole body where the application reads it.

        Raises:
            Busy: too many are being read.
        """
        length = environ.get("CONTENT_LENGTH", "")
        if length in {"", "0"} and "HTTP_TRANSFER_ENCODING" not in environ:
            environ[READ] = True
            return
        if environ["PATH_INFO"] not in self.querying or environ["REQUEST_METHOD"] not in _ASKING:
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(), "0"
            return
        # A length that is none, or too large, is refused without reading.
        expected = int(length) if length.isdigit() else self.body_limit + 1
        if length and expected > self.body_limit:
            return
        self.bodies.take(client)
        try:
            with self.away():
                body = environ["wsgi.input"].read(expected)
        finally:
            self.bodies.give_back(client)
        environ["wsgi.input"] = io.BytesIO(body)
        if length and len(body) == expected:
            environ[READ] = True

    def _bounded(self, pieces: Iterable[bytes], client: str) -> Iterable[bytes]:
        """Return an answer that holds no more than there is for it.

        Raises:
            Busy: too much is being sent.
        """
        if not isinstance(pieces, list):
            return self._sending(pieces, client, 0)
        size = sum(map(len, pieces))
        return self._sending(_parts(b"".join(pieces)), client, size) if size > _LONG else pieces

    def _sending(self, pieces: Iterable[bytes], client: str, size: int) -> Sending:
        self.answers.take(client)
        try:
            self.memory.take(client, size)
        except Busy:
            self.answers.give_back(client)
            raise

        def done() -> None:
            self.answers.give_back(client)
            self.memory.give_back(client, size)

        return Sending(pieces, done)


def _parts(body: bytes) -> Iterator[bytes]:
    return (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))


def _refuse(
    busy: Busy, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    request = asked(environ)
    problem = render(as_http_error(busy, "").problem, request)
    return send(problem.with_headers(*SECURITY), request.method, start_response)
