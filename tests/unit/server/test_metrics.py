"""What Prometheus is told."""

from http import HTTPStatus

from server.engine.service import Load
from server.http.message import Request
from server.middleware.metrics import Exchange, Metrics
from server.middleware.response_cache import Memory


def figures(metrics: Metrics) -> dict[str, float]:
    """Return all figures by their names with labels."""
    response = metrics(Request("GET"))
    assert response.status is HTTPStatus.OK
    lines = response.body.decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def exchange(path: str, seconds: float, *, method: str = "GET", cached: bool = False) -> Exchange:
    """Return an exchange that was answered with 200."""
    return Exchange(method, path, 200, 1, seconds, "::1", "curl", cached, "")


def test_exchanges_are_counted_by_part_method_and_status() -> None:
    metrics = Metrics(lambda: Load(1, 2, 3, 4), Memory(1000))

    for path, method in (("/sparql", "GET"), ("/sparql", "GET"), ("/ja/", "BREW")):
        metrics.count(exchange(path, 0.002, method=method))

    found = figures(metrics)
    assert found['digigov_http_requests_total{method="GET",part="sparql",status="200"}'] == 2
    assert found['digigov_http_requests_total{method="other",part="pages",status="200"}'] == 1
    assert found["digigov_engine_workers"] == 3


def test_a_time_falls_into_every_bucket_that_is_not_below_it() -> None:
    metrics = Metrics(lambda: Load(0, 0, 0, 0), Memory(1000))

    for seconds in (0.001, 0.002, 100.0):
        metrics.count(exchange("/sparql", seconds))

    found = figures(metrics)
    bucket = 'digigov_http_request_seconds_bucket{le="%s",part="sparql"}'
    assert [found[bucket % le] for le in ("0.0005", "0.001", "0.0025", "60.0", "+Inf")] == [
        *(0, 1, 2, 2, 3)
    ]
    assert found['digigov_http_request_seconds_count{part="sparql"}'] == 3
    assert found['digigov_http_request_seconds_sum{part="sparql"}'] == 100.003


def test_no_exchange_is_lost_or_counted_twice_between_two_looks() -> None:
    metrics = Metrics(lambda: Load(0, 0, 0, 0), Memory(1000))

    for number in range(10_000):
        metrics.count(exchange("/sparql", 0.1, cached=number % 2 == 0))
        if number == 5_000:
            figures(metrics)

    found = figures(metrics)
    assert found['digigov_http_request_seconds_count{part="sparql"}'] == 10_000
    assert found["digigov_cache_hits_total"] == 5_000
