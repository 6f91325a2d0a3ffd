"""Fair scheduling on the event loop: concurrency slots with a queue a client."""

import asyncio
from bisect import insort
from collections import Counter
from dataclasses import dataclass, field

from cachetools import TTLCache

# Clients whose use is remembered; beyond it all begin anew.
_MOST_CLIENTS = 4_096
# Seconds for which a client with a long-running query leaves a slot to others.
_RESTRICTED_FOR = 10.0


@dataclass(slots=True, eq=False)
class _Waiter:
    """A query that waits: `spent` is the time, in seconds, that it has had already."""

    spent: float
    granted: "asyncio.Future[None]"


@dataclass(slots=True)
class Slots:
    """`size` queries may run at once, of one client at most `per_client`.

    Of the clients that wait, the one with the fewest slots comes first, then the one that has used
    least time lately; of a client's queries, the one that has had least time. Time is counted as
    in start-time fair queueing: a client that comes anew starts where the others are.
    Clients that are restricted for a while leave one slot to the others.
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
        """Let a client use all slots but one for a while: it has had a slot for long."""
        self._restricted[client] = True

    async def acquire(self, client: str, spent: float = 0.0) -> None:
        """Take a slot, after a wait if need be; a cancelled wait leaves nothing behind."""
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
        """Give a slot back after `used` seconds; the next in the queue has it at once."""
        self._taken[client] -= 1
        if not self._taken[client]:
            del self._taken[client]
        self._count(client, used)
        while (following := self._next()) is not None:
            waiter = self._waiters[following][0]
            self._forget(following, waiter)
            # A wait that was cancelled is not over before its task has run once more.
            if not waiter.granted.done():
                self._virtual_time = max(self._virtual_time, self._used.get(following, 0.0))
                self._taken[following] += 1
                waiter.granted.set_result(None)

    def is_wanted(self) -> bool:
        """Return whether somebody waits for a slot."""
        return bool(self._waiters)

    def taken(self) -> int:
        """Return how many slots are taken."""
        return self._taken.total()

    def waiting(self) -> int:
        """Return how many queries wait for a slot."""
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
        """Return the client whose turn it is, None where there is no room for any that waits."""
        ready = [client for client in self._waiters if self._has_room_for(client)]
        return min(ready, key=self._rank, default=None)

    def _rank(self, client: str) -> tuple[int, float]:
        return self._taken[client], self._used.get(client, 0.0)
