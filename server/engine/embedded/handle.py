"""A worker process as this process sees it, and what all of them share."""

import math
import os
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from server.engine.embedded.connection import Connection

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Death:
    """How a worker ended: `code` as in `subprocess`, negative for a signal; its last words."""

    code: int
    words: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What all workers share: the dataset, the memory in bytes of each, and how they are made.

    `union` makes all graphs the default graph; `walled` takes the network from all of them.
    """

    path: Path
    memory: int
    union: bool
    walled: bool

    def command(self) -> list[str]:
        """Return the command line of a zygote."""
        options = [name for name in ("union", "walled") if getattr(self, name)]
        module = [sys.executable, "-m", "server.engine.embedded.zygote"]
        return [*module, str(self.path), str(self.memory), *options]


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process with the connection on which it answers; `death` is set before `dead`.

    `process` is 0 until it is known; `used` is its processor time, in seconds, at the last mark.
    """

    number: int
    connection: Connection
    process: int = 0
    used: float = 0.0
    dead: threading.Event = field(default_factory=threading.Event)
    death: Death | None = None

    def mark(self) -> None:
        """Remember the processor time that the worker has had so far."""
        now = self._processor_time()
        self.used = self.used if now is None else now

    def time_since_mark(self) -> float:
        """Return the processor time since, in seconds; infinite where it is not told."""
        now = self._processor_time()
        return math.inf if now is None else now - self.used

    def _processor_time(self) -> float | None:
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / _TICKS
