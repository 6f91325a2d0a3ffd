"""Answers users' queries within limits, whatever they ask."""

import math
import signal
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from server.engine.admission import checked, job_of
from server.engine.answer import Answer, Limits, Setting
from server.engine.embedded.connection import Gone
from server.engine.embedded.failures import death_to_error, outcome_to_error
from server.engine.embedded.handle import Death, Plan, Worker
from server.engine.embedded.pool import Pool
from server.engine.embedded.wire import Job, Outcome, Reply, receive_reply, send_job
from server.engine.errors import EngineFailure, QueryTimeout, ServiceRefused
from server.engine.scheduling import Gate, Places
from server.query.operation import Operation
from server.rdf.formats import Format
from server.waiting import Away

# Seconds until the zygote has told how a worker died.
_NOTICE = 1.0
# A worker that somebody else killed takes nobody's query with it: queries only read.
_ATTEMPTS = 3
# Seconds that a long-running query may run while another waits.
_SLICE = 0.2
# A query that has hardly had the processor is long-running after so many times the patience.
_IDLING = 10
# What stands for an endpoint that only the worker's walls have stopped.
_UNSEEN = "of this query"


@dataclass(frozen=True, slots=True)
class Load:
    """What the engine has on its hands, and the workers that have ended so far."""

    queries: int
    long_runners: int
    workers: int
    deaths: int


@dataclass(slots=True)
class _Turn:
    """A query's way through the engine; `lane` is where it has its place, if anywhere."""

    client: str
    seconds: float
    deadline: float
    open_network: bool
    lane: Places | None = None
    spent: float = 0.0

    def leave(self) -> None:
        if self.lane:
            self.lane.free(self.client)
        self.lane = None

    def enter(self, lane: Places, away: Away) -> None:
        """Take a place, after a wait if need be.

        Raises:
            QueryTimeout: the deadline came first.
        """
        if not lane.try_take(self.client):
            with away():
                if not lane.take(self.client, self.deadline, self.spent):
                    raise QueryTimeout(self.seconds)
        self.lane = lane


