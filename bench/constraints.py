"""Measure the CPU time of the SPARQL-based constraints of the shapes, the slowest first.

Usage: python -m bench.constraints FOLDER
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

import shapes
from converter.validation.core import UNCHECKED
from converter.validation.sparql_constraints import Constraint, Constraints, focus_nodes

SLOWEST = 5


def measure(folder: Path) -> Iterator[tuple[float, str]]:
    """Yield the processor seconds and the name of each constraint on a dataset's graph."""
    store = ox.Store()
    dataset = ox.parse(path=folder / "digigov.nq", format=ox.RdfFormat.N_QUADS)
    store.bulk_extend(quad for quad in dataset if quad.graph_name not in UNCHECKED)
    constraints = Constraints.read(shapes.read(name) for name in shapes.names())
    for one in constraints.every:
        yield _seconds(constraints, one, store), one.iri.value.partition("#")[2]


def _seconds(constraints: Constraints, one: Constraint, store: ox.Store) -> float:
    start = time.process_time()
    list(constraints.results(one, store, focus_nodes(one, store)))
    return time.process_time() - start


def main(folder: Path) -> None:
    """Print the number of constraints, their sum, and the slowest."""
    costs = sorted(measure(folder), reverse=True)
    slowest = ", ".join(f"{name} {seconds:.2f} s" for seconds, name in costs[:SLOWEST])
    total = sum(seconds for seconds, _ in costs)
    sys.stdout.write(f"| {len(costs)} | {total:.1f} s | {slowest} |\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
