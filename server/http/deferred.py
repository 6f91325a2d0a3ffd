"""Handlers that are made when the first request for one of them comes."""

from collections.abc import Callable, Mapping

from server.http.message import Handler, Request, Response
from server.http.on_demand import OnDemand


class DeferredHandlers:
    """Handlers by path, made in a thread when they are first needed.

    For what costs much to import and that few use; a start need not wait for it.
    """

    def __init__(self, make: Callable[[], Mapping[str, Handler]]) -> None:
        """Keep how the handlers are made."""
        self._handlers = OnDemand(make)

    def at(self, path: str) -> Handler:
        """Return a handler that hands each request to the one made for the path."""

        async def answer(request: Request) -> Response:
            handlers = await self._handlers.get()
            return await handlers[path](request)

        return answer
