"""Calls a WSGI application (PEP 3333) in a small thread pool."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from server.http.message import Request, Response

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

# Maximum bytes of a body held in memory, so that it can be compressed and cached.
_SHORT = 8 << 20
# Bytes of a longer body that a thread reads at once.
_PIECE = 256 << 10
# Headers whose CGI names have no HTTP_.
_UNMARKED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


@dataclass(frozen=True, slots=True)
class Threaded:
    """A handler that calls a WSGI application in a thread."""

    application: "WSGIApplication"
    threads: ThreadPoolExecutor

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        response, rest = await loop.run_in_executor(self.threads, self._call, request)
        if rest is None:
            return response
        return replace(response, pieces=self._pieces(rest), done=_closing(rest))

    def _call(self, request: Request) -> tuple[Response, Iterable[bytes] | None]:
        """Return the response, and the rest of its body if it is long."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> object:
            started.append((status, headers))
            return None

        body = self.application(environ_of(request), start)  # type: ignore[arg-type] # Flask does not call `write`
        status, fields = started[-1]
        headers = tuple(item for item in fields if item[0].lower() != "content-length")
        length = next((value for name, value in fields if name.lower() == "content-length"), "")
        if length.isdigit() and int(length) > _SHORT and request.method != "HEAD":
            return Response(HTTPStatus(int(status[:3])), tuple(fields)), body
        whole = b"".join(body)
        _closing(body)()
        if request.method == "HEAD":  # its length is that of the body of GET
            headers = tuple(fields)
        return Response(HTTPStatus(int(status[:3])), headers, whole), None

    async def _pieces(self, body: Iterable[bytes]) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        pieces = iter(body)
        while piece := await loop.run_in_executor(self.threads, _joined, pieces):
            yield piece


def _joined(pieces: Iterator[bytes]) -> bytes:
    """Return the next pieces joined; empty at the end."""
    joined = bytearray()
    for piece in pieces:
        joined += piece
        if len(joined) >= _PIECE:
            break
    return bytes(joined)


def _closing(body: Iterable[bytes]) -> Callable[[], None]:
    def close() -> None:
        function = getattr(body, "close", None)
        if function is not None:
            function()

    return close


def environ_of(request: Request) -> "WSGIEnvironment":
    """Return the environment of a request, whose body must have been read.

    Headers with an underscore are left out: in CGI they equal the one with a hyphen.
    """
    host, _, port = request.header("host").partition(":")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.query_string.decode("latin-1"),
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "REMOTE_ADDR": request.address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        if "_" not in name:
            environ[_UNMARKED.get(name) or f"HTTP_{name.replace('-', '_').upper()}"] = value
    environ["CONTENT_LENGTH"] = str(len(request.body))
    return environ
