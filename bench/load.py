"""Generates load with wrk (apt install wrk), a C program that is far faster than the servers."""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

# A Lua script for wrk that prints the count, the failures and the percentiles in microseconds.
_SCRIPT = """
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.timeout + summary.errors.read,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Measure:
    """Requests per second, failures, and percentiles of the latency in milliseconds."""

    requests: int
    rate: float
    failures: int
    p50: float
    p95: float
    p99: float


def measure(url: str, clients: int, seconds: int, *, cold: bool) -> Measure:
    """Measure with `clients` that each send the next request as soon as they have an answer.

    With `cold`, requests bypass all caches.
    """
    headers = ["-H", "Cache-Control: no-cache"] if cold else []
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write(_SCRIPT)
    command = [
        *("wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s"),
        *("--timeout", "60s", "--script", script.name, *headers, url),
    ]
    try:
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    finally:
        Path(script.name).unlink()
    line = next(line for line in printed.splitlines() if line.startswith("RESULT"))
    count, microseconds, failures, p50, p95, p99 = map(int, line.split()[1:])
    rate = count / (microseconds / 1e6) if microseconds else 0.0
    return Measure(count, rate, failures, p50 / 1000, p95 / 1000, p99 / 1000)


def cores() -> int:
    """Return the number of CPUs, which server and load share."""
    return os.cpu_count() or 1
