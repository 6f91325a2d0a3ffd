"""The zygote: a process that loads the dataset once and forks workers that share its memory.

It is started with `python -m server.engine.embedded.zygote`; file descriptor 0 is its control
socket. It has a single thread, so forking is safe.

| message | means |
|---|---|
| `START n open` | fork worker n; without `open` it gets no way to the network |
| `KILL n`, `PAUSE n`, `RESUME n` | stop worker n for good, stop it for a while, let it go on |
| `YIELD n` | let worker n run only where others leave time |

It sends `READY merged identity` (or `flag`: how the union is made) or `BROKEN message`, then
`BORN n process` with the socket on which a worker answers and, when a worker has died,
`DEAD n status words`. The control socket keeps messages apart.
"""

import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from server.engine.disk_store import read_prepared
from server.engine.embedded import sandbox
from server.engine.embedded.wire import ON_DISK, RECORD
from server.engine.embedded.worker import Confinement, work
from server.engine.errors import DatasetError
from server.engine.loading import Identity, has_repeated_triples, load, make_union

_BELLS = 4096
_LAST_WORDS = 500
# Seconds for which a worker that cannot open its store stays, as its end starts the next one.
_PAUSE = 1.0
_SIGNALS = {b"KILL": signal.SIGKILL, b"PAUSE": signal.SIGSTOP, b"RESUME": signal.SIGCONT}


@dataclass(slots=True)
class _Child:
    """A running worker; its error output goes to the memory file `words`."""

    number: int
    process: int
    words: int


@dataclass(frozen=True, slots=True)
class _Data:
    """The dataset for the workers; with `merged` its union is a copy.

    `folder` is that of a store on disk.
    """

    identity: Identity
    merged: bool
    open: Callable[[], ox.Store]
    folder: Path | None = None


@dataclass(slots=True)
class Zygote:
    """Forks workers on request and reports their ends."""

    data: _Data
    control: socket.socket
    memory: int
    children: dict[int, _Child] = field(default_factory=dict)

    def serve(self) -> None:
        """Obey the control socket until it closes; then kill all workers."""
        alarm, bell = os.pipe()
        os.set_blocking(bell, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([self.control.fileno(), alarm], [], [])
            if alarm in ready:
                os.read(alarm, _BELLS)
                self._reap()
            if self.control.fileno() in ready and not self._obey():
                break
        for child in self.children.values():
            os.kill(child.process, signal.SIGKILL)

    def _obey(self) -> bool:
        message = self.control.recv(RECORD)
        if not message:
            return False
        verb, number, *rest = message.split()
        if verb == b"START":
            self._start(int(number), Confinement(self.memory, rest == [b"open"], self.data.folder))
        elif child := self.children.get(int(number)):
            if verb == b"YIELD":
                sandbox.give_way(child.process)
            else:
                os.kill(child.process, _SIGNALS[verb])
        return True

    def _start(self, number: int, confinement: Confinement) -> None:
        words = _words_file()
        ours, theirs = socket.socketpair()
        process = os.fork()
        if process == 0:
            try:
                self._become_worker(words, ours, confinement)
            finally:
                time.sleep(_PAUSE)
                os._exit(1)
        self.children[number] = _Child(number, process, words)
        with ours, theirs:
            socket.send_fds(self.control, [b"BORN %d %d" % (number, process)], [theirs.fileno()])

    def _become_worker(
        self, words: int, connection: socket.socket, confinement: Confinement
    ) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(words, 2)
        kept = connection.fileno()
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.closerange(3, kept)
        os.closerange(kept + 1, 1024)
        work(self.data.open(), connection, confinement)

    def _reap(self) -> None:
        for child in list(self.children.values()):
            process, status = os.waitpid(child.process, os.WNOHANG)
            if process:
                del self.children[child.number]
                words = os.pread(child.words, _LAST_WORDS, 0)
                os.close(child.words)
                code = os.waitstatus_to_exitcode(status)
                self.control.send(b"DEAD %d %d " % (child.number, code) + words)


def _words_file() -> int:
    if sys.platform == "linux":
        return os.memfd_create("last-words")
    return os.open(os.devnull, os.O_RDWR)


def main() -> None:
    """Load the dataset in the arguments and serve until the parent ends."""
    path, memory, checksum, *options = sys.argv[1:]
    sandbox.die_with_parent()
    control = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C
    try:
        data = _data(Path(path), "" if checksum == "-" else checksum, options)
    except DatasetError as error:
        control.send(b"BROKEN " + str(error).encode()[: RECORD // 2])
        return
    if "isolated" in options:
        sandbox.leave_network()
    gc.collect()
    gc.freeze()
    with suppress(ConnectionError):  # the parent has ended
        union = b"merged" if data.merged else b"flag"
        control.send(b"READY %s %s" % (union, data.identity.packed()))
        Zygote(data, control, int(memory)).serve()


def _data(path: Path, checksum: str, options: Sequence[str]) -> "_Data":
    """Return the dataset in memory, or the prepared store on disk that an option names.

    Raises:
        DatasetError: The dataset cannot be loaded, or is not the expected one.
    """
    for option in options:
        if option.startswith(ON_DISK):
            prepared = read_prepared(Path(option.removeprefix(ON_DISK)), path)
            prepared.open()
            return _Data(prepared.identity, prepared.merged, prepared.open, prepared.folder)
    loaded = load(path, expected=checksum)
    merged = "union" in options and has_repeated_triples(loaded.store)
    if merged:
        make_union(loaded.store)
    return _Data(loaded.identity, merged, lambda: loaded.store)


if __name__ == "__main__":
    main()
