"""Places in the engine: who may run, who waits, who is sent away."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from server.engine.errors import Busy, ClientBusy

# A light query takes milliseconds: whoever is sent away may soon try again. Whole seconds.
_RETRY_AFTER = 2


@dataclass(slots=True)
class _Waiter:
    client: str
    spent: float
    called: threading.Event = field(default_factory=threading.Event)


class Places:
    """A number of places, at most some of them for one client.

    Of those who wait, the client with the fewest places comes first, then the one whose last turn
    is longest ago, then the query that has had least time.
    """

    def __init__(self, size: int, per_client: int) -> None:
        """Start with all places free."""
        self._free = size
        self._per_client = per_client
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()
        self._waiters: list[_Waiter] = []
        self._turns: dict[str, int] = {}  # client → when it last had its turn, while some wait

    def try_take(self, client: str) -> bool:
        """Take a place if one is free for the client and nobody waits before it."""
        with self._lock:
            if self._free < 1 or self._taken.get(client, 0) >= self._per_client:
                return False
            self._free -= 1
            self._taken[client] += 1
            return True

    def take(self, client: str, deadline: float, spent: float = 0.0) -> bool:
        """Wait for a place until the deadline (of the monotonic clock); return whether it came.

        `spent` is the time, in seconds, that the query has had already.
        """
        if self.try_take(client):
            return True
        waiter = _Waiter(client, spent)
        with self._lock:
            self._waiters.append(waiter)
            self._call_next()
        if waiter.called.wait(max(deadline - time.monotonic(), 0)):
            return True
        with self._lock:
            if waiter.called.is_set():
                return True
            self._waiters.remove(waiter)
            return False

    def free(self, client: str) -> None:
        """Give a place back; the next in the queue has it at once."""
        with self._lock:
            self._free += 1
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]
            self._call_next()

    def is_wanted(self) -> bool:
        """Return whether somebody waits for a place."""
        with self._lock:
            return bool(self._waiters)

    def taken(self) -> int:
        """Return how many places are taken."""
        with self._lock:
            return self._taken.total()

    def _call_next(self) -> None:
        while self._free and (waiter := self._next()):
            self._waiters.remove(waiter)
            self._free -= 1
            self._taken[waiter.client] += 1
            self._turns[waiter.client] = max(self._turns.values(), default=0) + 1
            waiter.called.set()
        if not self._waiters:
            self._turns.clear()

    def _next(self) -> _Waiter | None:
        ready = [item for item in self._waiters if self._held(item) < self._per_client]
        return min(ready, key=self._rank, default=None)

    def _held(self, waiter: _Waiter) -> int:
        return self._taken.get(waiter.client, 0)

    def _rank(self, waiter: _Waiter) -> tuple[int, int, float]:
        return self._held(waiter), self._turns.get(waiter.client, 0), waiter.spent


class Gate:
    """Lets in a bounded number of queries, waiting ones included, at most some of one client."""

    def __init__(self, size: int, per_client: int) -> None:
        """Start empty."""
        self._size = size
        self._per_client = per_client
        self._lock = threading.Lock()
        self._inside: Counter[str] = Counter()

    @contextmanager
    def entered(self, client: str) -> Iterator[None]:
        """Count the query as inside for as long as the context lasts.

        Raises:
            ClientBusy: the client has as many inside as one may.
            Busy: there is no room at all.
        """
        with self._lock:
            self._admit(client)
            self._inside[client] += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside[client] -= 1
                if not self._inside[client]:
                    del self._inside[client]

    def inside(self) -> int:
        """Return how many queries are inside."""
        with self._lock:
            return self._inside.total()

    def _admit(self, client: str) -> None:
        if self._inside.get(client, 0) >= self._per_client:
            message = f"this client has {self._per_client} queries under way; one may have no more"
            raise ClientBusy(_RETRY_AFTER, message)
        if self._inside.total() >= self._size:
            message = f"{self._size} queries are under way; there is no room for more"
            raise Busy(_RETRY_AFTER, message)
