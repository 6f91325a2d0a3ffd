"""Values that take a moment to make: started in a thread, awaited when needed."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Prepared(Generic[Made]):
    """A value made in a background thread; `get` raises the errors of its function."""

    def __init__(self, make: Callable[[], Made]) -> None:
        """Start to make the value."""
        self._future: Future[Made] = Future()
        Thread(target=self._run, args=(make,), daemon=True).start()

    def get(self) -> Made:
        """Wait for the value and return it."""
        return self._future.result()

    def _run(self, make: Callable[[], Made]) -> None:
        try:
            self._future.set_result(make())
        except Exception as error:  # noqa: BLE001 -- raised again by `get`
            self._future.set_exception(error)
