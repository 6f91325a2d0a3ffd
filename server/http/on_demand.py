"""A value that few requests need, made when the first of them comes."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class OnDemand(Generic[Made]):
    """A value that is made in a thread, once; where its making fails, the next request tries again.

    A client that goes while the value is made does not stop its making.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        """Keep how the value is made."""
        self._make = make
        self._making: asyncio.Task[Made] | None = None

    async def get(self) -> Made:
        """Return the value; what its maker raises is raised here."""
        making = self._making
        if making is None or (making.done() and (making.cancelled() or making.exception())):
            making = self._making = asyncio.create_task(asyncio.to_thread(self._make))
        return await asyncio.shield(making)
