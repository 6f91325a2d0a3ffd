"""HTTP requests and responses as plain values, free of any framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request: `query_string` and `body` are bytes as sent, header names are in lower case."""

    method: str
    path: str = "/"
    query_string: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return a header's value, empty where it was not sent."""
        return self.headers.get(name, "")


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response; the body is complete before the status line is sent."""

    status: HTTPStatus
    headers: Headers
    body: bytes

    def with_headers(self, *headers: tuple[str, str]) -> "Response":
        """Return the same response with further headers."""
        return replace(self, headers=(*self.headers, *headers))
