"""Between WSGI (PEP 3333) and our own requests and responses."""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from server.http.client_address import client_of
from server.http.errors import Text, request_is_malformed, request_is_too_large
from server.http.message import Request, Response, is_host
from server.http.remembering import remembering

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_BODY = Text("本文", "The body")
# Headers of a request that WSGI names as CGI does.
_UNMARKED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_STATUS_LINES = {status: f"{status.value} {status.phrase}" for status in HTTPStatus}


def read_request(environ: "WSGIEnvironment", body_limit: int) -> Request:
    """Return the request with its whole body, of at most `body_limit` bytes.

    Raises:
        HttpError: 413 the body is larger, 400 its length is no number, or the host is none.
    """
    headers = _Headers(environ)
    # https://www.rfc-editor.org/rfc/rfc9112#section-3.2 -- HTTP/1.0 may leave it out.
    host = headers.get("host", "")
    if not is_host(host) and (host or environ.get("SERVER_PROTOCOL") != "HTTP/1.0"):
        raise request_is_malformed(
            Text(
                "Host ヘッダーが一つの正しいホスト名ではありません。", "Host names no single host."
            )
        )
    method = str(environ["REQUEST_METHOD"]).upper()
    return Request(
        method=method,
        path=environ.get("PATH_INFO", "/").encode("latin-1").decode(errors="replace"),
        query_string=environ.get("QUERY_STRING", "").encode("latin-1"),
        headers=headers,
        body=b"" if method in {"GET", "HEAD", "OPTIONS"} else _body(environ, body_limit),
        scheme=environ.get("wsgi.url_scheme", "http"),
        client=client_of(environ.get("REMOTE_ADDR", "")),
    )


class _Headers(Mapping[str, str]):
    """The headers of a request by names in lower case, read as they are asked for: few are."""

    __slots__ = ("_environ",)

    def __init__(self, environ: "WSGIEnvironment") -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        found: str = self._environ[_variable(name)]
        return found

    # Mapping's own may return anything, and raises and catches an error for each that is missing.
    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        found: str = self._environ.get(_variable(name), default)
        return found

    def __iter__(self) -> Iterator[str]:
        found = (name for name in self._environ if name.startswith("HTTP_"))
        yield from (name.removeprefix("HTTP_").replace("_", "-").lower() for name in found)
        yield from (name for name, variable in _UNMARKED.items() if variable in self._environ)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@remembering
def _variable(name: str) -> str:
    return _UNMARKED.get(name) or "HTTP_" + name.replace("-", "_").upper()


def _body(environ: "WSGIEnvironment", limit: int) -> bytes:
    length = _content_length(environ)
    if length is not None and length > limit:
        raise request_is_too_large(_BODY, limit)
    if length is None and not environ.get("wsgi.input_terminated"):
        return b""
    body: bytes = environ["wsgi.input"].read(limit + 1 if length is None else length)
    if len(body) > limit:
        raise request_is_too_large(_BODY, limit)
    if length is not None and len(body) < length:
        raise request_is_malformed(
            Text("本文が途中で終わっています。", "The body ends before its Content-Length.")
        )
    return body


def _content_length(environ: "WSGIEnvironment") -> int | None:
    text = environ.get("CONTENT_LENGTH") or ""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise request_is_malformed(
            Text("Content-Length が数ではありません。", "Bad Content-Length.")
        )
    return int(text)


def send(response: Response, method: str, start_response: "StartResponse") -> Iterable[bytes]:
    """Start the response; HEAD gets the same headers and no body (RFC 9110, 9.3.2)."""
    length = ("Content-Length", str(len(response.body)))
    start_response(_STATUS_LINES[response.status], [*response.headers, length])
    return [b"" if method == "HEAD" else response.body]
