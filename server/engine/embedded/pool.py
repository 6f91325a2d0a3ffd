"""The workers as this process sees them: it asks the zygote for them, which owns them."""

import os
import socket
import subprocess
import threading
import time
from contextlib import suppress

from server.engine.embedded.connection import Connection, Gone
from server.engine.embedded.handle import Death, Plan, Worker
from server.engine.embedded.wire import receive_record, send_record
from server.engine.errors import DatasetError, EngineFailure

# Seconds: a zygote that dies sooner after its start is not started again at once.
_SHORT_LIFE = 5.0
# Seconds to wait for a zygote that loads the dataset anew.
_PATIENCE = 60.0


class Pool:
    """Keeps `size` workers at hand; more are started when they are asked for."""

    def __init__(self, size: int, plan: Plan) -> None:
        """Remember what workers are to be like. Nothing is started yet."""
        self._size = size
        self._command = plan.command()
        self._lock = threading.RLock()
        self._ready = threading.Event()
        self._closing = False
        self._count = 0
        self._busy = 0
        self._idle: list[Worker] = []
        self._workers: dict[int, Worker] = {}
        self.deaths = 0

    def start(self) -> None:
        """Start the zygote and the first workers.

        Raises:
            DatasetError: it could not load the dataset.
        """
        self._start_zygote()
        self._watcher = threading.Thread(target=self._watch, name="zygote-watcher", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Stop all workers and the zygote."""
        self._closing = True
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._watcher.join()
        self._zygote.wait()
        self._lose_all()
        self._control.close()

    def is_ready(self) -> bool:
        """Return whether workers can be taken at once."""
        return self._ready.is_set()

    def await_ready(self) -> None:
        """Wait until workers can be taken: a zygote that died is being replaced.

        Raises:
            EngineFailure: it does not come up.
        """
        if not self._ready.wait(_PATIENCE):
            message = "the workers cannot be started"
            raise EngineFailure(message)

    def take(self, *, open_network: bool = False) -> Worker:
        """Return a worker that is nobody else's; it goes back by `give_back` or `discard`."""
        with self._lock:
            self._busy += 1
            if self._idle and not open_network:
                return self._idle.pop()
            return self._start_worker(open_network=open_network)

    def give_back(self, worker: Worker) -> None:
        """Keep a worker for the next query."""
        with self._lock:
            self._busy -= 1
            if worker.dead.is_set() or len(self._idle) >= self._size:
                self._end(worker)
            else:
                self._idle.append(worker)
            self._refill()

    def discard(self, worker: Worker) -> None:
        """Kill a worker and have another at hand."""
        with self._lock:
            self._busy -= 1
            self._end(worker)
            self._refill()

    def tell(self, worker: Worker, verb: bytes) -> None:
        """Have the zygote do something to a worker: `KILL`, `PAUSE`, `RESUME` or `YIELD`."""
        with self._lock, suppress(OSError):
            send_record(self._control, b"%s %d" % (verb, worker.number), [])

    def processes(self) -> int:
        """Return how many workers there are."""
        with self._lock:
            return len(self._workers)

    def _start_zygote(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # Without backtraces a worker that is out of memory dies quickly.
            environment = os.environ | {"RUST_BACKTRACE": "0"}
            self._zygote = subprocess.Popen(  # noqa: S603 - our own module
                self._command, stdin=theirs.fileno(), env=environment, start_new_session=True
            )
        self._control = ours
        self._started = time.monotonic()
        try:
            words = receive_record(ours)[0]
        except Gone:
            words = b"BROKEN the process that loads the dataset has died"
        if words != b"READY":
            self._zygote.wait()
            ours.close()
            raise DatasetError(words.removeprefix(b"BROKEN ").decode(errors="replace"))
        with self._lock:
            self._refill()
        self._ready.set()

    def _start_worker(self, *, open_network: bool = False) -> Worker:
        ours, theirs = socket.socketpair()
        self._count += 1
        worker = Worker(self._count, Connection(ours))
        self._workers[worker.number] = worker
        words = b"START %d %s" % (worker.number, b"open" if open_network else b"walled")
        with theirs, suppress(OSError):
            send_record(self._control, words, [theirs.fileno()])
        return worker

    def _refill(self) -> None:
        while not self._closing and len(self._idle) + self._busy < self._size:
            self._idle.append(self._start_worker())

    def _end(self, worker: Worker) -> None:
        self.tell(worker, b"KILL")
        worker.connection.close()

    def _watch(self) -> None:
        while not self._closing:
            try:
                words = receive_record(self._control)[0]
                if words.startswith(b"BORN"):
                    self._name(words)
                else:
                    self._bury(words)
            except (Gone, OSError):
                self._lose_all()
                if not self._closing:
                    self._revive()

    def _name(self, words: bytes) -> None:
        _, number, process = words.split()
        with self._lock:
            self._workers[int(number)].process = int(process)

    def _bury(self, words: bytes) -> None:
        _, number, code, last = words.split(b" ", 3)
        with self._lock:
            worker = self._workers.pop(int(number))
            self.deaths += 1
            worker.death = Death(int(code), last)
            worker.dead.set()
            if worker in self._idle:
                self._idle.remove(worker)
                worker.connection.close()
            self._refill()

    def _lose_all(self) -> None:
        self._ready.clear()
        with self._lock:
            for worker in self._workers.values():
                worker.death = Death(-9, b"")
                worker.dead.set()
            for worker in self._idle:
                worker.connection.close()
            self._workers.clear()
            self._idle.clear()

    def _revive(self) -> None:
        self._zygote.kill()
        self._zygote.wait()
        self._control.close()
        while not self._closing:
            time.sleep(max(0.0, self._started + _SHORT_LIFE - time.monotonic()))
            with suppress(DatasetError, OSError):
                self._start_zygote()
                return
