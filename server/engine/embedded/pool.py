"""Manages the workers on the event loop; the zygote is their parent and does what it is sent.

Everything runs on one event loop, so there are no locks, and nothing may block.
"""

import asyncio
import logging
import socket
from collections import deque
from contextlib import suppress
from dataclasses import replace

from server.engine.embedded.connection import Connection
from server.engine.embedded.control import Control
from server.engine.embedded.handle import Plan, Worker, WorkerExit
from server.engine.errors import Busy, DatasetError
from server.engine.loading import Identity

# Seconds before a zygote that has ended is started again; doubled after each failure.
_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOG = logging.getLogger("server")


class Pool:
    """Keeps `size` workers idle, and starts more on request."""

    def __init__(self, size: int, plan: Plan) -> None:
        """Keep the settings of the workers; `start` starts them."""
        self._size = size
        self._plan = plan
        self._control: Control | None = None
        self._ready: asyncio.Future[None] | None = None
        self._restarting: asyncio.Task[None] | None = None
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
            DatasetError: The zygote could not load the dataset.
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
        if self._restarting:
            self._restarting.cancel()
        if self._control:
            self._control.close()
        self._drop_all()
        self._refuse_all(1)
        await asyncio.sleep(0)  # lets the connections close

    def is_ready(self) -> bool:
        """Return whether the zygote is running and has loaded the dataset."""
        return bool(self._ready and self._ready.done() and not self._ready.exception())

    async def take(self, *, open_network: bool = False) -> Worker:
        """Return a worker for exclusive use; end with `give_back` or `discard`."""
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
        """Return a worker to the idle ones."""
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

    def command(self, worker: Worker, verb: bytes) -> None:
        """Send the zygote a command for a worker: `KILL`, `PAUSE`, `RESUME` or `YIELD`."""
        if self._control and not worker.exit.done():
            self._control.send(b"%s %d" % (verb, worker.number))

    def _start_worker(self, *, open_network: bool = False) -> int:
        self._count += 1
        if self._control:
            self._control.send(b"START %d %s" % (self._count, b"open" if open_network else b"-"))
        return self._count

    def _refill(self) -> None:
        """Start workers until there are enough, idle or starting."""
        if self._closing or not self.is_ready():
            return
        running = self._busy - len(self._takers) - len(self._open_takers)
        wanted = max(self._size - running, len(self._takers)) - len(self._idle) - self._starting
        for _ in range(wanted):
            self._starting += 1
            self._start_worker()

    def _end(self, worker: Worker) -> None:
        self.command(worker, b"KILL")
        worker.connection.close()

    def _receive(self, message: bytes | None, descriptor: int) -> None:
        """Handle a message of the zygote; None means that the zygote has ended."""
        if message is None:
            self._drop_all()
        elif message.startswith(b"BORN"):
            worker = self._register(message)  # register it now: its end may be the next message
            task = asyncio.create_task(self._connect_worker(worker, descriptor))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif message.startswith(b"DEAD"):
            self._reap(message)
        elif self._ready and not self._ready.done():
            self._open(message)

    def _open(self, message: bytes) -> None:
        assert self._ready  # noqa: S101 - for the type checker
        verb, _, rest = message.partition(b" ")
        if verb == b"READY":
            union, _, identity = rest.partition(b" ")
            self.identity, self.merged = Identity.unpacked(identity), union == b"merged"
            # A restarted zygote must not answer from other data.
            self._plan = replace(self._plan, checksum=self.identity.checksum)
            self._ready.set_result(None)
        else:
            self._ready.set_exception(DatasetError(rest.decode(errors="replace")))

    def _register(self, message: bytes) -> Worker:
        _, number, process = map(bytes, message.split())
        worker = Worker(int(number), int(process), Connection(), asyncio.Future())
        self.workers[worker.number] = worker
        return worker

    async def _connect_worker(self, worker: Worker, descriptor: int) -> None:
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
        if worker.exit.done():
            self._end(worker)
            self._refill()
        else:
            self._hand_over(worker)

    def _hand_over(self, worker: Worker) -> None:
        """Give a worker to the first waiting query, or keep it idle."""
        while self._takers:
            taker = self._takers.popleft()
            if not taker.done():
                taker.set_result(worker)
                return
        self._idle.append(worker)

    def _reap(self, message: bytes) -> None:
        self.deaths += 1
        _, number, code, words = message.split(b" ", 3)
        worker = self.workers.pop(int(number))
        worker.exit.set_result(WorkerExit(int(code), words))
        if worker in self._idle:
            self._idle.remove(worker)
            worker.connection.close()
        self._refill()

    def _drop_all(self) -> None:
        """Drop all workers of a zygote that has ended, and start another zygote."""
        for worker in self.workers.values():
            worker.exit.set_result(WorkerExit(-9, b""))
            worker.connection.close()
        self.workers.clear()
        self._idle.clear()
        self._starting = 0
        ready = self._ready
        if ready and not ready.done():
            message = "the process that loads the dataset has ended"
            ready.set_exception(DatasetError(message))
        elif not self._closing and self._restarting is None:
            self._ready = None  # no worker can start until the next zygote is ready
            self._restarting = asyncio.create_task(self._restart())

    def _refuse_all(self, retry_after: int) -> None:
        """Refuse all queries that wait for a worker."""
        for taker in (*self._takers, *self._open_takers.values()):
            if not taker.done():
                taker.set_exception(Busy(retry_after, "there are no workers at the moment"))
        self._takers.clear()
        self._open_takers.clear()

    async def _restart(self) -> None:
        """Try to start the zygote again until it runs."""
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
        self._restarting = None
