"""Our end of the way to a worker."""

import select
import socket
import struct
import time

# Bytes of one system call at most: memory for more would be taken and hardly used.
PIECE = 1 << 20
# Bytes within which most answers come whole.
FIRST = 64 << 10
# Microseconds that one call waits; nearly all answers come sooner.
_ONE_CALL = 20_000
_TIMEVAL = struct.Struct("@ll")


class Gone(Exception):  # noqa: N818 - the peer's state, not a failure of ours
    """The other side has closed the connection."""


class Connection:
    """Our end of the way to a worker: never waits longer than it is told, for one thread at a time.

    Most queries are answered sooner than one call may wait, and so cost one call to ask and one to
    answer: whatever lets other threads run has to wait for its own turn again.
    """

    __slots__ = ("_buffer", "_kept", "_readable", "_socket", "_writable")

    def __init__(self, ours: socket.socket) -> None:
        """Take a connected socket, which is closed with this."""
        ours.settimeout(None)
        # The kernel's own time limits: Python's would be two further calls.
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            ours.setsockopt(socket.SOL_SOCKET, option, _TIMEVAL.pack(0, _ONE_CALL))
        self._socket = ours
        self._kept = b""
        # Kept, as to take and return so much for each answer costs the allocator a clearing up.
        self._buffer = memoryview(bytearray(FIRST))
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(ours, select.POLLIN)
        self._writable.register(ours, select.POLLOUT)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def answers_soon(self) -> bool:
        """Return whether the worker has said something within the time of one call.

        Raises:
            Gone: the worker has gone.
        """
        self._kept = self._received(FIRST)
        return bool(self._kept)

    def answers(self, seconds: float) -> bool:
        """Return whether the worker has something to say, or has gone, within the time."""
        return bool(self._readable.poll(seconds * 1000))

    def send(self, content: bytes, deadline: float) -> None:
        """Send the whole content.

        Raises:
            TimeoutError: it was not taken by the deadline (of the monotonic clock).
            ConnectionError: the worker has gone.
        """
        sent = 0
        while sent < len(content):
            try:
                sent += self._socket.send(memoryview(content)[sent:] if sent else content)
            except BlockingIOError:
                _wait(self._writable, deadline)

    def receive(self, size: int, deadline: float) -> bytes:
        """Return what has come, at most `size` bytes and at least one.

        Raises:
            TimeoutError: nothing has come by the deadline (of the monotonic clock).
            Gone: the worker has gone.
        """
        content, self._kept = self._kept, b""
        while not content:
            content = self._received(size)
            if not content:
                _wait(self._readable, deadline)
        return content

    def _received(self, size: int) -> bytes:
        """Return what comes within the time of one call, empty where nothing does."""
        try:
            if size > FIRST:
                content = self._socket.recv(size)
            else:
                content = bytes(self._buffer[: self._socket.recv_into(self._buffer, size)])
        except BlockingIOError:
            return b""
        except ConnectionError as error:
            raise Gone from error
        if not content:
            raise Gone
        return content


def _wait(poll: "select.poll", deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
