"""The engine port: the interface for users' queries, within limits, on the event loop.

The server's own queries go to a `Dataset` (`engine.dataset`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from server.engine.loading import Identity
from server.query.operation import Operation
from server.query.scanner import QueryFacts
from server.rdf.formats import Format

__all__ = ["Answer", "Capabilities", "Engine", "Load", "ReplicaLoad"]


class Answer(NamedTuple):
    """A whole serialised result; times are in seconds."""

    body: bytes
    waited: float
    evaluated: float


@dataclass(frozen=True, slots=True)
class ReplicaLoad:
    """The queries running on a replica of a remote engine, and its failures so far."""

    name: str
    is_well: bool
    queries: int
    failures: int


@dataclass(frozen=True, slots=True)
class Load:
    """The queries in the engine, and the number of workers that have ended.

    A remote engine has `replicas`, and a `profile`: the results of probes by name.
    """

    queries: int
    long_runners: int
    workers: int
    deaths: int
    replicas: tuple[ReplicaLoad, ...] = ()
    profile: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Capabilities of an engine; `union`: the default graph is the union of all graphs."""

    union: bool
    federated: bool
    stable_order: bool = True


class Engine(Protocol):
    """Evaluates users' queries; all coroutines run on one event loop."""

    @property
    def identity(self) -> Identity:
        """Return the identity of the dataset."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Return the capabilities of the engine."""
        ...

    async def read(self, query: str, client: str = "") -> QueryFacts:
        """Return the facts of a query text without blocking the event loop."""
        ...

    async def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole result; if the task is cancelled, the evaluation stops at once."""
        ...

    def load(self) -> Load:
        """Return the queries in the engine and the number of ended workers."""
        ...

    def is_ready(self) -> bool:
        """Return whether queries can be evaluated, as far as known without a request."""
        ...

    async def start(self) -> None:
        """Start the engine."""
        ...

    async def close(self) -> None:
        """Stop the engine; running queries are cancelled."""
        ...
