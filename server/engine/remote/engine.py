"""The remote engine: sends users' queries to SPARQL endpoints, within limits."""

import asyncio
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

import pyoxigraph as ox

from server.bounds.quota import Quota, QuotaExceededError
from server.engine.admission import check_facts, check_length
from server.engine.dataset import Row
from server.engine.embedded.jobs import job_of
from server.engine.embedded.wire import Job
from server.engine.errors import Busy, ClientBusy, EngineFailure, QueryTimeout
from server.engine.limits import Limits, QueryDefaults
from server.engine.loading import Identity
from server.engine.port import Answer, Capabilities, Load, ReplicaLoad
from server.engine.remote.client import JSON, N_TRIPLES, Client, QueryRequest, Refusal
from server.engine.remote.datasets import graphs_of
from server.engine.remote.describe import describe_to_construct
from server.engine.remote.expected import Expected
from server.engine.remote.failures import refusal_to_error
from server.engine.remote.probes import check_version, probe
from server.engine.remote.profile import Profile, check_usable, common
from server.engine.remote.replicas import Replicas
from server.engine.remote.results import body_to_answer, body_to_rows, read_triples
from server.engine.scheduling import Slots
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts, read_query
from server.rdf.formats import Format

# Maximum characters of a text and bytes of an answer read on the event loop (milliseconds).
_SHORT_TEXT = 2_000
_SHORT_ANSWER = 32 << 10
_RETRY_AFTER = 2
# Maximum bytes of an answer to one of the server's own queries, which ask for limited results.
_OWN_ANSWER = 512 << 20

# Connections for these: one for each thread that makes pages or runs tools.
_OWN_CONNECTIONS = 8

Parsed = TypeVar("Parsed")


