"""Limits each client: requests at once, incoming bodies, long responses being sent.

Also checks what HTTP requires of every request (RFC 9110, RFC 9112).
"""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from server.bounds.quota import Quota, QuotaExceededError
from server.http.asgi import ClientGoneError
from server.http.errors import (
    HttpError,
    body_is_too_slow,
    method_is_unknown,
    request_is_malformed,
    request_is_too_large,
    server_is_busy,
    transfer_coding_is_unknown,
)
from server.http.message import Handler, Request, Response, is_host
from server.http.texts import text_of

# Seconds for a body to arrive, and the bytes that earn one more second.
_BODY_SECONDS = 10.0
_BODY_RATE = 16 << 10
# Minimum bytes of a response for it to count while it is being sent.
_LONG = 1 << 20
# Retry-After in seconds.
_RETRY_AFTER = 5
_ASKING = frozenset({"POST", "QUERY"})


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Calls `following` for requests within limits.

    A body of at most `body` bytes is read for the paths in `querying`, and ignored elsewhere.
    `result` is the maximum length in bytes of a response in memory.
    """

    following: Handler
    querying: frozenset[str]
    body: int
    result: int
    _requests: Quota = field(default_factory=lambda: Quota(2048, 256))
    _bodies: Quota = field(default_factory=lambda: Quota(512, 64))
    _sending: list[Quota] = field(default_factory=list)

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        check(request)
        try:
            with self._requests.held(request.client):
                whole = await self._with_body(request)
                response = await self.following(whole)
                return self._bounded(response, request.client)
        except QuotaExceededError as error:
            raise server_is_busy(_RETRY_AFTER, of_client=error.of_client) from error

    async def _with_body(self, request: Request) -> Request:
        if request.method not in _ASKING or request.path not in self.querying:
            return request
        length = request.header("content-length")
        if length and not (length.isascii() and length.isdigit()):
            raise request_is_malformed(text_of("problem.content_length"))
        if length and int(length) > self.body:
            raise request_is_too_large(text_of("problem.body"), self.body)
        if not length and not request.header("transfer-encoding"):
            return request
        with self._bodies.held(request.client):
            return replace(request, body=await read_body(request, self.body))

    def _bounded(self, response: Response, client: str) -> Response:
        """Return a response that holds its share of the memory quota until it is sent."""
        if len(response.body) < _LONG:
            return response
        if not self._sending:
            self._sending.append(Quota(8 * self.result, 3 * self.result))
        held = ExitStack()
        held.enter_context(self._sending[0].held(client, len(response.body)))
        if response.done:
            held.callback(response.done)
        return replace(response, done=held.close)


def check(request: Request) -> None:
    """Check a request against the rules of HTTP.

    Raises:
        HttpError: 400 for no host or several, 501 for an unknown method or transfer coding.
    """
    # https://www.rfc-editor.org/rfc/rfc9112#section-3.2 -- optional in HTTP/1.0.
    host = request.header("host")
    if not is_host(host) and (host or request.version not in {"1", "1.0"}):
        raise _host_is_malformed()
    if not request.method.isupper():
        raise method_is_unknown(request.method)
    coding = request.header("transfer-encoding")
    if coding and coding.strip().lower() != "chunked":
        raise transfer_coding_is_unknown(coding)


def _host_is_malformed() -> HttpError:
    return request_is_malformed(text_of("problem.host"))


async def read_body(request: Request, limit: int) -> bytes:
    """Return the whole body, of at most `limit` bytes, if it arrives at the minimum rate.

    Raises:
        HttpError: 413 for a larger body, 408 for a slow one.
        ClientGoneError: The client disconnected before the end.
    """
    body = bytearray()
    start = asyncio.get_running_loop().time()
    more = True
    while more:
        due = start + _BODY_SECONDS + len(body) / _BODY_RATE
        try:
            async with asyncio.timeout_at(due):
                message = await request.receive()
        except TimeoutError as error:
            raise body_is_too_slow() from error
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise request_is_too_large(text_of("problem.body"), limit)
    return bytes(body)
