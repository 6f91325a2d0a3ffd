"""Fair scheduling on the event loop: concurrency slots, with a queue for each client."""

import asyncio
from bisect import insort
from collections import Counter
from dataclasses import dataclass, field

from cachetools import TTLCache

# Maximum clients with recorded use; beyond this number all records are reset.
_MOST_CLIENTS = 4_096
# Seconds for which a client with a long-running query must leave a slot to others.
_RESTRICTED_FOR = 10.0


@dataclass(slots=True, eq=False)
class _Waiter:
    """A waiting query; `spent` is the time in seconds that it has already run."""

    spent: float
    granted: "asyncio.Future[None]"


@dataclass(slots=True)
class Slots:
    """Lets `size` queries run at once, and at most `per_client` of one client.

    The next slot goes to the waiting client with the fewest slots, then to the one with the least
    use, and there to the query that has run least. Use is counted as in start-time fair queueing: a
    new client starts at the level of the others. Restricted clients leave one slot to others for a
    while.
    """

    size: int
    per_client: int
    _taken: Counter[str] = field(default_factory=Counter)
    _waiters: dict[str, list[_Waiter]] = field(default_factory=dict)
    _used: dict[str, float] = field(default_factory=dict)
    _virtual_time: float = 0.0
    _restricted: "TTLCache[str, bool]" = field(
        default_factory=lambda: TTLCache(_MOST_CLIENTS, _RESTRICTED_FOR)
    )

    def try_acquire(self, client: str) -> bool:
        """Take a slot if one is free for the client."""
        if not self._has_room_for(client):
            return False
        self._taken[client] += 1
        return True

    def restrict(self, client: str) -> None:
        """Leave one slot to other clients for a while, because a query of this client runs long."""
        self._restricted[client] = True

    async def acquire(self, client: str, spent: float = 0.0) -> None:
        """Take a slot, waiting for one if necessary; cancelling the wait is safe."""
        if self.try_acquire(client):
            return
        waiter = _Waiter(spent, asyncio.get_running_loop().create_future())
        self._used[client] = max(self._used.get(client, 0.0), self._virtual_time)
        insort(self._waiters.setdefault(client, []), waiter, key=lambda item: item.spent)
        try:
            await waiter.granted
        except asyncio.CancelledError:
            if waiter.granted.done() and not waiter.granted.cancelled():
                self.release(client)
            else:
                self._forget(client, waiter)
            raise

    def release(self, client: str, used: float = 0.0) -> None:
        """Release a slot after `used` seconds; the next query in the queue gets it at once."""
        self._taken[client] -= 1
        if not self._taken[client]:
            del self._taken[client]
        self._count(client, used)
        while (following := self._next()) is not None:
            waiter = self._waiters[following][0]
            self._forget(following, waiter)
            # A cancelled waiter stays in the queue until its task has run once more.
            if not waiter.granted.done():
                self._virtual_time = max(self._virtual_time, self._used.get(following, 0.0))
                self._taken[following] += 1
                waiter.granted.set_result(None)

    def is_wanted(self) -> bool:
        """Return whether a query waits for a slot."""
        return bool(self._waiters)

    def taken(self) -> int:
        """Return the number of taken slots."""
        return self._taken.total()

    def waiting(self) -> int:
        """Return the number of waiting queries."""
        return sum(map(len, self._waiters.values()))

    def _has_room_for(self, client: str) -> bool:
        size = max(self.size - 1, 1) if client in self._restricted else self.size
        return self.taken() < size and self._taken[client] < self.per_client

    def _count(self, client: str, used: float) -> None:
        if len(self._used) > _MOST_CLIENTS:
            self._used.clear()
        self._used[client] = max(self._used.get(client, 0.0), self._virtual_time) + used

    def _forget(self, client: str, waiter: _Waiter) -> None:
        queue = self._waiters.get(client, [])
        if waiter in queue:
            queue.remove(waiter)
        if not queue:
            self._waiters.pop(client, None)

    def _next(self) -> str | None:
        """Return the next client to get a slot, or None if no waiting client may have one."""
        ready = [client for client in self._waiters if self._has_room_for(client)]
        return min(ready, key=self._rank, default=None)

    def _rank(self, client: str) -> tuple[int, float]:
        return self._taken[client], self._used.get(client, 0.0)
