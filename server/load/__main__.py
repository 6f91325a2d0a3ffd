"""The command `digigov-load`: arguments, messages and exit status."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from server.engine.errors import DatasetError
from server.engine.installation import version
from server.load.commands import ENGINES, commands_for
from server.load.graph_store import GraphStore, LoadError
from server.load.layers import LoadedDataset
from server.load.steps import load

_EPILOG = """\
Each layer goes into a graph of its own first; then one update moves all of them to their graphs.
A load that was stopped goes on where it was; one that has ended does nothing when it is run again.
Exit status: 0 loaded, 1 the database refused or cannot be reached, 2 an argument or the dataset is
unusable.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    given = _parser().parse_args(arguments)
    try:
        dataset = LoadedDataset.of(given.dataset)
        if given.print:
            print(commands_for(given.print, given.dataset, dataset), end="")
            return 0
        database = GraphStore.at(given.to, given.query, given.update)
        load(dataset, database, _report)
    except DatasetError as error:
        _report(str(error))
        return 2
    except LoadError as error:
        _report(str(error))
        return 1
    return 0


def _report(text: str) -> None:
    print(f"digigov-load: {text}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "digigov-load",
        description="Load a dataset into a database that speaks SPARQL 1.1.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"digigov {version()}")
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="a dataset folder")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--to", default="", metavar="IRI", help="address of the graph store")
    way.add_argument("--print", choices=ENGINES, help="print commands for loading in bulk instead")
    parser.add_argument("--query", default="", metavar="IRI", help="default: query beside --to")
    parser.add_argument("--update", default="", metavar="IRI", help="default: update beside --to")
    return parser


if __name__ == "__main__":
    sys.exit(main())
