"""The web process's end of a connection to a worker: one exchange at a time, on the event loop."""

import asyncio
from typing import cast

from server.engine.embedded.wire import LENGTH, Gone


class Connection(asyncio.Protocol):
    """Sends a message and hands over the whole answer."""

    def __init__(self) -> None:
        """Start unconnected; `loop.create_unix_connection` connects it."""
        self._transport: asyncio.WriteTransport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._pieces: list[bytes] = []
        self._missing = -1  # bytes of the answer that have not come; negative until they are known

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the exchange that is under way."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            gone = Gone()
            gone.__cause__ = exc
            self._answer.set_exception(gone)
            self._answer.exception()  # nobody may be waiting for it

    def is_open(self) -> bool:
        """Return whether the worker is still there, as far as is known."""
        return self._transport is not None

    def exchange(self, message: bytes) -> "asyncio.Future[bytes]":
        """Send a message and return the future of its answer; `Gone` where the worker has gone."""
        self._answer = answer = asyncio.get_running_loop().create_future()
        if self._transport is None:
            answer.set_exception(Gone())
            answer.exception()
        else:
            self._pieces, self._missing = [], -1
            self._transport.write(message)
        return answer

    def data_received(self, data: bytes) -> None:
        """Take what has come; the answer is whole when as much has come as its head says."""
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
