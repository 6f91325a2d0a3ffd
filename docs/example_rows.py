"""Writes the number of rows into the head of each example query.

    python docs/example_rows.py build/dataset

Check what changed: an unexpected number is a fault of the query or of the graph.
"""

import re
import sys
from pathlib import Path

import pyoxigraph as ox

from server.editor.examples import Example, load_examples
from server.engine import LocalDataset

FOLDER = Path(__file__).parents[1] / "ontology" / "examples"
_ROWS = re.compile(r"(?m)^# rows: .*$")


def count_rows(dataset: LocalDataset, query: str) -> int:
    """Return the number of solutions or triples of a query; the result of ASK counts as one."""
    union = not dataset.merged and "FROM <" not in query
    found = dataset.store.query(query, use_default_graph_as_union=union)
    return 1 if isinstance(found, ox.QueryBoolean) else len(list(found))


def with_rows(text: str, rows: int) -> str:
    """Return the text of an example with this number in its head."""
    return _ROWS.sub(f"# rows: {rows}", text, count=1)


def _write(dataset: LocalDataset, example: Example) -> None:
    file = FOLDER / f"{example.slug}.rq"
    text = file.read_text("utf-8")
    written = with_rows(text, count_rows(dataset, example.query()))
    if written != text:
        file.write_text(written, "utf-8")
        sys.stdout.write(f"{file.name}: {_ROWS.search(written)[0]}\n")  # type: ignore[index] # it was just put there


if __name__ == "__main__":
    opened = LocalDataset.open(Path(sys.argv[1]))
    for one in load_examples():
        _write(opened, one)
