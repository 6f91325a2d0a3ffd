"""The control socket to a zygote, on the event loop: sending never blocks."""

import asyncio
import os
import socket
import subprocess
from collections import deque
from collections.abc import Callable

from server.engine.embedded.wire import RECORD

# A message and the file descriptor sent with it (-1: none); the message is None when the zygote has
# ended.
Receiver = Callable[[bytes | None, int], None]


class Control:
    """A zygote process and its control socket."""

    def __init__(self, command: list[str], receive: Receiver) -> None:
        """Start the zygote; `receive` is called with each of its messages."""
        self._loop = asyncio.get_running_loop()
        self._receive = receive
        self._unsent: deque[bytes] = deque()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.setblocking(False)  # noqa: FBT003 -- its own signature
        with theirs:
            # Without backtraces a worker that is out of memory ends quickly.
            environment = os.environ | {"RUST_BACKTRACE": "0"}
            self.zygote = subprocess.Popen(  # noqa: S603 - our own module
                command, stdin=theirs.fileno(), env=environment, start_new_session=True
            )
        self._loop.add_reader(self._socket, self._read)

    def send(self, message: bytes) -> None:
        """Send a message now, or as soon as the socket has room for it."""
        if not self._unsent:
            self._loop.add_writer(self._socket, self._write)
        self._unsent.append(message)
        self._write()

    def close(self) -> None:
        """Close the socket, which ends the zygote and all its workers; kill those that remain."""
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._socket.close()
        self.zygote.kill()
        self.zygote.wait()

    def _write(self) -> None:
        try:
            while self._unsent:
                self._socket.send(self._unsent[0])
                self._unsent.popleft()
        except BlockingIOError:
            return
        except OSError:  # the zygote has ended; `_read` notices that as well
            self._unsent.clear()
        self._loop.remove_writer(self._socket)

    def _read(self) -> None:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._socket, RECORD, 1)
        except BlockingIOError:
            return
        except OSError:
            message, descriptors = b"", []
        if not message:
            self._loop.remove_reader(self._socket)
        self._receive(message or None, descriptors[0] if descriptors else -1)
