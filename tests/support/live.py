"""Runs the installed command `digigov-serve` on a free port."""

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

COMMAND = Path(sys.executable).parent / "digigov-serve"
_ADDRESS = re.compile(r" at (http://\S+) ")


@dataclass(frozen=True, slots=True)
class Running:
    """A running server: its address, and the file with its messages."""

    process: "subprocess.Popen[str]"
    address: str
    messages: IO[str]

    def said(self) -> str:
        """Return its output on standard error."""
        self.messages.seek(0)
        return self.messages.read()


@contextmanager
def serving(
    dataset: Path | None = None, *options: str, command: Sequence[str] = (str(COMMAND),)
) -> Iterator[str]:
    """Yield the address of a server of the dataset, with a slash at its end; stop it after.

    Without a dataset the server chooses its own.

    Raises:
        RuntimeError: the server did not start; the text is what it printed.
    """
    with started(dataset, *options, command=command) as running:
        yield running.address


@contextmanager
def started(
    dataset: Path | None = None, *options: str, command: Sequence[str] = (str(COMMAND),)
) -> Iterator[Running]:
    """Yield a running server; stop it after.

    Raises:
        RuntimeError: the server did not start; the text is what it printed.
    """
    named = [] if dataset is None else [str(dataset)]
    arguments = [*command, *named, "--port", "0", "--no-access-log", *options]
    with TemporaryFile("w+") as messages:
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=messages, text=True)
        with process:
            try:
                yield Running(process, _address(process, messages), messages)
            finally:
                process.terminate()
                process.wait(60)


def _address(process: "subprocess.Popen[str]", messages: IO[str]) -> str:
    line = process.stdout.readline() if process.stdout else ""
    found = _ADDRESS.search(line)
    if found is None:
        process.kill()
        messages.seek(0)
        message = f"the server did not start: {line}{messages.read()}"
        raise RuntimeError(message)
    return found[1]
