"""HTTP requests and responses as plain values, free of any framework."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from server.http.remembering import remembering

# A name or an address with its port (RFC 3986, 3.2.2), underscores too, as container names have.
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")

Headers = tuple[tuple[str, str], ...]


@remembering
def is_host(text: str) -> bool:
    """Return whether a text is one name or address, with or without a port."""
    return _HOST.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Request:
    """A request: `query_string` and `body` are bytes as sent, header names are in lower case.

    `client` tells one client from another: its address.
    """

    method: str
    path: str = "/"
    query_string: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    scheme: str = "http"
    client: str = ""

    def header(self, name: str) -> str:
        """Return a header's value, empty where it was not sent."""
        return self.headers.get(name, "")

    def origin(self) -> str:
        """Return the address of the server as the client wrote it, with a slash at its end."""
        host = self.header("host")
        return f"{self.scheme}://{host if is_host(host) else 'localhost'}/"


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response; the body is complete before the status line is sent."""

    status: HTTPStatus
    headers: Headers
    body: bytes

    def with_headers(self, *headers: tuple[str, str]) -> "Response":
        """Return the same response with further headers."""
        return Response(self.status, (*self.headers, *headers), self.body)
