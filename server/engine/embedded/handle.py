"""The server's view of a worker process, and the settings common to all workers."""

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from server.engine.embedded.connection import Connection
from server.engine.embedded.wire import ON_DISK

if TYPE_CHECKING:
    import asyncio

_TICKS = os.sysconf("SC_CLK_TCK")


class WorkerExit(NamedTuple):
    """How a worker ended: `code` as in `subprocess` (negative: a signal), and its last output."""

    code: int
    words: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings of all workers: dataset, maximum memory in bytes, sandbox.

    `checksum` is the expected one of the data, "" for any. With `union`, the default graph is the
    union of all graphs; with `isolated`, no worker has access to the network. `prepared` is the
    folder of a store on disk, None if the dataset is loaded into memory.
    """

    path: Path
    memory: int
    union: bool
    isolated: bool
    checksum: str = ""
    prepared: Path | None = None

    def command(self) -> list[str]:
        """Return the command line of a zygote."""
        options = [name for name in ("union", "isolated") if getattr(self, name)]
        if self.prepared:
            options.append(f"{ON_DISK}{self.prepared}")
        module = [sys.executable, "-m", "server.engine.embedded.zygote"]
        return [*module, str(self.path), str(self.memory), self.checksum or "-", *options]


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process with its connection; `used` is the CPU time of its earlier answers."""

    number: int
    process: int
    connection: Connection
    exit: "asyncio.Future[WorkerExit]"
    used: float = 0.0

    def time_since_answer(self) -> float:
        """Return the CPU time since the last answer, in seconds; infinite if unknown."""
        now = self._processor_time()
        return math.inf if now is None else now - self.used

    def _processor_time(self) -> float | None:
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / _TICKS
