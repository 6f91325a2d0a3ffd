"""HTTP requests and responses as plain values, independent of frameworks."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from server.bounds.bounded_cache import cached_by_text

# A host with optional port (RFC 3986, 3.2.2); also underscores, which container names have.
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")

Headers = tuple[tuple[str, str], ...]
Fields = list[tuple[bytes, bytes]]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]


# Statuses whose messages have no body and no length (RFC 9110, 8.6).
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


@cached_by_text
def is_host(text: str) -> bool:
    """Return whether a text is a single host, with or without a port."""
    return _HOST.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Request:
    """A request: `path` (percent-encoded), `query_string` and `body` as sent, lower-case headers.

    `address` is that of the client, `client` the key common to all addresses of one client. The
    body is empty until it has been read with `receive` (ASGI).
    """

    method: str
    path: str = "/"
    query_string: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    scheme: str = "http"
    client: str = ""
    address: str = ""
    version: str = "1.1"
    receive: Receive = _nothing

    def header(self, name: str) -> str:
        """Return a header's value, "" if it was not sent."""
        return self.headers.get(name, "")

    def origin(self) -> str:
        """Return the server's address in the client's request, with a slash at its end."""
        host = self.header("host")
        return f"{self.scheme}://{host if is_host(host) else 'localhost'}/"


@dataclass(frozen=True, slots=True)
class Response:
    """A response: in `body`, or in `pieces` if it is long; then a header has the length.

    `cached`: it comes from a cache. `fields` are its encoded headers, if already made. `done` is
    called once, when it has been sent or sending has failed.
    """

    status: HTTPStatus
    headers: Headers
    body: bytes = b""
    pieces: AsyncIterator[bytes] | None = None
    cached: bool = False
    fields: Fields | None = None
    done: Callable[[], None] | None = None

    def header(self, name: str) -> str:
        """Return the values of a header, "" without such a header; `name` is in lower case."""
        return ", ".join([value for key, value in self.headers if key.lower() == name])

    def with_headers(self, *headers: tuple[str, str]) -> "Response":
        """Return the same response with further headers."""
        return replace(self, headers=(*self.headers, *headers), fields=None)

    def with_header(self, name: str, value: str) -> "Response":
        """Return the same response with only this value of a header."""
        lower = name.lower()
        others = tuple(item for item in self.headers if item[0].lower() != lower)
        return replace(self, headers=(*others, (name, value)), fields=None)

    def with_fields(self) -> "Response":
        """Return the same response with its headers encoded."""
        return replace(self, fields=encoded(self))


Handler = Callable[[Request], Awaitable[Response]]


@lru_cache(maxsize=256)
def _as_sent(name: str) -> bytes:
    return name.lower().encode("latin-1")


def encoded(response: Response) -> Fields:
    """Return the encoded headers of a response, with Content-Length if it has one."""
    fields = [(_as_sent(name), value.encode("latin-1")) for name, value in response.headers]
    has_length = response.pieces is not None or response.status in _BODILESS
    if not has_length and all(name != b"content-length" for name, _ in fields):
        fields.append((b"content-length", b"%d" % len(response.body)))
    return fields
