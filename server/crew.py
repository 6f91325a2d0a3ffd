"""Keeps the threads few that are at work at once: many lose their time in taking turns.

An HTTP server has a thread for each request under way, as many a query has to wait, and wakes or
starts one whenever none is free. All share one interpreter: sixteen that do what four could do
need half as much processor time again. So whoever is beyond the number rests after its answer, and
is called when one that is at work begins to wait for something outside.

Since hardly two of them can run at once, they do so on one processor: the interpreter's lock, and
what is in the caches, does not go back and forth between two.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import uniform
from threading import Lock, local
from typing import TYPE_CHECKING

from server.starting import HeaderList, MaybeExceptionInfo, Write

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Seconds that a thread rests at most, and at least half as many where nobody calls it: whatever
# else may hold the others, one comes back, and they do not all come at once.
_REST = 20.0
# The variable of the environment that says: the body has been read to its end, or there is none.
# As long as some is unread, and the request is not over, the server does not take the next.
READ = "digigov.read"


def processors() -> list[int]:
    """Return the numbers of the processors that this process may use; none where none is told."""
    told = getattr(os, "sched_getaffinity", None)
    return sorted(told(0)) if told else []


class Crew:
    """Counts the threads that are at work, and has those beyond `size` rest.

    All work on the `processor` of that number, if one is given.
    """

    def __init__(self, size: int, processor: int | None = None) -> None:
        """Start with nobody at work."""
        self._size = size
        self._processor = processor
        self._here = local()
        self._lock = Lock()
        self._working = 0
        self._resting: list[Lock] = []

    def begin(self) -> None:
        """Count this thread as at work."""
        if not hasattr(self._here, "settled"):
            self._settle()
        with self._lock:
            self._working += 1

    def _settle(self) -> None:
        self._here.settled = True
        if self._processor is not None:
            with suppress(OSError):  # it may have been taken away meanwhile
                os.sched_setaffinity(0, {self._processor})

    def end(self) -> bool:
        """Count it no more, and return whether it should `rest`."""
        with self._lock:
            self._working -= 1
            return self._working >= self._size

    def rest(self) -> None:
        """Wait until there is work again for this thread."""
        called = Lock()
        called.acquire()
        with self._lock:
            if self._working < self._size:
                return
            self._resting.append(called)
        if not called.acquire(timeout=uniform(_REST / 2, _REST)):  # noqa: S311 - no secret
            with self._lock:
                if called in self._resting:
                    self._resting.remove(called)

    def away(self) -> "Absence":
        """Return a context in which this thread only waits, and leaves its work to another."""
        return Absence(self)

    def leave(self) -> None:
        """Count this thread as away; one that rests takes its place."""
        with self._lock:
            self._working -= 1
            self._call()

    def call(self) -> None:
        """Have one that rests come back, if there is room: this thread does not come back soon."""
        with self._lock:
            self._call()

    def _call(self) -> None:
        if self._resting and self._working < self._size:
            self._resting.pop().release()

    def working(self) -> int:
        """Return how many are at work."""
        return self._working

    def resting(self) -> int:
        """Return how many rest."""
        return len(self._resting)


@dataclass(frozen=True, slots=True)
class Absence:
    """A context in which a thread of a crew waits for something outside."""

    crew: Crew

    def __enter__(self) -> None:
        """Leave the work to others."""
        self.crew.leave()

    def __exit__(self, *_: object) -> None:
        """Come back to work."""
        self.crew.begin()


@dataclass(frozen=True, slots=True)
class Manned:
    """A WSGI application whose requests are answered by a crew."""

    application: "WSGIApplication"
    crew: Crew

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        names: HeaderList = []

        def noted(line: str, headers: HeaderList, info: MaybeExceptionInfo = None, /) -> Write:
            nonlocal names
            names = headers
            return start_response(line, headers, info) if info else start_response(line, headers)

        self.crew.begin()
        try:
            body = self.application(environ, noted)
        finally:
            may_rest = self.crew.end()
        if not isinstance(body, list):
            # The thread goes on to send it, as slowly as the client takes it.
            self.crew.call()
            return body
        if may_rest and READ in environ and _tells_its_length(names):
            return Parting(body, environ, self.crew)
        return body


@dataclass(frozen=True, slots=True)
class Parting:
    """A whole answer after which its thread rests: the server closes it when all has been sent.

    What belongs to the exchange goes first: the rest may be long.
    """

    body: list[bytes]
    environ: "WSGIEnvironment"
    crew: Crew

    def __iter__(self) -> Iterator[bytes]:
        """Return the pieces, one after another."""
        return iter(self.body)

    def close(self) -> None:
        """Rest."""
        self.body.clear()
        self.environ.clear()
        self.crew.rest()


def _tells_its_length(headers: HeaderList) -> bool:
    # Without it the client would wait for an end that comes after the rest.
    return any(name.lower() == "content-length" for name, _ in headers)
