"""The zygote: a process that has loaded the dataset once and forks workers that share it.

Started with `python -m server.engine.embedded.zygote`; file descriptor 0 is its control socket.
It has a single thread, so forking is safe.

| message | means |
|---|---|
| `START n open` with a descriptor | fork worker n that answers on the descriptor |
| `KILL n`, `PAUSE n`, `RESUME n` | stop worker n for good, stop it for a while, let it go on |
| `YIELD n` | let worker n run only where others leave time |

It sends `READY`, `BROKEN message`, `BORN n process` and, when a worker has died,
`DEAD n status words`.
"""

import gc
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from server.engine.embedded import sandbox
from server.engine.embedded.connection import Gone
from server.engine.embedded.wire import receive_record, send_record
from server.engine.embedded.worker import Walls, work
from server.engine.errors import DatasetError
from server.engine.loading import load, make_union

_BELLS = 4096
_LAST_WORDS = 500
_SIGNALS = {b"KILL": signal.SIGKILL, b"PAUSE": signal.SIGSTOP, b"RESUME": signal.SIGCONT}


@dataclass(slots=True)
class _Child:
    """A running worker; what it says at its death goes to the memory file `words`."""

    number: int
    process: int
    words: int


@dataclass(slots=True)
class Zygote:
    """Forks workers on request and tells of their deaths."""

    store: ox.Store
    control: socket.socket
    memory: int
    children: dict[int, _Child] = field(default_factory=dict)

    def serve(self) -> None:
        """Do what the control socket asks until it closes; then kill all workers."""
        alarm, bell = os.pipe()
        os.set_blocking(bell, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self.control.fileno(), alarm], [], [])
            if alarm in ready:
                os.read(alarm, _BELLS)
                self._bury()
            if self.control.fileno() in ready and not self._obey():
                break
        for child in self.children.values():
            os.kill(child.process, signal.SIGKILL)

    def _obey(self) -> bool:
        try:
            message, descriptors = receive_record(self.control)
        except Gone:
            return False
        verb, number, *rest = message.split()
        if verb == b"START":
            self._start(int(number), descriptors[0], Walls(self.memory, rest == [b"open"]))
            os.close(descriptors[0])
        elif child := self.children.get(int(number)):
            if verb == b"YIELD":
                sandbox.give_way(child.process)
            else:
                os.kill(child.process, _SIGNALS[verb])
        return True

    def _start(self, number: int, descriptor: int, walls: Walls) -> None:
        words = _words_file()
        process = os.fork()
        if process == 0:
            try:
                self._become_worker(words, descriptor, walls)
            finally:
                os._exit(1)
        self.children[number] = _Child(number, process, words)
        send_record(self.control, b"BORN %d %d" % (number, process), [])

    def _become_worker(self, words: int, descriptor: int, walls: Walls) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(words, 2)
        connection = socket.socket(fileno=os.dup(descriptor))
        kept = connection.fileno()
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.closerange(3, kept)
        os.closerange(kept + 1, 256)
        work(self.store, connection, walls)

    def _bury(self) -> None:
        for child in list(self.children.values()):
            process, status = os.waitpid(child.process, os.WNOHANG)
            if process:
                del self.children[child.number]
                words = os.pread(child.words, _LAST_WORDS, 0)
                os.close(child.words)
                code = os.waitstatus_to_exitcode(status)
                send_record(self.control, b"DEAD %d %d " % (child.number, code) + words, [])


def _words_file() -> int:
    if sys.platform == "linux":
        return os.memfd_create("last-words")
    return os.open(os.devnull, os.O_RDWR)


def main() -> None:
    """Load the dataset that the arguments name and serve until the parent goes."""
    path, memory, *options = sys.argv[1:]
    control = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a stop from the terminal is the parent's to tell
    try:
        store = load(Path(path)).store
    except DatasetError as error:
        send_record(control, b"BROKEN " + str(error).encode(), [])
        return
    if "union" in options:
        make_union(store)
    if "walled" in options:
        sandbox.leave_network()
    gc.collect()
    gc.freeze()
    send_record(control, b"READY", [])
    with suppress(BrokenPipeError):  # the parent has gone
        Zygote(store, control, int(memory)).serve()


if __name__ == "__main__":
    main()
