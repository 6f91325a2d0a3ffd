"""The engine port: what answers users' queries, within limits, on the event loop.

The server's own questions go to a `Dataset` (`engine.dataset`).
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
    """What a replica of a remote engine is doing, and how often it has failed so far."""

    name: str
    is_well: bool
    queries: int
    failures: int


@dataclass(frozen=True, slots=True)
class Load:
    """What the engine is doing, and how many workers have ended so far.

    A remote engine has replicas, and a profile: what probes have found, by their names.
    """

    queries: int
    long_runners: int
    workers: int
    deaths: int
    replicas: tuple[ReplicaLoad, ...] = ()
    profile: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do; `union` is whether its default graph is the union of all graphs."""

    union: bool
    federated: bool
    stable_order: bool = True


class Engine(Protocol):
    """Evaluates users' queries; what is awaited is so on one event loop."""

    @property
    def identity(self) -> Identity:
        """Return what the evaluated dataset is called."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Return what the engine can do."""
        ...

    async def read(self, query: str, client: str = "") -> QueryFacts:
        """Return the facts of a query text, read without holding anybody up."""
        ...

    async def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole result; one whose awaiting task is cancelled is stopped at once."""
        ...

    def load(self) -> Load:
        """Return what is under way."""
        ...

    def is_ready(self) -> bool:
        """Return whether queries can be evaluated, as far as is known without asking one."""
        ...

    async def start(self) -> None:
        """Make ready to answer."""
        ...

    async def close(self) -> None:
        """Stop; queries under way are cancelled."""
        ...
