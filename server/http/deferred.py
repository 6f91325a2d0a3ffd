"""Handlers that are made on the first request for one of them."""

from collections.abc import Callable, Mapping

from server.http.message import Handler, Request, Response
from server.http.on_demand import OnDemand


class DeferredHandlers:
    """Handlers by path, all made in a thread on the first request.

    For rarely used handlers with slow imports, so that a start need not wait for them.
    """

    def __init__(self, make: Callable[[], Mapping[str, Handler]]) -> None:
        """Keep the function that makes the handlers."""
        self._handlers = OnDemand(make)

    def at(self, path: str) -> Handler:
        """Return a handler that passes requests to the one made for the path."""

        async def answer(request: Request) -> Response:
            handlers = await self._handlers.get()
            return await handlers[path](request)

        return answer
