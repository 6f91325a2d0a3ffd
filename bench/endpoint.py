"""Compare this endpoint with other installable ones: same triples, same queries, same load.

Usage: python -m bench.endpoint DATASET [--seconds N] [--write docs/performance.md]
"""

import argparse
import re
import socket
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from bench.load import Measure, cores, measure
from bench.peers import Peer, memory, peers, processor_time, running

QUERIES = sorted((Path(__file__).parent / "queries").glob("*.rq"))
CLIENTS = (1, 16)
# Seconds of warm-up for each query before it is measured: Java servers need them.
_WARM_UP = 2
# Seconds for a server to end queries whose clients have disconnected.
_SETTLE = 15
# A slow query is measured for this multiple of its duration, at most for this many seconds.
_TIMES, _MOST_SECONDS = 4, 40
_MARKS = "<!-- endpoint: begin -->", "<!-- endpoint: end -->"


@dataclass(frozen=True)
class QueryRow:
    """One query at one endpoint; `processor` is its time for a request, in milliseconds."""

    peer: str
    query: str
    clients: int
    cold: bool
    seen: Measure
    processor: float


def triples(dataset: Path, folder: Path) -> Path:
    """Write the dataset's triples to one file without graphs, which every endpoint can load."""
    store = ox.Store()
    store.bulk_load(path=str(dataset / "digigov.nq"))
    plain = ox.Store()
    plain.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    path = folder / "triples.nt"
    plain.dump(path, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return path


def url_of(address: str, query: Path) -> str:
    """Return the URL of a query by GET."""
    return f"{address}?query={urllib.parse.quote(query.read_text(encoding='utf-8'), safe='')}"


def duration(url: str, seconds: int, queue: int) -> int:
    """Return how long to measure in seconds: longer for slow queries, or with a queue."""
    # Bypass caches, because only evaluations are measured.
    asked = urllib.request.Request(url, headers={"Cache-Control": "no-cache"})  # noqa: S310 - an HTTP server
    start = time.monotonic()
    with urllib.request.urlopen(asked, timeout=120) as answer:  # noqa: S310 - as above
        answer.read()
    return min(_MOST_SECONDS, max(seconds, round(_TIMES * queue * (time.monotonic() - start))))


def rows_of(peer: Peer, address: str, process: int, seconds: int) -> list[QueryRow]:
    """Measure all queries at one endpoint; only ours has a cache that can be bypassed."""
    rows = []
    for query in QUERIES:
        url = url_of(address, query)
        measure(url, 1, _WARM_UP, cold=True)
        for cold in (True, False) if peer.name == "digigov" else (True,):
            for clients in CLIENTS:
                # With many clients, each waits for the others.
                time_each = duration(url, seconds, max(1, clients // cores()))
                before = processor_time(process)
                seen = measure(url, clients, time_each, cold=cold)
                spent = (processor_time(process) - before) * 1000 / max(seen.requests, 1)
                rows.append(QueryRow(peer.name, query.stem, clients, cold, seen, spent))
                print(rows[-1], file=sys.stderr, flush=True)
    return rows


def table(rows: list[QueryRow], weights: dict[str, float]) -> str:
    """Return all measures as Markdown."""
    lines = [f"Measured on {cores()} processors shared by the server and the load generator.", ""]
    lines += ["| endpoint | memory after the run |", "|---|---|"]
    lines += [f"| {name} | {size:.0f} MB |" for name, size in weights.items()]
    for clients in CLIENTS:
        lines += ["", f"### {clients} client{'s' if clients > 1 else ''}", ""]
        lines += ["| query | endpoint | requests/s | p50 ms | p95 ms | p99 ms | processor ms |"]
        lines += ["|---|---|---:|---:|---:|---:|---:|"]
        lines += [_line(row) for row in rows if row.clients == clients]
    return "\n".join(lines)


def _line(row: QueryRow) -> str:
    kind = "" if row.peer != "digigov" else ", evaluated" if row.cold else ", repeated"
    seen = row.seen
    failed = f" ({seen.failures} failed)" if seen.failures else ""
    return (
        f"| {row.query} | {row.peer}{kind} | {seen.rate:,.0f}{failed} "
        f"| {seen.p50:.1f} | {seen.p95:.1f} | {seen.p99:.1f} | {row.processor:.2f} |"
    )


def free_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    """Measure every endpoint that is installed and print, or write, the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    rows: list[QueryRow] = []
    weights: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = triples(given.dataset, Path(folder))
        for peer in peers():
            if not peer.program:
                print(f"{peer.name} is left out: {peer.install}", file=sys.stderr)
                continue
            with running(peer, file, free_port(), Path(folder) / peer.path) as (address, process):
                rows += rows_of(peer, address, process, given.seconds)
                time.sleep(_SETTLE)
                weights[peer.name] = memory(process)
    rows.sort(key=lambda row: row.query)
    _show(table(rows, weights), given.write)


def _show(text: str, path: Path | None) -> None:
    if path is None:
        print(text)
        return
    begin, end = _MARKS
    page = path.read_text(encoding="utf-8")
    between = re.compile(re.escape(begin) + ".*" + re.escape(end), re.DOTALL)
    path.write_text(between.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
