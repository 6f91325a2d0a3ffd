"""The server's metrics for Prometheus (https://prometheus.io/docs/instrumenting/)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.http.message import Request, Response
from server.middleware.response_cache import Memory

if TYPE_CHECKING:
    from server.engine.port import Load

# Parts of the server with counts of their own; all other paths count as pages.
_PARTS = {
    "/sparql": "sparql",
    "/metrics": "operation",
    "/healthz": "operation",
    "/readyz": "operation",
}
_METHODS = frozenset({"GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH"})
# Buckets in seconds: a cached answer takes less than 1 ms, a query up to the time limit.
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counts exchanges, and reports the present state of engine and cache."""

    def __init__(self, load: "Callable[[], Load]", memory: Callable[[], Memory]) -> None:
        """Start all counts at zero."""
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_State(load, memory))
        self._requests = Counter(
            "digigov_http_requests",
            "Requests answered.",
            ("part", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "digigov_http_request_seconds",
            "Time until an answer was whole.",
            ("part",),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._hits = Counter(
            "digigov_cache_hits", "Requests answered from the cache.", registry=registry
        )
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    def count(self, path: str, method: str, status: int, seconds: float, *, cached: bool) -> None:
        """Count an exchange."""
        part = _PARTS.get(path, "pages")
        key = (part, method if method in _METHODS else "other", status)
        # Cached, because looking up a child by labels takes several times as long as counting.
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._requests.labels(*map(str, key))
            self._histograms[part] = self._seconds.labels(part)
        counter.inc()
        self._histograms[part].observe(seconds)
        if cached:
            self._hits.inc()

    def __call__(self, _request: Request) -> Response:
        """Return all metrics in Prometheus' text format."""
        headers = (("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store"))
        return Response(HTTPStatus.OK, headers, generate_latest(self._registry))


@dataclass(frozen=True, slots=True)
class _State(Collector):
    load: "Callable[[], Load]"
    memory: Callable[[], Memory]

    def collect(self) -> Iterator[Metric]:
        """Return the present values."""
        load, memory = self.load(), self.memory()
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
        yield from _replicas(load)
        yield GaugeMetricFamily("digigov_cache_bytes", "Bytes cached.", value=memory.size)
        yield GaugeMetricFamily("digigov_cache_answers", "Answers cached.", value=len(memory))


def _replicas(load: "Load") -> Iterator[Metric]:
    """Return the metrics of a remote engine; empty for an embedded one."""
    if not load.replicas:
        return
    up = GaugeMetricFamily(
        "digigov_replica_up", "Whether queries are sent to it.", labels=["replica"]
    )
    queries = GaugeMetricFamily("digigov_replica_queries", "Queries it has.", labels=["replica"])
    failures = CounterMetricFamily("digigov_replica_failures", "Its faults.", labels=["replica"])
    for one in load.replicas:
        up.add_metric([one.name], one.is_well)
        queries.add_metric([one.name], one.queries)
        failures.add_metric([one.name], one.failures)
    probes = GaugeMetricFamily("digigov_engine_probe", "Whether it passed.", labels=["probe"])
    for name, passed in load.profile.items():
        probes.add_metric([name], passed)
    yield from (up, queries, failures, probes)
