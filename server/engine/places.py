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
    called: threading.Event = field(default_factory=threading.Event)


class Places:
    """A number of places, at most some of them for one client; who has fewest comes first."""

    def __init__(self, size: int, per_client: int) -> None:
        """Start with all places free."""
        self._free = size
        self._per_client = per_client
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()
        self._waiters: list[_Waiter] = []

    def try_take(self, client: str) -> bool:
        """Take a place if one is free for the client and nobody waits before it."""
        with self._lock:
            if self._free < 1 or self._taken[client] >= self._per_client:
                return False
            self._free -= 1
            self._taken[client] += 1
            return True

    def take(self, client: str, deadline: float) -> bool:
        """Wait for a place until the deadline (of the monotonic clock); return whether it came."""
        if self.try_take(client):
            return True
        waiter = _Waiter(client)
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

    def taken(self) -> int:
        """Return how many places are taken."""
        with self._lock:
            return self._taken.total()

    def _call_next(self) -> None:
        while self._free and (waiter := self._next()):
            self._waiters.remove(waiter)
            self._free -= 1
            self._taken[waiter.client] += 1
            waiter.called.set()

    def _next(self) -> _Waiter | None:
        ready = (item for item in self._waiters if self._taken[item.client] < self._per_client)
        return min(ready, key=lambda item: self._taken[item.client], default=None)


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
        if self._inside[client] >= self._per_client:
            message = f"this client has {self._per_client} queries under way; one may have no more"
            raise ClientBusy(_RETRY_AFTER, message)
        if self._inside.total() >= self._size:
            message = f"{self._size} queries are under way; there is no room for more"
            raise Busy(_RETRY_AFTER, message)
