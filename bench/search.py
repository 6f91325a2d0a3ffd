"""Measure search in the application: on a dataset, and on one a hundred times larger.

Views by facets and comparisons are measured on the original dataset.

Usage: python bench/search.py [DATASET] [factor]; with a factor of 1 there is no larger graph.

The larger graph repeats every resource that search finds, with new IRIs and other numbers in each
text, so that neither labels nor texts are equal. A request is measured from the application's call
to the last byte: page and JSON, one word and several, one character and many.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

import pyoxigraph as ox

from server.engine import LocalDataset
from server.engine.embedded.engine import EmbeddedEngine
from server.http.message import Request
from server.search.documents import documents_of
from server.service.version import Version, create_version
from server.settings import Settings

QUERIES = (
    *("の", "税", "A", "税務", "給与", "会議", "RPA", "ＲＰＡ", "ﾁｬｯﾄﾎﾞｯﾄ", "AI-OCR", "電子申請"),
    *("共同利用", "システム", "speech recognition", "minutes", "給与 RPA", "広島 施設", "1-24"),
    *("会議録 音声", "業務 の システム", "no such word", "ほげほげ", "東京都", "Hokkaido"),
)
VIEWS = (
    "/ja/explore",
    "/ja/explore?technology=artificial-intelligence&prefecture=13&prefecture=14",
    "/en/explore?type=group-taxation&sort=-status&size=100",
    "/api/explore?status=planned",
    "/ja/compare/map?of=technology:ai-ocr",
    "/ja/compare/field-status",
    "/ja/compare/types",
    "/ja/compare/sharing",
    "/ja/compare/prefecture-technology",
)
ROUNDS = 5


def larger(dataset: LocalDataset, factor: int) -> LocalDataset:
    """Return a dataset with each findable resource `factor` times."""
    store = ox.Store()
    documents = documents_of(dataset)

    def quads() -> Iterator[ox.Quad]:
        for copy in range(factor):
            for document in documents:
                iri = ox.NamedNode(f"{document.iri}-{copy}" if copy else document.iri)
                for text in document.texts:
                    words = f"{text.text} {copy}" if copy else text.text
                    literal = ox.Literal(words, language=text.lang or None)
                    yield ox.Quad(iri, ox.NamedNode(text.property), literal)

    store.bulk_extend(quads())
    return LocalDataset(store, dataset.identity, union=False)


def get(version: Version, target: str) -> bytes:
    """Return the body of a version's response.

    Raises:
        RuntimeError: The status is not 200.
    """
    path, _, query = target.partition("?")
    headers = {"host": "localhost"}

    async def ask() -> tuple[int, bytes]:
        asked = Request("GET", path, query.encode(), headers)
        response = await version.answer(asked)
        return response.status, response.body

    status, body = asyncio.run(ask())
    if status != HTTPStatus.OK:
        message = f"{target}: {status}"
        raise RuntimeError(message)
    return body


def version_of(dataset: LocalDataset, path: Path) -> Version:
    """Return a version for a dataset; the engine is not used, so not started."""
    settings = Settings(access_log=False, cache=0)
    return create_version(dataset, EmbeddedEngine(path), settings)


def measure(name: str, dataset: LocalDataset, path: Path) -> None:
    """Print the times of the first search and of others on a dataset."""
    start = time.perf_counter()
    version = version_of(dataset, path)
    get(version, "/api/search?q=RPA")
    first = time.perf_counter() - start
    times = []
    for _ in range(ROUNDS):
        for query in QUERIES:
            for target in ("/ja/search", "/api/search"):
                start = time.perf_counter()
                get(version, f"{target}?q={quote(query)}")
                times.append((time.perf_counter() - start) * 1000)
    p95 = quantiles(times, n=20)[-1]
    count = len(documents_of(dataset))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {name} | {count:,} | {first:.1f} s | {median(times):.1f} ms | {p95:.1f} ms "
        f"| {max(times):.1f} ms | {peak:,.0f} MB |"
    )


def measure_views(dataset: LocalDataset, path: Path) -> None:
    """Print the times of views and comparisons, each rendered without cache."""
    version = version_of(dataset, path)
    print("\n| page | median | slowest |\n|---|---:|---:|")
    for view in VIEWS:
        times = []
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            get(version, view)
            times.append((time.perf_counter() - start) * 1000)
        # The first answer waits for the index and the labels.
        print(f"| `{view}` | {median(times[1:]):.1f} ms | {max(times[1:]):.1f} ms |")


def main() -> None:
    """Print a row for the dataset and one for the larger graph, then one for each view."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/dataset")
    factor = int(sys.argv[2]) if len(sys.argv) > 2 else 100  # noqa: PLR2004 -- the second argument
    dataset = LocalDataset.open(path)
    print("| graph | resources | index and first answer | median | p95 | slowest | memory |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    measure("this dataset", dataset, path)
    if factor > 1:
        measure(f"{factor} times as large", larger(dataset, factor), path)
    measure_views(dataset, path)


if __name__ == "__main__":
    main()
