"""The service: the served version of the dataset, and its replacement by a new one."""

import asyncio
import ctypes
import gc
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus

from server.engine import EngineError, Load
from server.http.message import Handler, Request, Response
from server.http.security_headers import secured
from server.query.operation import Operation, QueryKind
from server.service.version import Version
from server.sparql.result_page import SOURCE

_LOG = logging.getLogger("server")
_TEXT = (("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"))
_ASK = Operation("ASK {}", QueryKind.ASK, timeout=5.0)
# Seconds for which an answer of the engine counts as recent.
_LATELY = 2.0
# Seconds between checks of the dataset's files.
_LOOK = 1.0
# Seconds for requests to end on a replaced version.
_FAREWELL = 120.0

Loader = Callable[[], Awaitable[Version]]
Fingerprint = Callable[[], object]


class Service:
    """Answers from the current version; a new one replaces it completely or not at all."""

    def __init__(self, version: Version, load: Loader | None = None) -> None:
        """Serve a version; `load` makes the next one."""
        self.current = version
        self._load = load
        self._users: dict[int, int] = {}
        self._emptied: dict[int, asyncio.Event] = {}
        self._failed = False
        self._answered = -_LATELY
        self._reloading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def handler(self, own: Mapping[str, Handler]) -> Handler:
        """Return the handler of all requests; `own` are the service's own handlers by path."""

        async def answer(request: Request) -> Response:
            if request.path in own:
                return secured(await own[request.path](request), request)
            return await self._answer(self.current, request)

        return answer

    async def _answer(self, version: Version, request: Request) -> Response:
        """Return a version's response; the version is in use until the response has been sent."""
        key = id(version)
        self._users[key] = self._users.get(key, 0) + 1
        response = None
        try:
            response = await version.answer(request)
        finally:
            if response is None or response.pieces is None:
                self._leave(key)
        if response.pieces is None:
            return response

        def done() -> None:
            self._leave(key)
            if response.done:
                response.done()

        return replace(response, done=done)

    def _leave(self, key: int) -> None:
        self._users[key] -= 1
        if key in self._emptied and not self._users[key]:
            self._emptied[key].set()

    def load(self) -> Load:
        """Return the engine's load."""
        return self.current.engine.load()

    def under_way(self) -> int:
        """Return the number of running requests."""
        return sum(self._users.values())

    async def reload(self) -> None:
        """Load the dataset again and switch to it; if that fails, keep serving the old version."""
        if self._load is None or self._reloading.locked():
            return
        async with self._reloading:
            try:
                version = await self._load()
            except Exception:  # noqa: BLE001 -- after any error, keep serving the old data
                self._failed = True
                _LOG.exception("the new dataset is not taken over; the old one stays in service")
                return
            old, self.current, self._failed = self.current, version, False
            self._keep(asyncio.create_task(self._retire(old)))
            _LOG.warning("a new dataset is served: %s", version.engine.identity.checksum)

    async def watch(self, look: Fingerprint, *, always: bool) -> None:
        """Reload whenever the files have changed and are stable; never returns.

        Unless `always`, only if the engine has ended and cannot restart because the files changed.
        """
        seen = served = await asyncio.to_thread(look)
        while True:
            await asyncio.sleep(_LOOK)
            found = await asyncio.to_thread(look)
            is_settled, seen = found == seen, found
            if is_settled and found != served and (always or not self.current.engine.is_ready()):
                served = found
                await self.reload()

    async def close(self) -> None:
        """Stop the current version and the replaced ones that still answer requests."""
        for task in tuple(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.current.close()

    def health(self, _request: Request) -> Response:
        """Report that the server is alive, and whether the last reload failed."""
        note = "a new dataset could not be loaded; the log says why\n" if self._failed else ""
        return Response(HTTPStatus.OK, _TEXT, f"ok\n{note}".encode())

    async def readiness(self, _request: Request) -> Response:
        """Report whether the engine has recently answered a query."""
        if time.monotonic() - self._answered > _LATELY:
            try:
                await self.current.engine.answer(_ASK, SOURCE, "readyz")
            except EngineError as error:
                body = f"not ready: {error}\n".encode()
                return Response(
                    HTTPStatus.SERVICE_UNAVAILABLE, (*_TEXT, ("Retry-After", "2")), body
                )
            self._answered = time.monotonic()
        return Response(HTTPStatus.OK, _TEXT, b"ready\n")

    async def _retire(self, version: Version) -> None:
        """Close a version when its requests have ended."""
        try:
            if self._users.get(id(version)):
                self._emptied[id(version)] = emptied = asyncio.Event()
                await asyncio.wait_for(emptied.wait(), _FAREWELL)
        except TimeoutError:
            _LOG.warning("requests on the old dataset are cancelled")
        finally:
            await version.close()
            self._users.pop(id(version), None)
            self._emptied.pop(id(version), None)
            _forget_what_is_gone()

    def _keep(self, task: "asyncio.Task[None]") -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _forget_what_is_gone() -> None:
    """Free a replaced version, which has reference cycles and may be frozen (`gc.freeze`).

    glibc keeps about 100 MB of freed memory unless `malloc_trim` is called.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
