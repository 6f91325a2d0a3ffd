"""What all queries share: how much each may take, and what a text need not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a query may take, and how many run at once.

    `seconds` is wall time from arrival, waiting included. `memory` is what a worker may take beyond
    the shared dataset, `result` the length of a serialised result, both in bytes. `workers` answer
    fresh queries; one that has had `patience` seconds of processor time is long-running: all of
    these take turns at the `long_runners` slots, at low priority. They keep the memory that they
    have while they wait, so there are at most `long_waiting` of them, of one client
    `long_per_client`. `waiting` bounds all queries in the engine at once, `per_client` those of one
    client. `nesting` is the depth of brackets, `query` the length of a text in characters.
    """

    seconds: float = 30.0
    memory: int = 512 * MEBIBYTE
    result: int = 64 * MEBIBYTE
    query: int = 250_000
    nesting: int = 200
    workers: int = 3
    patience: float = 0.1
    long_runners: int = 4
    long_waiting: int = 24
    long_per_client: int = 16
    waiting: int = 256
    per_client: int = 48


@dataclass(frozen=True, slots=True)
class QueryDefaults:
    """Prefixes that need no declaration, the base IRI, and what the default graph is.

    `union` makes all named graphs the default graph. `services` are the endpoints that SERVICE may
    ask, exact IRIs.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None
    union: bool = True
    services: frozenset[str] = frozenset()
