"""The command `digigov-convert`: arguments, messages and exit status."""

import argparse
import sys
from pathlib import Path

from converter.errors import ConversionError, InputError, ValidationError
from converter.iris import BASE
from converter.pipeline import bundled_to_folder


def main() -> int:
    """Run the command and return its exit status: 0, 1 (cannot write), 2 (input), 3 (shapes)."""
    arguments = _parser().parse_args()
    try:
        files = bundled_to_folder(arguments.output, arguments.base)
    except ConversionError as error:
        print(error, file=sys.stderr)
        return {InputError: 2, ValidationError: 3}.get(type(error), 1)
    for file in files:
        print(f"{arguments.output / file.path}  {len(file.content):,} bytes")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="digigov-convert", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--base", default=BASE, metavar="IRI")
    return parser


if __name__ == "__main__":
    sys.exit(main())
