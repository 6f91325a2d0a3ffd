"""The server's end of a connection to a worker: one exchange at a time, on the event loop."""

import asyncio
from typing import cast

from server.engine.embedded.wire import LENGTH, Gone


class Connection(asyncio.Protocol):
    """Sends a message and returns the whole answer."""

    def __init__(self) -> None:
        """Start unconnected; `loop.create_unix_connection` connects it."""
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._pieces: list[bytes] = []
        self._missing = -1  # bytes of the answer still to come; negative until the head has come

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the current exchange."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            gone = Gone()
            gone.__cause__ = exc
            self._answer.set_exception(gone)
            self._answer.exception()  # marks the exception as retrieved: perhaps nothing awaits it

    def is_open(self) -> bool:
        """Return whether the connection is open, as far as is known."""
        return self._transport is not None

    def exchange(self, message: bytes) -> "asyncio.Future[bytes]":
        """Send a message; return the future of its answer, which may raise `Gone`."""
        self._answer = answer = asyncio.get_running_loop().create_future()
        if self._transport is None:
            answer.set_exception(Gone())
            answer.exception()
        else:
            self._pieces, self._missing = [], -1
            self._transport.write(message)
        return answer

    def data_received(self, data: bytes) -> None:
        """Collect the data received until the answer has the length in its head."""
        self._pieces.append(data)
        if self._missing < 0:
            whole = b"".join(self._pieces)
            if len(whole) < LENGTH.size:
                return
            self._pieces = [whole[LENGTH.size :]]
            self._missing = LENGTH.unpack_from(whole)[0] - len(self._pieces[0])
        else:
            self._missing -= len(data)
        if self._missing <= 0 and self._answer is not None and not self._answer.done():
            pieces, self._pieces = self._pieces, []
            self._answer.set_result(pieces[0] if len(pieces) == 1 else b"".join(pieces))

    def close(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()
