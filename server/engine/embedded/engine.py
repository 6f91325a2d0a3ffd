"""The embedded engine: answers users' queries in worker processes, within limits."""

import asyncio
import math
from pathlib import Path

from server.bounds.quota import Quota, QuotaExceededError
from server.engine.admission import check_facts, check_length
from server.engine.disk_store import StoreFiles
from server.engine.embedded.failures import outcome_to_error
from server.engine.embedded.handle import Plan
from server.engine.embedded.jobs import job_of
from server.engine.embedded.lanes import Lanes, Turn
from server.engine.embedded.pool import Pool
from server.engine.embedded.wire import (
    Job,
    Outcome,
    WorkerReply,
    packed_job,
    unpacked_facts,
)
from server.engine.errors import (
    Busy,
    ClientBusy,
    EngineError,
    EngineFailure,
    QueryTimeout,
    ServiceRefused,
)
from server.engine.limits import Limits, QueryDefaults
from server.engine.loading import Identity
from server.engine.port import Answer, Capabilities, Load
from server.query.operation import Operation
from server.query.scanner import QueryFacts, read_query
from server.rdf.formats import Format

# Maximum characters of a text read on the event loop (some milliseconds); workers read others.
_SHORT_TEXT = 2_000
# The sandbox does not tell which endpoint it has refused.
_UNKNOWN = ""
# Retry-After in seconds: a light query takes milliseconds.
_RETRY_AFTER = 2


class EmbeddedEngine:
    """Evaluates operations in workers; `start` before the first, `close` after the last."""

    def __init__(
        self,
        path: Path,
        limits: Limits | None = None,
        setting: QueryDefaults | None = None,
        prepared: Path | None = None,
    ) -> None:
        """Take the path of a dataset (as `load`), or the folder of its prepared store on disk.

        `start` starts the processes.
        """
        self.limits = limits = limits or Limits()
        self.setting = setting or QueryDefaults()
        self._queries = Quota(limits.waiting, limits.per_client)
        isolated = not self.setting.services
        plan = Plan(path, limits.memory, self.setting.union, isolated, prepared=prepared)
        self._pool = Pool(limits.workers, plan)
        self._lanes = Lanes(self._pool, limits)
        self._files = StoreFiles.of(prepared) if prepared else None

    @property
    def identity(self) -> Identity:
        """Return the identity of the dataset, which is known after `start`.

        Raises:
            EngineFailure: The engine has not been started.
        """
        if self._pool.identity is None:
            reason = "the engine has not been started"
            raise EngineFailure(reason)
        return self._pool.identity

    @property
    def capabilities(self) -> Capabilities:
        """Return the capabilities of the engine."""
        return Capabilities(self.setting.union, bool(self.setting.services))

    async def start(self) -> None:
        """Load the dataset and start the worker processes.

        Raises:
            DatasetError: the dataset cannot be loaded.
        """
        await self._pool.start()

    async def close(self) -> None:
        """Stop all workers."""
        await self._pool.close()

    def is_ready(self) -> bool:
        """Return whether the process with the dataset is running."""
        return self._pool.is_ready()

    def is_merged(self) -> bool:
        """Return whether the union is a copy, because two graphs share a triple."""
        return self._pool.merged

    def load(self) -> Load:
        """Return the current load."""
        pool = self._pool
        return Load(
            self._queries.in_use, self._lanes.long_runners(), len(pool.workers), pool.deaths
        )

    async def read(self, query: str, client: str = "") -> QueryFacts:
        """Return the facts of a query text; a long one is read by a worker.

        Raises:
            QueryTooComplex, LimitExceeded, Busy, EngineFailure: see `errors`.
        """
        check_length(query, self.limits)
        if len(query) <= _SHORT_TEXT:
            return read_query(query)
        answer = await self._bounded(Job(query), Turn(client), self.limits.seconds)
        return unpacked_facts(answer.body)

    async def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole result of an operation in this format.

        Raises:
            QueryRefused, Unrepresentable, LimitExceeded, Busy, EngineFailure: see `errors`.
        """
        facts = operation.facts or await self.read(operation.query, client)
        check_facts(facts, self.limits, self.setting)
        seconds = min(operation.timeout or math.inf, self.limits.seconds)
        job = job_of(operation, facts, form, self.setting)
        if self._pool.merged:  # the default graph already is the union
            job = job._replace(union=False)
        turn = Turn(client, bool(facts.services))
        try:
            answer = await self._bounded(job, turn, seconds, operation.spent)
        except EngineError:  # a damaged store can also use up memory or time
            self._check_files()
            raise
        self._check_files()
        return answer

    def _check_files(self) -> None:
        if self._files:
            self._files.check()

    async def _bounded(self, job: Job, turn: Turn, seconds: float, already: float = 0.0) -> Answer:
        """Return a worker's answer, within the time limit and the client's quota."""
        loop = asyncio.get_running_loop()
        arrived = loop.time()
        message = packed_job(job._replace(limit=self.limits.result))
        try:
            with self._queries.held(turn.client):
                async with asyncio.timeout_at(arrived + seconds - already):
                    reply = await self._lanes.run(message, turn)
        except TimeoutError as error:
            raise QueryTimeout(seconds) from error
        except QuotaExceededError as error:
            raise self._busy(error) from error
        waited = loop.time() - arrived - reply.evaluated
        return Answer(self._result(reply, turn), max(waited, 0.0), reply.evaluated)

    def _busy(self, error: QuotaExceededError) -> Busy:
        if error.of_client:
            message = "this client has reached its maximum number of queries at once"
            return ClientBusy(_RETRY_AFTER, message)
        return Busy(_RETRY_AFTER, "as many queries are under way as there is room for")

    def _result(self, reply: WorkerReply, turn: Turn) -> bytes:
        if reply.outcome is Outcome.DONE:
            return reply.payload
        if reply.outcome is Outcome.UNREACHABLE and not turn.open_network:
            raise ServiceRefused(_UNKNOWN, 0, 0)
        limits = {Outcome.TOO_LARGE: self.limits.result, Outcome.MEMORY: self.limits.memory}
        raise outcome_to_error(reply.outcome, reply.payload.decode(), limits.get(reply.outcome, 0))
