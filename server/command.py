"""The command `digigov-serve`, as it is installed."""

import gc


def main() -> int:
    """Run the command and return its exit status.

    No garbage is looked for until the server is ready: what a start imports and opens lives as
    long as the process, and the collector would traverse it several times.
    """
    gc.disable()
    # After that: most of a start is imports.
    from server.__main__ import main as serve  # noqa: PLC0415

    return serve()
