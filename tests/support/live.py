"""A running server: the command of the installed package, on a free port of this machine."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

COMMAND = Path(sys.executable).parent / "digigov-serve"
_ADDRESS = re.compile(r" at (http://\S+) ")


@contextmanager
def serving(
    dataset: Path | None = None, *options: str, command: Sequence[str] = (str(COMMAND),)
) -> Iterator[str]:
    """Yield the address of a server of the dataset, with a slash at its end; stop it after.

    Without a dataset the server chooses its own.

    Raises:
        RuntimeError: the server did not start; the text is what it printed.
    """
    named = [] if dataset is None else [str(dataset)]
    arguments = [*command, *named, "--port", "0", "--no-access-log", *options]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _address(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline() if process.stdout else ""
    found = _ADDRESS.search(line)
    if found is None:
        process.kill()
        message = f"the server did not start: {line}{process.communicate()[1]}"
        raise RuntimeError(message)
    return found[1]
