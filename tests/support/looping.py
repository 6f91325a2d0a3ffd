"""An event loop in a thread, so that blocking tests can use an asynchronous engine."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from server.engine import Answer, Limits, Load, QueryDefaults
from server.engine.embedded.engine import EmbeddedEngine
from server.query.operation import Operation
from server.rdf.formats import Format

Result = TypeVar("Result")


def on_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Return a test that runs a coroutine on an event loop of its own."""

    @wraps(test)
    def run(*arguments: object, **named: object) -> None:
        asyncio.run(test(*arguments, **named))

    return run


class Loop:
    """An event loop that runs in a thread of its own."""

    def __init__(self) -> None:
        """Start the thread."""
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Return what a coroutine returns, run on the loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def close(self) -> None:
        """Stop the loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@dataclass(frozen=True, slots=True)
class BlockingEngine:
    """An embedded engine that a test asks from any thread."""

    engine: EmbeddedEngine
    loop: Loop

    def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole result."""
        return self.loop.run(self.engine.answer(operation, form, client))

    def load(self) -> Load:
        """Return the queries in the engine and the number of ended workers."""

        async def ask() -> Load:
            return self.engine.load()

        return self.loop.run(ask())


@contextmanager
def started(
    path: Path,
    limits: Limits | None = None,
    setting: QueryDefaults | None = None,
    prepared: Path | None = None,
) -> Iterator[BlockingEngine]:
    """Yield an engine over the dataset of a file or of its prepared store; close it after."""
    loop = Loop()
    engine = EmbeddedEngine(path, limits, setting, prepared=prepared)
    try:
        loop.run(engine.start())
        yield BlockingEngine(engine, loop)
    finally:
        loop.run(engine.close())
        loop.close()
