"""Runs queries in workers: first in a slot for new queries, then in one for long-running ones."""

import asyncio
import signal
from dataclasses import dataclass

from server.bounds.quota import Quota
from server.engine.embedded.failures import exit_to_error
from server.engine.embedded.handle import Worker, WorkerExit
from server.engine.embedded.pool import Pool
from server.engine.embedded.wire import Gone, WorkerReply, read_reply
from server.engine.errors import EngineFailure
from server.engine.limits import Limits
from server.engine.scheduling import Slots

# Seconds to wait for the zygote's report on how a worker ended.
_NOTICE = 1.0
# Attempts at a query whose worker was killed from outside; queries only read, so can be repeated.
_ATTEMPTS = 5
# Seconds of a long-running query's turn while another one waits.
_SLICE = 0.2
# A query with little CPU time becomes long-running after this multiple of `patience`.
_IDLING = 10


@dataclass(slots=True)
class Turn:
    """The state of a query in the engine; `lane` are the slots of which it has one, if any.

    `spent` is the time in seconds that it has run.
    """

    client: str
    open_network: bool = False
    lane: Slots | None = None
    spent: float = 0.0

    async def enter(self, lane: Slots) -> None:
        """Take a slot of a lane; wait for one if necessary."""
        await lane.acquire(self.client, self.spent)
        self.lane = lane

    def leave(self, used: float = 0.0) -> None:
        """Release the slot after `used` seconds."""
        if self.lane:
            self.lane.release(self.client, used)
        self.lane = None


class Lanes:
    """Runs queries in workers: new ones in a fair queue, long-running ones in turns."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        """Start with all slots free."""
        self._pool = pool
        self._limits = limits
        self._fresh = Slots(limits.workers, limits.workers)
        # One client can have all slots for long-running queries except one.
        self._long = Slots(limits.long_runners, max(limits.long_runners - 1, 1))
        self._long_queries = Quota(limits.long_waiting, limits.long_per_client)

    def long_runners(self) -> int:
        """Return the number of long-running queries."""
        return self._long.taken()

    async def run(self, message: bytes, turn: Turn) -> WorkerReply:
        """Return the reply of a worker.

        Raises:
            QuotaExceededError: There are too many long-running queries.
            EngineError: The query made the worker fail.
        """
        for _ in range(_ATTEMPTS):
            try:
                return await self._ask(message, turn)
            except Gone:
                continue
        reason = "the workers were stopped from outside"
        raise EngineFailure(reason)

    async def _ask(self, message: bytes, turn: Turn) -> WorkerReply:
        loop = asyncio.get_running_loop()
        await turn.enter(self._fresh)
        start = loop.time()
        try:
            worker = await self._pool.take(open_network=turn.open_network)
            return await self._ask_worker(worker, message, turn)
        finally:
            turn.leave(loop.time() - start)

    async def _ask_worker(self, worker: Worker, message: bytes, turn: Turn) -> WorkerReply:
        reply = None
        try:
            pending = worker.connection.exchange(message)
            await asyncio.wait((pending,), timeout=self._limits.patience)
            if not pending.done():
                await self._supervise(worker, pending, turn)
            reply = read_reply(pending.result())
            worker.used = reply.processor
        except Gone as error:
            raise await self._cause(worker) from error
        finally:
            used_up = reply is None or reply.retire or turn.open_network
            if used_up or turn.lane is not self._fresh:
                self._pool.discard(worker)
            else:
                self._pool.give_back(worker)
        return reply

    async def _supervise(
        self, worker: Worker, pending: "asyncio.Future[bytes]", turn: Turn
    ) -> None:
        """Wait for the answer; move a query that takes long out of the slots for new ones."""
        turn.spent += self._limits.patience
        while not self._is_long(worker, turn):
            if await _done_within(pending, self._limits.patience, turn):
                return
        self._fresh.restrict(turn.client)
        with self._long_queries.held(turn.client):
            self._pool.command(worker, b"YIELD")
            await self._change_lane(worker, turn)
            while not await _done_within(pending, _SLICE, turn):
                if self._long.is_wanted():
                    await self._change_lane(worker, turn)

    def _is_long(self, worker: Worker, turn: Turn) -> bool:
        """Return whether the query has used its CPU time, or has kept its slot for too long."""
        patience = self._limits.patience
        used = worker.time_since_answer()
        if used >= patience or turn.spent >= _IDLING * patience:
            return True
        # On a busy machine a light query takes long without using CPU time.
        is_heavy = turn.spent >= 2 * patience and used >= patience / 4
        return is_heavy and self._fresh.is_wanted()

    async def _change_lane(self, worker: Worker, turn: Turn) -> None:
        """Release the slot, pause the worker, and go on in a slot for long-running queries."""
        turn.leave(self._limits.patience)
        if self._long.try_acquire(turn.client):
            turn.lane = self._long
            return
        self._pool.command(worker, b"PAUSE")
        await turn.enter(self._long)
        self._pool.command(worker, b"RESUME")

    async def _cause(self, worker: Worker) -> Exception:
        await asyncio.wait((worker.exit,), timeout=_NOTICE)
        ended = worker.exit.result() if worker.exit.done() else WorkerExit(-signal.SIGKILL, b"")
        return exit_to_error(ended.code, ended.words, self._limits.memory) or Gone()


async def _done_within(pending: "asyncio.Future[bytes]", seconds: float, turn: Turn) -> bool:
    """Return whether the answer or the worker's end came within these seconds."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.wait((pending,), timeout=seconds)
    turn.spent += loop.time() - start
    return pending.done()
