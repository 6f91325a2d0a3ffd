"""Ends connections on which nothing moves: neither HTTP server nor application has a clock there.

Linux tells of each connection how much the other side has taken and sent (tcp(7), TCP_INFO);
elsewhere nothing is ended.
"""

import fcntl
import os
import socket
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

# Seconds between two looks.
_PAUSE = 5.0
# A client that takes less than this many bytes in so many seconds does not read.
_LEAST = 20_000
_TAKING = 20.0
# struct tcp_info (linux/tcp.h): bytes that the other side has taken, and that it has sent.
_COUNTS = struct.Struct("<QQ")
_COUNTS_AT = 120
_INFO_LENGTH = 256
_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A connection at a moment: bytes that wait for the client, that it has taken, has sent."""

    waiting: int
    taken: int
    received: int


@dataclass(slots=True)
class Patience:
    """Decides when nothing moves: `idle` is how many seconds a client may send and get nothing."""

    idle: float
    _since: dict[Key, tuple[float, State]] = field(default_factory=dict)

    def lost(self, states: dict[Key, State], now: float) -> list[Key]:
        """Return the connections that have stood still for too long; `now` is in seconds."""
        self._since = {key: self._since.get(key, (now, states[key])) for key in states}
        return [key for key, state in states.items() if self._is_lost(key, state, now)]

    def _is_lost(self, key: Key, state: State, now: float) -> bool:
        since, before = self._since[key]
        waits = bool(state.waiting)
        if waits != bool(before.waiting) or (not waits and state != before):
            self._since[key] = (now, state)
            return False
        if now - since < (_TAKING if waits else self.idle):
            return False
        self._since[key] = (now, state)
        return not waits or state.taken - before.taken < _LEAST


def end_stalled(port: int, idle: float) -> threading.Event:
    """End the connections to a port of this process that stand still, until the event is set."""
    stop = threading.Event()
    if sys.platform == "linux":
        watch = threading.Thread(target=_watch, args=(port, Patience(idle), stop), daemon=True)
        watch.name = "stalled-connections"
        watch.start()
    return stop


def _watch(port: int, patience: Patience, stop: threading.Event) -> None:
    while not stop.wait(_PAUSE):
        with ExitStack() as stack:
            found = {
                (*connection.getpeername(),): stack.enter_context(connection)
                for connection in _connections(port)
            }
            states = {key: _state(connection) for key, connection in found.items()}
            for key in patience.lost(states, time.monotonic()):
                with suppress(OSError):  # it has gone by itself
                    found[key].shutdown(socket.SHUT_RDWR)


def _connections(port: int) -> Iterator[socket.socket]:
    """Yield a second handle for each connection of this process to the port."""
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            if not str(entry.readlink()).startswith("socket:"):
                continue
            handle = socket.socket(fileno=os.dup(int(entry.name)))
            try:
                ours = handle.family in _FAMILIES and handle.getsockname()[1] == port
                ours = ours and bool(handle.getpeername())
            except OSError:
                ours = False
            if ours:
                yield handle
            else:
                handle.close()


def _state(connection: socket.socket) -> State:
    information = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_LENGTH)
    taken, received = _COUNTS.unpack_from(information, _COUNTS_AT)
    waiting = bytearray(4)
    fcntl.ioctl(connection, termios.TIOCOUTQ, waiting)
    return State(int.from_bytes(waiting, sys.byteorder), taken, received)