class Engine:
    """Evaluates operations in workers; `start` before the first, `close` after the last."""

    def __init__(
        self,
        path: Path,
        limits: Limits | None = None,
        setting: Setting | None = None,
        away: Away = nullcontext,
    ) -> None:
        """Take the dataset that `Dataset.open` takes. Nothing is started yet.

        While a query has long to wait, the thread that asks is in the context that `away` makes.
        """
        self.limits = limits or Limits()
        self.setting = setting or Setting()
        self._away = away
        self._gate = Gate(self.limits.waiting, self.limits.per_client)
        self._long_gate = Gate(self.limits.long_waiting, self.limits.long_waiting)
        self._fresh = Places(self.limits.workers, self.limits.workers)
        self._long = Places(self.limits.long_runners, self.limits.long_runners)
        plan = Plan(path, self.limits.memory, self.setting.union, not self.setting.services)
        self._pool = Pool(self.limits.workers, plan)

    def start(self) -> None:
        """Load the dataset and start the workers.

        Raises:
            DatasetError: the dataset cannot be loaded.
        """
        self._pool.start()

    def close(self) -> None:
        """Stop all workers."""
        self._pool.close()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def load(self) -> Load:
        """Return what is under way."""
        return Load(
            self._gate.inside(), self._long.taken(), self._pool.processes(), self._pool.deaths
        )

    def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole result of an operation in a format that has a serialiser.

        Raises:
            QueryRefused, Unrepresentable, LimitExceeded, Busy, EngineFailure: see `errors`.
        """
        arrived = time.monotonic()
        facts = checked(operation, self.limits, self.setting)
        seconds = min(operation.timeout or math.inf, self.limits.seconds)
        turn = _Turn(client, seconds, arrived + seconds, bool(facts.services))
        job = job_of(operation, facts, form, self.limits.result, self.setting)
        with self._gate.entered(client):
            reply = self._reply(job, turn)
        waited = time.monotonic() - arrived - reply.evaluated
        return Answer(self._result(reply, turn), max(waited, 0.0), reply.evaluated)

    def _reply(self, job: Job, turn: _Turn) -> Reply:
        for _ in range(_ATTEMPTS):
            turn.enter(self._fresh, self._away)
            try:
                return self._ask(job, turn)
            except Gone:
                continue
            finally:
                turn.leave()
        message = "the workers were stopped from outside"
        raise EngineFailure(message)

    def _ask(self, job: Job, turn: _Turn) -> Reply:
        if not self._pool.is_ready():
            with self._away():
                self._pool.await_ready()
        worker = self._pool.take(open_network=turn.open_network)
        reply = None
        try:
            send_job(worker.connection, job, turn.deadline)
            if not worker.connection.answers_soon():
                with self._away():
                    self._wait(worker, turn)
            reply = receive_reply(worker.connection, turn.deadline)
        except TimeoutError as error:
            raise QueryTimeout(turn.seconds) from error
        except (Gone, ConnectionError) as error:
            raise self._cause(worker) from error
        finally:
            used_up = reply is None or reply.retire or turn.open_network
            if used_up or turn.lane is not self._fresh:
                self._pool.discard(worker)
            else:
                self._pool.give_back(worker)
        return reply

    def _wait(self, worker: Worker, turn: _Turn) -> None:
        """Wait for the answer; a query that needs long makes room for fresh ones."""
        worker.mark()
        while not self._is_long(worker, turn):
            if self._answers(worker, self.limits.patience, turn):
                return
        with self._long_gate.entered(turn.client):
            self._pool.tell(worker, b"YIELD")
            self._change(worker, turn)
            while not self._answers(worker, _SLICE, turn):
                if self._long.is_wanted():
                    self._change(worker, turn)

    def _is_long(self, worker: Worker, turn: _Turn) -> bool:
        """Return whether the query has had its part of processor time, or of others' patience."""
        if not turn.spent:
            return False
        patience = self.limits.patience
        used = worker.time_since_mark()
        if used >= patience or turn.spent >= _IDLING * patience:
            return True
        # A light query on a busy machine has waited, not worked.
        is_heavy = turn.spent >= 2 * patience and used >= patience / 4
        return is_heavy and self._fresh.is_wanted()

    def _change(self, worker: Worker, turn: _Turn) -> None:
        """Leave the place and take one among the long-running, paused until there is one."""
        turn.leave()
        if self._long.try_take(turn.client):
            turn.lane = self._long
            return
        self._pool.tell(worker, b"PAUSE")
        turn.enter(self._long, nullcontext)  # this thread is away already
        self._pool.tell(worker, b"RESUME")

    @staticmethod
    def _answers(worker: Worker, seconds: float, turn: _Turn) -> bool:
        """Return whether the worker has something to say within the time.

        Raises:
            TimeoutError: the deadline came first.
        """
        start = time.monotonic()
        left = turn.deadline - start
        if left <= 0:
            raise TimeoutError
        ready = worker.connection.answers(min(seconds, left))
        turn.spent += time.monotonic() - start
        return ready

    def _cause(self, worker: Worker) -> Exception:
        worker.dead.wait(_NOTICE)
        death = worker.death or Death(-signal.SIGKILL, b"")
        return death_to_error(death.code, death.words, self.limits.memory) or Gone()

    def _result(self, reply: Reply, turn: _Turn) -> bytes:
        if reply.outcome is Outcome.DONE:
            return reply.payload
        if reply.outcome is Outcome.UNREACHABLE and not turn.open_network:
            raise ServiceRefused(_UNSEEN, 0, 0)
        limits = {Outcome.TOO_LARGE: self.limits.result, Outcome.MEMORY: self.limits.memory}
        raise outcome_to_error(reply.outcome, reply.payload.decode(), limits.get(reply.outcome, 0))
