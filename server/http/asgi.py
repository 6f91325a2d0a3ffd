"""Maps ASGI (https://asgi.readthedocs.io/) to requests and responses as plain values."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from server.http.client_address import client_behind, client_of
from server.http.message import Handler, Message, Receive, Request, Response, encoded

Send = Callable[[Message], Awaitable[None]]

# Bytes of a long body passed to the HTTP server at once, which buffers no more, and the seconds in
# which a client must receive them: at least 2 KiB per second.
_PIECE = 128 << 10
_PIECE_SECONDS = 60.0


class ClientGoneError(Exception):
    """The client has closed its connection."""


@dataclass(frozen=True, slots=True)
class Application:
    """An ASGI application that answers all requests with one handler.

    `proxies` is the number of trusted proxies before the server, which name the client. `root` is
    the public path of the server: a proxy may keep it in requests or remove it.
    """

    handler: Handler
    proxies: int = 0
    root: str = ""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = read_request(scope, receive, self.proxies, self.root)
        try:
            response = await self.handler(request)
        except ClientGoneError:
            return
        try:
            await _send(response, request, send)
        finally:
            if response.done is not None:
                response.done()


def read_request(scope: Message, receive: Receive, proxies: int = 0, root: str = "") -> Request:
    """Return the request of a scope; fields of one name are joined (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for key, content in scope["headers"]:
        name, value = key.decode("latin-1"), content.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    peer = (scope.get("client") or ("",))[0]
    address = client_behind(peer, headers.get("x-forwarded-for", ""), proxies) if proxies else peer
    # As sent, because percent-encoding in an IRI is part of the IRI.
    path = (scope.get("raw_path") or scope["path"].encode()).decode(errors="replace")
    return Request(
        method=scope["method"],
        path=_below(root, path),
        query_string=scope["query_string"],
        headers=headers,
        scheme=scope["scheme"],
        client=client_of(address),
        address=address,
        version=scope["http_version"],
        receive=receive,
    )


def _below(root: str, path: str) -> str:
    """Return a path without the root at its beginning."""
    if root and (path == root or path.startswith(f"{root}/")):
        return path.removeprefix(root) or "/"
    return path


async def _send(response: Response, request: Request, send: Send) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": int(response.status),
            "headers": response.fields or encoded(response),
        }
    )
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif response.pieces is None and len(response.body) <= _PIECE:
        await send({"type": "http.response.body", "body": response.body})
    else:
        await _send_long(response.pieces or _cut(response.body), send)


async def _send_long(pieces: AsyncIterator[bytes], send: Send) -> None:
    """Send piece by piece; end the connection if the client receives too slowly."""
    try:
        async for piece in pieces:
            async with asyncio.timeout(_PIECE_SECONDS):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    except TimeoutError:
        return
    await send({"type": "http.response.body", "body": b""})


async def _cut(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]
