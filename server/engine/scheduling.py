"""Places in the engine: who may run, who waits, who is sent away."""

import threading
import time
from bisect import insort
from dataclasses import dataclass

from server.engine.errors import Busy, ClientBusy

# A light query takes milliseconds: whoever is sent away may soon try again. Whole seconds.
_RETRY_AFTER = 2


class _Waiter:
    """One that waits: `called` is a lock that is held until its turn comes."""

    __slots__ = ("called", "spent")

    def __init__(self, spent: float) -> None:
        self.spent = spent
        # A tenth of what an event costs, and light queries wait often, for a short time.
        self.called = threading.Lock()
        self.called.acquire()


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
        self._taken: dict[str, int] = {}
        self._waiters: dict[str, list[_Waiter]] = {}  # of each client, who comes first at its head
        self._turns: dict[str, int] = {}  # client → when it last had its turn, while some wait
        self._turn = 0

    def try_take(self, client: str) -> bool:
        """Take a place if one is free for the client and nobody waits before it."""
        with self._lock:
            if self._free < 1 or self._taken.get(client, 0) >= self._per_client:
                return False
            self._give(client)
            return True

    def take(self, client: str, deadline: float, spent: float = 0.0) -> bool:
        """Wait for a place until the deadline (of the monotonic clock); return whether it came.

        `spent` is the time, in seconds, that the query has had already.
        """
        if self.try_take(client):
            return True
        waiter = _Waiter(spent)
        with self._lock:
            insort(self._waiters.setdefault(client, []), waiter, key=_spent)
            self._call_next()
        if waiter.called.acquire(timeout=max(deadline - time.monotonic(), 0)):
            return True
        with self._lock:
            if waiter.called.acquire(blocking=False):
                return True
            self._forget(client, waiter)
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
        return bool(self._waiters)

    def taken(self) -> int:
        """Return how many places are taken."""
        with self._lock:
            return sum(self._taken.values())

    def waiting(self) -> int:
        """Return how many wait for a place."""
        with self._lock:
            return sum(map(len, self._waiters.values()))

    def _give(self, client: str) -> None:
        self._free -= 1
        self._taken[client] = self._taken.get(client, 0) + 1

    def _call_next(self) -> None:
        while self._free and self._waiters and (client := self._next()) is not None:
            waiter = self._waiters[client][0]
            self._give(client)
            self._turn += 1
            self._turns[client] = self._turn
            self._forget(client, waiter)
            waiter.called.release()

    def _forget(self, client: str, waiter: _Waiter) -> None:
        queue = self._waiters[client]
        queue.remove(waiter)
        if not queue:
            del self._waiters[client]
        if not self._waiters:
            self._turns.clear()

    def _next(self) -> str | None:
        """Return the client whose turn it is, None where all who wait have their share."""
        ready = (item for item in self._waiters if self._taken.get(item, 0) < self._per_client)
        return min(ready, key=self._rank, default=None)

    def _rank(self, client: str) -> tuple[int, int]:
        return self._taken.get(client, 0), self._turns.get(client, 0)


def _spent(waiter: _Waiter) -> float:
    return waiter.spent


@dataclass(frozen=True, slots=True)
class Inside:
    """A context in which a query is inside a gate."""

    gate: "Gate"
    client: str

    def __enter__(self) -> None:
        """Go in."""
        self.gate.enter(self.client)

    def __exit__(self, *_: object) -> None:
        """Come out."""
        self.gate.leave(self.client)


class Gate:
    """Lets in a bounded number of queries, waiting ones included, at most some of one client."""

    def __init__(self, size: int, per_client: int) -> None:
        """Start empty."""
        self._size = size
        self._per_client = per_client
        self._lock = threading.Lock()
        self._inside: dict[str, int] = {}
        self._total = 0

    def entered(self, client: str) -> "Inside":
        """Count the query as inside for as long as the context lasts.

        Entering it raises:
            ClientBusy: the client has as many inside as one may.
            Busy: there is no room at all.
        """
        return Inside(self, client)

    def enter(self, client: str) -> None:
        """Count one more inside; see `entered`."""
        with self._lock:
            self._admit(client)
            self._inside[client] = self._inside.get(client, 0) + 1
            self._total += 1

    def leave(self, client: str) -> None:
        """Count one less inside."""
        with self._lock:
            self._total -= 1
            self._inside[client] -= 1
            if not self._inside[client]:
                del self._inside[client]

    def inside(self) -> int:
        """Return how many queries are inside."""
        return self._total

    def _admit(self, client: str) -> None:
        if self._inside.get(client, 0) >= self._per_client:
            message = f"this client has {self._per_client} queries under way; one may have no more"
            raise ClientBusy(_RETRY_AFTER, message)
        if self._total >= self._size:
            message = f"{self._size} queries are under way; there is no room for more"
            raise Busy(_RETRY_AFTER, message)
