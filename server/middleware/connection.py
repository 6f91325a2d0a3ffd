"""Cancels a handler when its client disconnects."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from server.http.asgi import ClientGoneError
from server.http.message import Handler, Request, Response

# Seconds before the connection is watched: most answers come sooner.
_WATCH_AFTER = 0.05


@dataclass(slots=True)
class _Watch:
    """Cancels a task when the client of its request disconnects."""

    request: Request
    answering: "asyncio.Task[object] | None"
    task: "asyncio.Task[None] | None" = None
    gone: bool = field(default=False)

    def start(self) -> None:
        self.task = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        if self.answering:
            self.answering.cancel()

    async def stop(self) -> None:
        if self.task and not self.task.done():
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task


async def while_connected(handler: Handler, request: Request) -> Response:
    """Return the handler's response; cancel it if the client disconnects.

    Raises:
        ClientGoneError: The client has disconnected.
    """
    watch = _Watch(request, asyncio.current_task())
    timer = asyncio.get_running_loop().call_later(_WATCH_AFTER, watch.start)
    try:
        return await handler(request)
    except asyncio.CancelledError:
        if not watch.gone or watch.answering is None:
            raise
        watch.answering.uncancel()
        raise ClientGoneError from None
    finally:
        timer.cancel()
        await watch.stop()
