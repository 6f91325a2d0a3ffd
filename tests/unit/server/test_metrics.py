"""Metrics for Prometheus."""

from http import HTTPStatus

from server.engine import Load
from server.http.message import Request
from server.middleware.metrics import Metrics
from server.middleware.response_cache import Memory


def metrics_of(load: Load) -> Metrics:
    memory = Memory(1000)
    return Metrics(lambda: load, lambda: memory)


def figures(metrics: Metrics) -> dict[str, float]:
    """Return all metrics by name with labels."""
    response = metrics(Request("GET"))
    assert response.status is HTTPStatus.OK
    lines = response.body.decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_exchanges_are_counted_by_part_method_and_status() -> None:
    metrics = metrics_of(Load(1, 2, 3, 4))

    for path, method in (("/sparql", "GET"), ("/sparql", "GET"), ("/ja/", "BREW")):
        metrics.count(path, method, 200, 0.002, cached=False)

    found = figures(metrics)
    assert found['digigov_http_requests_total{method="GET",part="sparql",status="200"}'] == 2
    assert found['digigov_http_requests_total{method="other",part="pages",status="200"}'] == 1
    assert found["digigov_engine_workers"] == 3


def test_a_time_falls_into_every_bucket_that_is_not_below_it() -> None:
    metrics = metrics_of(Load(0, 0, 0, 0))

    for seconds in (0.001, 0.002, 100.0):
        metrics.count("/sparql", "GET", 200, seconds, cached=False)

    found = figures(metrics)
    bucket = 'digigov_http_request_seconds_bucket{le="%s",part="sparql"}'
    assert [found[bucket % le] for le in ("0.0005", "0.001", "0.0025", "60.0", "+Inf")] == [
        *(0, 1, 2, 2, 3)
    ]
    assert found['digigov_http_request_seconds_count{part="sparql"}'] == 3
    assert found['digigov_http_request_seconds_sum{part="sparql"}'] == 100.003


def test_responses_from_the_cache_are_counted() -> None:
    metrics = metrics_of(Load(0, 0, 0, 0))

    for number in range(10):
        metrics.count("/sparql", "GET", 200, 0.1, cached=number % 2 == 0)

    assert figures(metrics)["digigov_cache_hits_total"] == 5
