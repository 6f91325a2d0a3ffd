"""What the server tells Prometheus about itself (https://prometheus.io/docs/instrumenting/)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.cache import Memory
from server.engine.service import Load
from server.messages import Request, Response

# Parts of the server that are told apart; all else is pages.
_PARTS = {"/sparql": "sparql", "/metrics": "operation", "/healthz": "operation"}
# Seconds; a cached answer takes far less than a millisecond, a query up to the time limit.
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


@dataclass(frozen=True, slots=True)
class Exchange:
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
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "digigov_http_requests",
            "Requests answered.",
            ("part", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "digigov_http_request_seconds",
            "Time until an answer was whole.",
            ("part",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._hits = Counter(
            "digigov_cache_hits", "Requests answered from the cache.", registry=self._registry
        )
        self._registry.register(_State(load, memory))
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, exchange: Exchange) -> None:
        """Count an exchange."""
        part = _PARTS.get(exchange.path, "pages")
        method = exchange.method if exchange.method in _METHODS else "other"
        key = (part, method, exchange.status)
        known = self._known.get(key)
        if known is None:
            requests = self._requests.labels(part, method, str(exchange.status))
            known = self._known[key] = (requests, self._seconds.labels(part))
        known[0].inc()
        known[1].observe(exchange.seconds)
        if exchange.cached:
            self._hits.inc()

    def __call__(self, _request: Request) -> Response:
        """Return all figures in Prometheus' text format."""
        headers = (("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store"))
        return Response(HTTPStatus.OK, headers, generate_latest(self._registry))


_METHODS = frozenset({"GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH"})


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
