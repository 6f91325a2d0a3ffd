"""Measure pages over HTTP with one client: rendered for each request, and from the cache.

Usage: python -m bench.pages [DATASET] [--samples N] [--engine URL]

A server is started twice: with `--cache 0`, where every answer is written anew, and as it
is, where each page is asked once before it is timed. With `--engine` it asks that SPARQL endpoint.
Up to N pages of each kind are asked in turn, Japanese and English, as a browser asks: one
connection that stays open, compressed answers. A time is that from the request to the last byte.
Every kind has as many times as any other.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median, quantiles
from urllib.parse import quote

import pyoxigraph as ox

from bench.endpoint import free_port
from bench.peers import Peer, processor_time, running
from server.charts.routes import COMPARISONS
from server.engine import LocalDataset
from server.findings.book import load_findings
from server.site.kinds import INDEXES, kind_of

LANGUAGES = ("ja", "en")
# Pages that no resource has, by kind; below a language.
OTHERS: Mapping[str, Sequence[str]] = {
    "start page": ("",),
    "list": tuple(f"list/{index.slug}" for index in INDEXES),
    "list, second page": ("list/entries-1?page=2", "list/procedures?page=2"),
    "data dictionary": ("dictionary", "dictionary/dg-Entry", "dictionary/dg-Procedure"),
    "findings": ("findings",),
    "finding": tuple(f"findings/{finding.slug}" for finding in load_findings()),
    "part of a view by words": (f"explore?q={quote('税')}", "explore?q=minutes"),
    "downloads": ("download",),
    "self-assessment": ("about/assessment",),
    "query page": ("query", "query?example=chatbots"),
    "examples": ("examples",),
    "search": ("search?q=RPA", f"search?q={quote('会議録 音声')}", "search?q=Hokkaido"),
    "explore": ("explore", "explore?technology=ai-ocr", "explore?prefecture=13&size=100"),
    "comparisons": ("compare",),
    "comparison": tuple(f"compare/{item.slug}" for item in COMPARISONS),
    "not found": ("id/entry/1-999", "concept/technology/telepathy", "nothing"),
}
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip, zstd"}
# Seconds for a server to render pages in the background after its start.
_PAUSE = 5
FIRST = ("/ja/search?q=RPA", "/ja/explore", "/ja/dictionary", "/ja/nothing")
# Kinds that a server renders in the background at its start.
PREPARED = frozenset({"start page", "data dictionary", "finding", "ontology", "shapes", "graph"})


@dataclass(frozen=True)
class Times:
    """The times of answers, and the server's CPU time for each, in milliseconds."""

    answers: Sequence[float]
    processor: float


@dataclass(frozen=True)
class PageRow:
    """One kind of page."""

    kind: str
    pages: int
    anew: Times
    cached: Times


def pages_of(dataset: LocalDataset, samples: int) -> dict[str, list[str]]:
    """Return the pages of each kind that are asked, spread over all of the kind."""
    kinds: dict[str, set[str]] = {}
    for path in _resources(dataset):
        kinds.setdefault(kind_of(path).name, set()).add(path)
    paths = {kind: _spread(sorted(own), samples) for kind, own in sorted(kinds.items())}
    languages = cycle(LANGUAGES)
    return {
        kind: [f"/{next(languages)}/{path}" for path in own]
        for kind, own in {**paths, **OTHERS}.items()
    }


def _resources(dataset: LocalDataset) -> Iterator[str]:
    base = dataset.identity.base
    for quad in dataset.store:
        for term in (quad.subject, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(base):
                yield term.value.removeprefix(base).partition("#")[0]


def _spread(paths: Sequence[str], samples: int) -> list[str]:
    return [paths[index * len(paths) // samples] for index in range(min(samples, len(paths)))]


def times_of(port: int, process: int, pages: Sequence[str], samples: int, *, warm: bool) -> Times:
    """Return the times of `samples` answers, the pages in turn."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for page in pages if warm else ():
        _ask(connection, page)
    spent = processor_time(process)
    answers = []
    for page in islice(cycle(pages), samples):
        start = time.perf_counter()
        _ask(connection, page)
        answers.append((time.perf_counter() - start) * 1000)
    connection.close()
    return Times(answers, (processor_time(process) - spent) * 1000 / samples)


def _ask(connection: HTTPConnection, page: str) -> None:
    """Read a page to its end.

    Raises:
        RuntimeError: The answer is neither a page nor a 404.
    """
    connection.request("GET", page, headers=HEADERS)
    answer = connection.getresponse()
    answer.read()
    if answer.status not in {200, 404}:
        message = f"{page}: {answer.status}"
        raise RuntimeError(message)


def measure(
    dataset: Path, pages: Mapping[str, list[str]], samples: int, options: Sequence[str]
) -> list[Times]:
    """Return the times of each kind, measured on a new server with these options."""
    program = str(Path(sys.executable).parent / "digigov-serve")
    is_cached = "--cache" not in options
    peer = Peer(
        "digigov",
        "sparql",
        "",
        program,
        lambda file, port, _: [
            program,
            str(file),
            "--port",
            str(port),
            "--no-access-log",
            *options,
        ],
    )
    port, folder = free_port(), Path(tempfile.gettempdir())
    with running(peer, dataset.absolute(), port, folder) as (_, process):
        # Warm up: the first search waits for its index, the first view for its facets.
        times_of(port, process, FIRST, len(FIRST), warm=False)
        time.sleep(_PAUSE)
        return [times_of(port, process, own, samples, warm=is_cached) for own in pages.values()]


def table(rows: Sequence[PageRow]) -> str:
    """Return the times as Markdown, all kinds together in the last row."""
    lines = [
        "| kind of page | pages | anew: p50 | p95 | processor | cached: p50 | p95 | processor |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [_line(row) for row in rows]
    later = [row for row in rows if row.kind not in PREPARED]
    lines.append(_line(_all("**all pages not written at the start**", later)))
    return "\n".join([*lines, _line(_all("**all**", rows))])


def _all(name: str, rows: Sequence[PageRow]) -> PageRow:
    anew, cached = _together([row.anew for row in rows]), _together([row.cached for row in rows])
    return PageRow(name, sum(row.pages for row in rows), anew, cached)


def _together(times: Sequence[Times]) -> Times:
    answers = [one for own in times for one in own.answers]
    return Times(answers, mean(own.processor for own in times))


def _line(row: PageRow) -> str:
    cells = [
        f"{value:.1f}"
        for times in (row.anew, row.cached)
        for value in (median(times.answers), percentile_95(times.answers), times.processor)
    ]
    return f"| {row.kind} | {row.pages} | {' | '.join(cells)} |"


def percentile_95(times: Sequence[float]) -> float:
    """Return the 95th percentile of the times."""
    return quantiles(times, n=20, method="inclusive")[-1]


def main() -> None:
    """Print a row for each kind of page and one for all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("dataset", type=Path, nargs="?", default=Path("build/dataset"))
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--engine", metavar="URL", help="a SPARQL endpoint with the dataset")
    given = parser.parse_args()
    engine = ["--engine", given.engine] if given.engine else []
    pages = pages_of(LocalDataset.open(given.dataset), given.samples)
    anew = measure(given.dataset, pages, given.samples, [*engine, "--cache", "0"])
    cached = measure(given.dataset, pages, given.samples, engine)
    counts = [len(set(own)) for own in pages.values()]
    rows = [PageRow(*row) for row in zip(pages, counts, anew, cached, strict=True)]
    print("Milliseconds; the processor's are the server's mean for one answer.\n")
    print(table(rows))


if __name__ == "__main__":
    main()
