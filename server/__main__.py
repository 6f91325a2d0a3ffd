"""The command `digigov-serve`, as it is installed and as `python -m server` runs it."""

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    No garbage is looked for until the server is ready: what a start imports and opens lives as
    long as the process, and the collector would traverse it several times.
    """
    gc.disable()
    # After that: most of a start is imports.
    from server.command.serving import main as serve  # noqa: PLC0415

    return serve(arguments)


if __name__ == "__main__":
    sys.exit(main())
