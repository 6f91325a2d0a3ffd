"""The workers as the event loop sees them: it asks the zygote for them, which owns them.

Everything here runs on one event loop, so nothing is locked, and nothing blocks.
"""

import asyncio
import logging
import socket
from collections import deque
from contextlib import suppress
from dataclasses import replace

from server.engine.embedded.connection import Connection
from server.engine.embedded.control import Control
from server.engine.embedded.handle import Death, Plan, Worker
from server.engine.errors import Busy, DatasetError
from server.engine.loading import Identity

# Seconds until a zygote that has died is started again; twice as long after each failure.
_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOG = logging.getLogger("server")


class Pool:
    """Keeps `size` workers idle; starts more when they are asked for."""

    def __init__(self, size: int, plan: Plan) -> None:
        """Remember what workers are to be like. Nothing is started yet."""
        self._size = size
        self._plan = plan
        self._control: Control | None = None
        self._ready: asyncio.Future[None] | None = None
        self._reviving: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._count = 0
        self._busy = 0
        self._starting = 0
        self._idle: deque[Worker] = deque()
        self.workers: dict[int, Worker] = {}
        self._takers: deque[asyncio.Future[Worker]] = deque()
        self._open_takers: dict[int, asyncio.Future[Worker]] = {}
        self.deaths = 0
        self.identity: Identity | None = None
        self.merged = False

    async def start(self) -> None:
        """Start the zygote, and wait until it has loaded the dataset.

        Raises:
            DatasetError: it could not load the dataset.
        """
        self._ready = asyncio.get_running_loop().create_future()
        self._control = Control(self._plan.command(), self._receive)
        try:
            await self._ready
        except BaseException:
            self._control.close()
            raise
        self._refill()

    async def close(self) -> None:
        """Stop all workers and the zygote."""
        self._closing = True
        if self._reviving:
            self._reviving.cancel()
        if self._control:
            self._control.close()
        self._lose_all()
        self._refuse_all(1)
        await asyncio.sleep(0)  # connections close

    def is_ready(self) -> bool:
        """Return whether the zygote has loaded the dataset and lives."""
        return bool(self._ready and self._ready.done() and not self._ready.exception())

    async def take(self, *, open_network: bool = False) -> Worker:
        """Return a worker that is nobody else's; it goes back by `give_back` or `discard`."""
        self._busy += 1
        while self._idle and not open_network:
            worker = self._idle.popleft()
            if worker.connection.is_open():
                return worker
        taker: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        if open_network:
            self._open_takers[self._start_worker(open_network=True)] = taker
        else:
            self._takers.append(taker)
            self._refill()
        try:
            return await taker
        except BaseException:
            if taker.done() and not taker.cancelled() and not taker.exception():
                self.discard(taker.result())
            else:
                self._busy -= 1
                with suppress(ValueError):  # it waits for a worker of its own
                    self._takers.remove(taker)
            raise

    def give_back(self, worker: Worker) -> None:
        """Keep a worker for the next query."""
        self._busy -= 1
        if not worker.connection.is_open() or len(self._idle) >= self._size:
            self._end(worker)
        else:
            self._hand_over(worker)
        self._refill()

    def discard(self, worker: Worker) -> None:
        """Kill a worker and start another."""
        self._busy -= 1
        self._end(worker)
        self._refill()

    def tell(self, worker: Worker, verb: bytes) -> None:
        """Have the zygote do something to a worker: `KILL`, `PAUSE`, `RESUME` or `YIELD`."""
        if self._control and not worker.death.done():
            self._control.send(b"%s %d" % (verb, worker.number))

    def _start_worker(self, *, open_network: bool = False) -> int:
        self._count += 1
        if self._control:
            self._control.send(b"START %d %s" % (self._count, b"open" if open_network else b"-"))
        return self._count

    def _refill(self) -> None:
        """Start workers until as many are idle or awaited as may be needed."""
        if self._closing or not self.is_ready():
            return
        running = self._busy - len(self._takers) - len(self._open_takers)
        wanted = max(self._size - running, len(self._takers)) - len(self._idle) - self._starting
        for _ in range(wanted):
            self._starting += 1
            self._start_worker()

    def _end(self, worker: Worker) -> None:
        self.tell(worker, b"KILL")
        worker.connection.close()

    def _receive(self, message: bytes | None, descriptor: int) -> None:
        """Take what the zygote says; None says that it has gone."""
        if message is None:
            self._lose_all()
        elif message.startswith(b"BORN"):
            worker = self._enlist(message)  # at once: its death may be the next message
            task = asyncio.create_task(self._welcome(worker, descriptor))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif message.startswith(b"DEAD"):
            self._bury(message)
        elif self._ready and not self._ready.done():
            self._open(message)

    def _open(self, message: bytes) -> None:
        assert self._ready  # noqa: S101 - for the type checker
        verb, _, rest = message.partition(b" ")
        if verb == b"READY":
            union, _, identity = rest.partition(b" ")
            self.identity, self.merged = Identity.unpacked(identity), union == b"merged"
            # One that is started again must not answer from other data.
            self._plan = replace(self._plan, checksum=self.identity.checksum)
            self._ready.set_result(None)
        else:
            self._ready.set_exception(DatasetError(rest.decode(errors="replace")))

    def _enlist(self, message: bytes) -> Worker:
        _, number, process = map(bytes, message.split())
        worker = Worker(int(number), int(process), Connection(), asyncio.Future())
        self.workers[worker.number] = worker
        return worker

    async def _welcome(self, worker: Worker, descriptor: int) -> None:
        loop, connection = asyncio.get_running_loop(), worker.connection
        ours = socket.socket(fileno=descriptor)
        ours.setblocking(False)  # noqa: FBT003 -- its own signature
        await loop.create_unix_connection(lambda: connection, sock=ours)
        if worker.number in self._open_takers:
            taker = self._open_takers.pop(worker.number)
            if taker.done():
                self._end(worker)
            else:
                taker.set_result(worker)
            return
        self._starting -= 1
        if worker.death.done():
            self._end(worker)
            self._refill()
        else:
            self._hand_over(worker)

    def _hand_over(self, worker: Worker) -> None:
        """Give a worker to the first that waits for one, or keep it idle."""
        while self._takers:
            taker = self._takers.popleft()
            if not taker.done():
                taker.set_result(worker)
                return
        self._idle.append(worker)

    def _bury(self, message: bytes) -> None:
        self.deaths += 1
        _, number, code, words = message.split(b" ", 3)
        worker = self.workers.pop(int(number))
        worker.death.set_result(Death(int(code), words))
        if worker in self._idle:
            self._idle.remove(worker)
            worker.connection.close()
        self._refill()

    def _lose_all(self) -> None:
        """Forget all workers of a zygote that has gone, and have another one started."""
        for worker in self.workers.values():
            worker.death.set_result(Death(-9, b""))
            worker.connection.close()
        self.workers.clear()
        self._idle.clear()
        self._starting = 0
        ready = self._ready
        if ready and not ready.done():
            message = "the process that loads the dataset has died"
            ready.set_exception(DatasetError(message))
        elif not self._closing and self._reviving is None:
            self._ready = None  # until the next zygote is ready, none can start a worker
            self._reviving = asyncio.create_task(self._revive())

    def _refuse_all(self, retry_after: int) -> None:
        """Send away all that wait for a worker."""
        for taker in (*self._takers, *self._open_takers.values()):
            if not taker.done():
                taker.set_exception(Busy(retry_after, "there are no workers at the moment"))
        self._takers.clear()
        self._open_takers.clear()

    async def _revive(self) -> None:
        """Start the zygote again, until it lives."""
        pause = _PAUSE
        while not self._closing:
            if self._control:
                self._control.close()
                self._control = None
            await asyncio.sleep(pause)
            try:
                await self.start()
                break
            except (DatasetError, OSError) as error:
                _LOG.error("the workers cannot be started again: %s", error)
                pause = min(2 * pause, _LONGEST_PAUSE)
                self._refuse_all(round(pause) + 1)
        self._reviving = None
