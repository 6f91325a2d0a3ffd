"""A value that is made on the first request that needs it."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class OnDemand(Generic[Made]):
    """A value made once in a thread; after a failure the next request tries again.

    It is finished even if the client of the request disconnects.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        """Keep the function that makes the value."""
        self._make = make
        self._making: asyncio.Task[Made] | None = None

    async def get(self) -> Made:
        """Return the value; raises the errors of the function that makes it."""
        making = self._making
        if making is None or (making.done() and (making.cancelled() or making.exception())):
            making = self._making = asyncio.create_task(asyncio.to_thread(self._make))
        return await asyncio.shield(making)
