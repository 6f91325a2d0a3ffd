"""A worker process as the web process sees it, and what all workers share."""

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


class Death(NamedTuple):
    """How a worker ended: `code` as in `subprocess`, negative for a signal; its last words."""

    code: int
    words: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What all workers share: the dataset, the memory in bytes of each, and how they are made.

    `checksum` is that of the data that is expected, empty for any. `union` makes all graphs the
    default graph; `walled` takes the network from all workers. `prepared` is the folder of a store
    on disk, None where the dataset is loaded into memory.
    """

    path: Path
    memory: int
    union: bool
    walled: bool
    checksum: str = ""
    prepared: Path | None = None

    def command(self) -> list[str]:
        """Return the command line of a zygote."""
        options = [name for name in ("union", "walled") if getattr(self, name)]
        if self.prepared:
            options.append(f"{ON_DISK}{self.prepared}")
        module = [sys.executable, "-m", "server.engine.embedded.zygote"]
        return [*module, str(self.path), str(self.memory), self.checksum or "-", *options]


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process with its connection; `used` is the processor time of its earlier answers."""

    number: int
    process: int
    connection: Connection
    death: "asyncio.Future[Death]"
    used: float = 0.0

    def time_since_answer(self) -> float:
        """Return the processor time since the last answer, in seconds; infinite if not known."""
        now = self._processor_time()
        return math.inf if now is None else now - self.used

    def _processor_time(self) -> float | None:
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / _TICKS
