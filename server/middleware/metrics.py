"""What the server tells Prometheus about itself (https://prometheus.io/docs/instrumenting/)."""

import threading
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import accumulate
from typing import NamedTuple

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from server.engine.service import Load
from server.http.message import Request, Response
from server.middleware.response_cache import Memory

# Parts of the server that are told apart; all else is pages.
_PARTS = {"/sparql": "sparql", "/metrics": "operation", "/healthz": "operation"}
_METHODS = frozenset({"GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH"})
# Seconds; a cached answer takes far less than a millisecond, a query up to the time limit.
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_BOUNDS = (*map(str, map(float, _BUCKETS)), "+Inf")
# Exchanges that wait to be added up: a request costs no more than noting it.
_MOST_PENDING = 4096


class Exchange(NamedTuple):
    """A request that has been answered; `seconds` it took, `size` in bytes of the body."""

    method: str
    path: str
    status: int
    size: int
    seconds: float
    client: str
    agent: str
    cached: bool
    query: str


class Metrics:
    """Counts exchanges, and shows the engine's and the cache's state when it is asked."""

    def __init__(self, load: Callable[[], Load], memory: Memory) -> None:
        """Start counting from nothing."""
        self._tally = _Tally()
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(self._tally)
        self._registry.register(_State(load, memory))

    def count(self, exchange: Exchange) -> None:
        """Count an exchange."""
        pending = self._tally.pending
        pending.append(exchange)
        if len(pending) > _MOST_PENDING:
            self._tally.add_up()

    def __call__(self, _request: Request) -> Response:
        """Return all figures in Prometheus' text format."""
        headers = (("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store"))
        return Response(HTTPStatus.OK, headers, generate_latest(self._registry))


@dataclass(slots=True, eq=False)
class _Tally(Collector):
    """What the exchanges come to: `seconds` and `buckets` are by part, the latter not summed up."""

    pending: deque[Exchange] = field(default_factory=deque)
    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    buckets: dict[str, list[int]] = field(default_factory=dict)
    hits: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add_up(self) -> None:
        """Count what is pending."""
        with self.lock:
            for _ in range(len(self.pending)):
                self._add(self.pending.popleft())

    def _add(self, exchange: Exchange) -> None:
        part = _PARTS.get(exchange.path, "pages")
        method = exchange.method if exchange.method in _METHODS else "other"
        self.requests[part, method, exchange.status] += 1
        self.seconds[part] = self.seconds.get(part, 0.0) + exchange.seconds
        buckets = self.buckets.setdefault(part, [0] * len(_BOUNDS))
        buckets[bisect_left(_BUCKETS, exchange.seconds)] += 1
        self.hits += exchange.cached

    def collect(self) -> Iterator[Metric]:
        """Return the figures of all exchanges so far."""
        self.add_up()
        with self.lock:
            families = (self._counted(), self._timed(), self._answered_from_the_cache())
        yield from families

    def _counted(self) -> Metric:
        family = CounterMetricFamily(
            "digigov_http_requests", "Requests answered.", labels=("part", "method", "status")
        )
        for (part, method, status), count in sorted(self.requests.items()):
            family.add_metric((part, method, str(status)), count)
        return family

    def _timed(self) -> Metric:
        family = HistogramMetricFamily(
            "digigov_http_request_seconds", "Time until an answer was whole.", labels=("part",)
        )
        for part, buckets in sorted(self.buckets.items()):
            sums = list(zip(_BOUNDS, accumulate(buckets), strict=True))
            family.add_metric((part,), sums, self.seconds[part])
        return family

    def _answered_from_the_cache(self) -> Metric:
        return CounterMetricFamily(
            "digigov_cache_hits", "Requests answered from the cache.", value=self.hits
        )


@dataclass(frozen=True, slots=True)
class _State(Collector):
    load: Callable[[], Load]
    memory: Memory

    def collect(self) -> Iterator[Metric]:
        """Return the figures of this moment."""
        load = self.load()
        yield GaugeMetricFamily(
            "digigov_engine_queries", "Queries running or waiting.", value=load.queries
        )
        yield GaugeMetricFamily(
            "digigov_engine_long_runners", "Long-running queries.", value=load.long_runners
        )
        yield GaugeMetricFamily("digigov_engine_workers", "Worker processes.", value=load.workers)
        yield CounterMetricFamily(
            "digigov_engine_worker_ends", "Workers that have ended.", value=load.deaths
        )
        yield GaugeMetricFamily("digigov_cache_bytes", "Bytes cached.", value=self.memory.size)
        yield GaugeMetricFamily("digigov_cache_answers", "Answers cached.", value=len(self.memory))
