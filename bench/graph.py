"""Measure the costs of loading a dataset: quads, time, memory, and the query for evidence.

Usage: python bench/graph.py FOLDER [FOLDER …]
"""

import multiprocessing
import resource
import sys
import time
from pathlib import Path
from statistics import median

import pyoxigraph as ox

RUNS = 5
EVIDENCE = Path(__file__).parent / "queries/08-evidence.rq"


def measure(folder: Path) -> tuple[int, float, float, float]:
    """Return quads, seconds to load, MB of memory that loading took, and ms of the query."""
    content = (folder / "digigov.nq").read_bytes()
    before, start = _peak(), time.perf_counter()
    store = ox.Store()
    store.bulk_load(content, format=ox.RdfFormat.N_QUADS)
    loaded, memory = time.perf_counter() - start, _peak() - before
    query = EVIDENCE.read_text(encoding="utf-8")
    times = [_asked(store, query) for _ in range(RUNS)]
    return len(store), loaded, memory, median(times) * 1000


def _asked(store: ox.Store, query: str) -> float:
    start = time.perf_counter()
    solutions = store.query(query, use_default_graph_as_union=True)
    if isinstance(solutions, ox.QuerySolutions):
        list(solutions)
    return time.perf_counter() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print medians of some runs, each dataset in processes of its own."""
    print("| dataset | quads | load | memory | evidence query |\n|---|---:|---:|---:|---:|")
    for folder in map(Path, sys.argv[1:]):
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            found = pool.map(measure, [folder] * RUNS, chunksize=1)
        quads, loaded, memory, asked = (median(column) for column in zip(*found, strict=True))
        row = f"{quads:,.0f} | {loaded:.2f} s | {memory:.0f} MB | {asked:.1f} ms"
        print(f"| {folder.name} | {row} |")


if __name__ == "__main__":
    main()