class RemoteEngine:
    """Queries replicas of one dataset; `start` before the first query, `close` after the last."""

    def __init__(
        self,
        urls: Sequence[str],
        dataset: tuple[Identity, Expected],
        limits: Limits | None = None,
        setting: QueryDefaults | None = None,
    ) -> None:
        """Take the endpoints, and the dataset that each of them must have.

        `limits.workers` is the number of concurrent queries for each replica.
        """
        self._identity, self._expected = dataset
        self.limits = limits = limits or Limits()
        self.setting = setting or QueryDefaults()
        self._replicas = Replicas(urls)
        slots = limits.workers * len(urls)
        self._client = Client(slots + len(urls) + _OWN_CONNECTIONS)
        self._slots = Slots(slots, max(slots - 1, 1))
        self._queries = Quota(limits.waiting, limits.per_client)
        self._watching: asyncio.Task[None] | None = None
        self.profiles: Sequence[Profile] = ()

    @property
    def identity(self) -> Identity:
        """Return the identity of the dataset."""
        return self._identity

    @property
    def capabilities(self) -> Capabilities:
        """Return the capabilities of the engine, which does not guarantee the order of rows."""
        return Capabilities(union=True, federated=bool(self.setting.services), stable_order=False)

    async def start(self) -> None:
        """Probe every replica; those that do not answer are left out for now.

        Raises:
            DatasetError: No replica answers, or one lacks a required feature.
        """
        self._client.open()
        urls = [one.url for one in self._replicas.all]
        found = await asyncio.gather(*(probe(self._client, url, self._expected) for url in urls))
        self.profiles = [one for one in found if one.has("answers")]
        for replica, profile in zip(self._replicas.all, found, strict=True):
            if profile not in self.profiles:
                replica.leave_out(profile.findings[0].said)
        check_usable(found, self.profiles)
        look = self._look
        self._watching = asyncio.create_task(self._replicas.watch(look), name="replicas")

    async def _look(self, url: str) -> None:
        await check_version(self._client, url, self._expected)

    async def close(self) -> None:
        """Stop checking the replicas, and close all connections."""
        if self._watching:
            self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        await self._client.close()

    def is_ready(self) -> bool:
        """Return whether any replica is available."""
        return any(not one.lost.is_set() for one in self._replicas.all)

    def load(self) -> Load:
        """Return the running queries by replica, and the results of the probes."""
        replicas = tuple(
            ReplicaLoad(one.name, not one.lost.is_set(), one.queries, one.failures)
            for one in self._replicas.all
        )
        names = [finding.name for one in self.profiles[:1] for finding in one.findings]
        profile = {name: common(self.profiles, name) for name in names}
        return Load(self._queries.in_use, 0, 0, 0, replicas, profile)

    async def read(self, query: str, client: str = "") -> QueryFacts:
        """Return the facts of a query text.

        Raises:
            QueryTooComplex: The text is longer than the limit.
        """
        del client
        check_length(query, self.limits)
        if len(query) <= _SHORT_TEXT:
            return read_query(query)
        return await asyncio.to_thread(read_query, query)

    async def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole result of an operation in this format.

        Raises:
            QueryRefused, Unrepresentable, LimitExceeded, Busy, EngineFailure: see `errors`.
        """
        facts = operation.facts or await self.read(operation.query, client)
        check_facts(facts, self.limits, self.setting)
        seconds = min(operation.timeout or math.inf, self.limits.seconds)
        job = self._job(operation, facts, form)
        is_table = facts.kind in {QueryKind.SELECT, QueryKind.ASK}
        try:
            with self._queries.held(client):
                async with asyncio.timeout(seconds - operation.spent):
                    return await self._evaluate(job, JSON if is_table else N_TRIPLES, client)
        except TimeoutError as error:
            raise QueryTimeout(seconds) from error
        except QuotaExceededError as error:
            raise _busy(error) from error

    def _job(self, operation: Operation, facts: QueryFacts, form: Format) -> Job:
        """Return the job to send; the query's FROM graphs become parameters of the request."""
        job = job_of(operation, facts, form, self.setting)
        if not job.default_graphs and not job.named_graphs:
            known = self.setting.prefixes
            default, named = graphs_of(job.query, facts, known, job.base or "")
            job = job._replace(default_graphs=default, named_graphs=named)
        if facts.kind is QueryKind.DESCRIBE and not common(self.profiles, "describe"):
            job = job._replace(query=describe_to_construct(job.query))
        return job._replace(limit=self.limits.result)

    async def _evaluate(self, job: Job, media_type: str, client: str) -> Answer:
        """Wait for a slot for the client's query, and return a replica's answer."""
        loop = asyncio.get_running_loop()
        arrived = loop.time()
        await self._slots.acquire(client)
        started = loop.time()
        try:
            body = await self._ask(job, media_type)
        finally:
            self._slots.release(client, loop.time() - started)
        return Answer(body, started - arrived, loop.time() - started)

    async def _ask(self, job: Job, media_type: str) -> bytes:
        declarations = _declarations(job)
        named = self._named_graphs() if job.union else ()
        request = QueryRequest(
            declarations + job.query,
            media_type,
            job.limit,
            job.default_graphs or named,
            job.named_graphs or named,
        )

        async def question(url: str) -> bytes:
            body = await self._client.ask(url, request)
            if len(body) <= _SHORT_ANSWER:
                return body_to_answer(body, media_type, job)
            return await asyncio.to_thread(body_to_answer, body, media_type, job)

        try:
            return await self._replicas.ask(question)
        except Refusal as refusal:
            raise refusal_to_error(refusal, self.limits, len(declarations)) from refusal

    async def rows(self, query: str) -> Sequence[Row]:
        """Return the solutions of one of the server's own queries."""
        return await self._read(query, JSON, body_to_rows)

    async def triples(self, query: str) -> list[ox.Triple]:
        """Return the triples of one of the server's own queries."""
        return await self._read(query, N_TRIPLES, read_triples)

    async def _read(self, query: str, media_type: str, parse: Callable[[bytes], Parsed]) -> Parsed:
        """Return a replica's answer to one of the server's own queries; these need no slot.

        Raises:
            Busy, EngineFailure, LimitExceeded: No replica gives a complete answer.
        """
        named = self._named_graphs()
        request = QueryRequest(query, media_type, _OWN_ANSWER, named, named)

        async def question(url: str) -> Parsed:
            body = await self._client.ask(url, request)
            if len(body) <= _SHORT_ANSWER:
                return parse(body)
            return await asyncio.to_thread(parse, body)

        try:
            async with asyncio.timeout(self.limits.seconds):
                return await self._replicas.ask(question)
        except TimeoutError as error:
            raise QueryTimeout(self.limits.seconds) from error
        except Refusal as refusal:
            raise EngineFailure(str(refusal)) from refusal

    def _named_graphs(self) -> Sequence[str]:
        """Return the graphs to name in requests; none if the engine's default graph is right."""
        own = common(self.profiles, "union") and common(self.profiles, "alone")
        return () if own else self._expected.graphs


def _declarations(job: Job) -> str:
    """Return declarations to put before a query, in one line: its line numbers stay right."""
    base = f"BASE <{job.base}> " if job.base else ""
    return base + "".join(f"PREFIX {name}: <{iri}> " for name, iri in job.prefixes.items())


def _busy(error: QuotaExceededError) -> Busy:
    if error.of_client:
        message = "this client has reached its maximum number of queries at once"
        return ClientBusy(_RETRY_AFTER, message)
    return Busy(_RETRY_AFTER, "as many queries are under way as there is room for")
