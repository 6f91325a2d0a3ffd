"""Chooses the replica for a query: the available one with the fewest queries.

A replica that fails is left out, and checked at intervals until it answers with the same version of
the dataset. Available replicas are checked from time to time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from server.engine.errors import Busy, EngineFailure
from server.engine.remote.client import AnswerBroken, OutOfService, ReplicaLost

_LOG = logging.getLogger("server.engine")
# Seconds between checks of an available replica, and of a failing one: first and longest interval,
# which doubles each time.
_INTERVAL = 5.0
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 8.0
# An answer that broke off may be too much for the engine, so only one other replica is tried.
_BROKEN_ANSWERS = 2
# Retry-After in seconds if no replica is available.
_RETRY_AFTER = 3

Result = TypeVar("Result")
Check = Callable[[str], Awaitable[None]]


@dataclass(slots=True, eq=False)
class Replica:
    """One endpoint, its running `queries`, and its `failures` so far.

    `lost` is set while it is left out; `suspected` requests an immediate check.
    """

    url: str
    queries: int = 0
    failures: int = 0
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    suspected: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        """Return its name in metrics: host, port and path."""
        parts = urlsplit(self.url)
        return f"{parts.netloc}{parts.path}"

    def leave_out(self, why: object) -> None:
        """Send it no queries until a check succeeds."""
        if not self.lost.is_set():
            _LOG.warning("the engine %s is left out: %s", self.name, why)
        self.failures += 1
        self.lost.set()
        self.suspected.set()

    def take_back(self) -> None:
        """Send it queries again."""
        if self.lost.is_set():
            _LOG.warning("the engine %s answers again", self.name)
        self.lost.clear()


class Replicas:
    """Sends a query to a replica, and to another one if that fails; `watch` checks all of them."""

    def __init__(self, urls: Sequence[str]) -> None:
        """Assume that all replicas are available."""
        self.all = tuple(Replica(url) for url in urls)

    async def ask(self, question: Callable[[str], Awaitable[Result]]) -> Result:
        """Call `question` with the URL of a replica and return the answer.

        Raises:
            Busy: No replica is available.
            EngineFailure: The answers of two replicas broke off.
        """
        tried: set[str] = set()
        broken = 0
        while (replica := self._choose(tried)) is not None:
            tried.add(replica.url)
            try:
                return await _result_of(replica, question)
            except ReplicaLost as error:
                replica.leave_out(error)
            except OutOfService:
                replica.suspected.set()
            except AnswerBroken as error:
                replica.suspected.set()
                broken += 1
                if broken == min(_BROKEN_ANSWERS, len(self.all)):
                    reason = f"{replica.name}: {error}"
                    raise EngineFailure(reason) from error
        message = "no engine that holds this dataset answers"
        raise Busy(_RETRY_AFTER, message)

    def _choose(self, tried: set[str]) -> Replica | None:
        """Return the available replica with the fewest queries, except those in `tried`."""
        well = [one for one in self.all if not one.lost.is_set() and one.url not in tried]
        return min(well, key=lambda one: one.queries, default=None)

    async def watch(self, check: Check) -> None:
        """Check all replicas until cancelled; `check` raises an error for a failing one."""
        async with asyncio.TaskGroup() as group:
            for replica in self.all:
                group.create_task(_watch(replica, check))


async def _result_of(replica: Replica, question: Callable[[str], Awaitable[Result]]) -> Result:
    """Return a replica's answer; cancel the request as soon as the replica is left out."""
    replica.queries += 1
    answering = asyncio.ensure_future(question(replica.url))
    losing = asyncio.ensure_future(replica.lost.wait())
    try:
        await asyncio.wait((answering, losing), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            message = "was left out while it evaluated"
            raise ReplicaLost(message)
        return answering.result()
    finally:
        replica.queries -= 1
        for task in (answering, losing):
            task.cancel()
        await asyncio.gather(answering, losing, return_exceptions=True)


async def _watch(replica: Replica, check: Check) -> None:
    pause = _FIRST_PAUSE
    while True:
        if is_lost := replica.lost.is_set():
            await asyncio.sleep(pause)
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(_INTERVAL):
                    await replica.suspected.wait()
        replica.suspected.clear()
        try:
            await check(replica.url)
        except Exception as error:  # noqa: BLE001 - after any error it gets no queries
            pause = min(pause * 2, _LONGEST_PAUSE) if is_lost else _FIRST_PAUSE
            replica.leave_out(error)
        else:
            replica.take_back()
