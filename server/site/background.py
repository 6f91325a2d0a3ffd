"""What takes a moment to make: begun at once in a thread of its own, waited for when needed."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Prepared(Generic[Made]):
    """A value that is made in the background; what its maker raises is raised by `get`."""

    def __init__(self, make: Callable[[], Made]) -> None:
        """Begin to make it."""
        self._future: Future[Made] = Future()
        Thread(target=self._run, args=(make,), daemon=True).start()

    def get(self) -> Made:
        """Return the value, as soon as it is made."""
        return self._future.result()

    def _run(self, make: Callable[[], Made]) -> None:
        try:
            self._future.set_result(make())
        except Exception as error:  # noqa: BLE001 -- raised again by `get`
            self._future.set_exception(error)
