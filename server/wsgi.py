"""Between WSGI (PEP 3333) and our own requests and responses."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from server.clients import client_of
from server.errors import Text, request_is_malformed, request_is_too_large
from server.messages import Request, Response, is_host
from server.remembering import remembering

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_BODY = Text("本文", "The body")


def read_request(environ: "WSGIEnvironment", body_limit: int) -> Request:
    """Return the request with its whole body, of at most `body_limit` bytes.

    Raises:
        HttpError: 413 the body is larger, 400 its length is no number, or the host is none.
    """
    headers = _headers(environ)
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


def _headers(environ: "WSGIEnvironment") -> dict[str, str]:
    found = {
        _header_name(name): value for name, value in environ.items() if name.startswith("HTTP_")
    }
    return found | {
        "content-type": environ.get("CONTENT_TYPE") or found.get("content-type", ""),
    }


@remembering
def _header_name(variable: str) -> str:
    return variable.removeprefix("HTTP_").replace("_", "-").lower()


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
    status = f"{response.status.value} {response.status.phrase}"
    length = ("Content-Length", str(len(response.body)))
    start_response(status, [*response.headers, length])
    return [b"" if method == "HEAD" else response.body]
