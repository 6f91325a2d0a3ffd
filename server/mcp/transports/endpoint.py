"""`/mcp`: the protocol over streamable HTTP, without sessions.

https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from server.http.errors import HttpError, Problem, method_is_not_allowed
from server.http.message import Headers, Message, Request, Response
from server.http.problem_kinds import FORBIDDEN_ORIGIN
from server.http.texts import text_of
from server.mcp.knowledge import Context, Knowledge
from server.mcp.transports.protocol import Protocol

_ALLOW = "POST, OPTIONS"
# Pages on this machine may call, such as an inspector or a notebook.
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# The server sets these headers itself for every response.
_NOT_PASSED_ON = frozenset({"content-length", "connection"})


@dataclass(frozen=True, slots=True)
class McpEndpoint:
    """Answers requests of the protocol; `origins` are the origins of pages that may call."""

    knowledge: Knowledge
    threads: Executor
    public_url: str = ""
    origins: tuple[str, ...] = ()

    async def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            HttpError: 403 for a page of another origin, 405 for methods other than POST.
        """
        self._check_origin(request)
        if request.method == "OPTIONS":
            return Response(HTTPStatus.NO_CONTENT, (("Allow", _ALLOW),))
        if request.method != "POST":
            # GET and DELETE are refused: there are no streams and no sessions.
            raise method_is_not_allowed(request.method, _ALLOW)
        origin = self.public_url or request.origin()
        context = Context(self.knowledge, origin=origin, client=request.client)
        server = Protocol(context, self.threads).server()
        manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
        exchange = _Exchange(request)
        async with manager.run():
            await manager.handle_request(exchange.scope(), exchange.receive, exchange.send)
        return exchange.response()

    def _check_origin(self, request: Request) -> None:
        """Refuse pages of other origins, which could attack a server in a private network.

        The Host header proves nothing: an attacker's domain can resolve to this machine.
        """
        origin = request.header("origin")
        if not origin or origin in self._allowed():
            return
        if _host(origin) not in _LOOPBACK:
            raise _origin_is_refused(origin)

    def _allowed(self) -> Iterator[str]:
        yield from self.origins
        if self.public_url:
            parts = urlsplit(self.public_url)
            yield f"{parts.scheme}://{parts.netloc}"


def _host(origin: str) -> str | None:
    """Return the host of an origin, None if it is malformed."""
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _origin_is_refused(origin: str) -> HttpError:
    return HttpError(Problem(FORBIDDEN_ORIGIN, text_of("problem.origin", origin=origin[:100])))


@dataclass(slots=True)
class _Exchange:
    """A request in the form of ASGI, and the response to it."""

    request: Request
    status: HTTPStatus = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: Headers = ()
    body: bytearray = field(default_factory=bytearray)
    sent: bool = False

    def scope(self) -> Message:
        """Return the scope of the request."""
        request = self.request
        fields = [
            (name.encode(), value.encode("latin-1")) for name, value in request.headers.items()
        ]
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": request.version,
            "method": request.method,
            "scheme": request.scheme,
            "path": request.path,
            "raw_path": request.path.encode(),
            "query_string": request.query_string,
            "root_path": "",
            "headers": fields,
            "client": (request.address, 0),
            "server": None,
        }

    async def receive(self) -> Message:
        """Return the body once; a disconnect cancels the request from outside."""
        if self.sent:
            await asyncio.Event().wait()
        self.sent = True
        return {"type": "http.request", "body": self.request.body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Keep the message of the response."""
        if message["type"] == "http.response.start":
            self.status = HTTPStatus(message["status"])
            self.headers = tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in message["headers"]
                if name.decode("latin-1").lower() not in _NOT_PASSED_ON
            )
        else:
            self.body += message.get("body", b"")

    def response(self) -> Response:
        """Return the complete response."""
        response = Response(self.status, self.headers, bytes(self.body))
        return response.with_header("Cache-Control", "no-store")
