"""Limits of queries, and defaults for their text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for each query, and for the number of queries.

    `seconds` is wall time from arrival, waiting included. `memory` is a worker's maximum memory
    besides the shared dataset, `result` the maximum length of a serialised result, both in bytes.
    `workers` is the number of slots for new queries. After `patience` seconds of CPU time a query
    is long-running: such queries take turns in `long_runners` slots, at low priority. They keep
    their memory while they wait, so there are at most `long_waiting` of them, and `long_per_client`
    of one client. `waiting` is the maximum number of all queries in the engine, `per_client` that
    of one client. `nesting` is the maximum depth of brackets, `query` the maximum length of a text
    in characters.
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
    """Prefixes that need no declaration, the base IRI, and the default graph.

    With `union`, the default graph is the union of all named graphs. `services` are the exact IRIs
    of the endpoints allowed in SERVICE.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None
    union: bool = True
    services: frozenset[str] = frozenset()
