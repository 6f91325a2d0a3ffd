"""Handlers that are made when the first request for one of them comes."""

import asyncio
from collections.abc import Callable, Mapping

from server.http.message import Handler, Request, Response


class DeferredHandlers:
    """Handlers by path, made in a thread when they are first needed.

    For what costs much to import and that few use; a start need not wait for it.
    """

    def __init__(self, make: Callable[[], Mapping[str, Handler]]) -> None:
        """Keep how the handlers are made."""
        self._make = make
        self._making: asyncio.Task[Mapping[str, Handler]] | None = None

    def at(self, path: str) -> Handler:
        """Return a handler that hands each request to the one made for the path."""

        async def answer(request: Request) -> Response:
            if self._making is None:
                self._making = asyncio.create_task(asyncio.to_thread(self._make))
            # A client that goes while the handlers are made does not stop their making.
            handlers = await asyncio.shield(self._making)
            return await handlers[path](request)

        return answer
