"""The outermost layer: what every answer has, and what happens when anything goes wrong."""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from server.http.errors import HttpError, server_has_a_fault
from server.http.message import Headers, Request, Response
from server.http.plain_page import Layout, bare
from server.http.problem_details import render
from server.starting import HeaderList, MaybeExceptionInfo, Write
from server.wsgi import read_request, send

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


Handler = Callable[[Request], Response]

_LOG = logging.getLogger("server.http.errors")
_ANYBODY = ("Access-Control-Allow-Origin", "*")

# https://fetch.spec.whatwg.org/#http-cors-protocol; credentials are never allowed.
_REQUEST_HEADERS = (
    *("Accept", "Accept-Language", "Content-Type", "Cache-Control", "Pragma", "X-Requested-With"),
    *("If-Modified-Since", "If-None-Match", "If-Range", "Range"),
)
_PREFLIGHT: Headers = (
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, QUERY, OPTIONS"),
    ("Access-Control-Allow-Headers", ", ".join(_REQUEST_HEADERS)),
    ("Access-Control-Max-Age", "86400"),
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SECURITY: Headers = (
    _ANYBODY,
    (
        "Access-Control-Expose-Headers",
        (
            "Accept-Query, Accept-Ranges, Allow, Content-Disposition, Content-Encoding, "
            "Content-Location, Content-Range, ETag, Link, Retry-After, Server-Timing"
        ),
    ),
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
_NAMES = frozenset(name.lower() for name, _ in SECURITY)


@dataclass(frozen=True, slots=True)
class Edge:
    """A WSGI application: our own handlers by path, and another application for all other paths.

    `body_limit` is in bytes; `layout` is the frame of a page that tells what went wrong.
    """

    handlers: dict[str, Handler]
    otherwise: "WSGIApplication"
    body_limit: int
    layout: Layout = bare

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; nothing that happens inside leaves without its headers."""
        handler = self.handlers.get(environ.get("PATH_INFO", "/"))
        if handler is None:
            return self._other(environ, start_response)
        response = self._answer(handler, environ)
        return send(response, environ["REQUEST_METHOD"], start_response)

    def _answer(self, handler: Handler, environ: "WSGIEnvironment") -> Response:
        try:
            response = self._handled(handler, environ)
        except Exception:  # noqa: BLE001 -- the last resort: logged, and answered without detail
            response = fault(asked(environ))
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return response.with_headers(*SECURITY, *_PREFLIGHT)
        return response.with_headers(*SECURITY)

    def _handled(self, handler: Handler, environ: "WSGIEnvironment") -> Response:
        try:
            return handler(read_request(environ, self.body_limit))
        except HttpError as error:
            return render(error.problem, asked(environ), self.layout)

    def _other(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start(status: str, headers: HeaderList, info: MaybeExceptionInfo = None, /) -> Write:
            given = (*_without_security(tuple(headers)), *SECURITY)
            further = _PREFLIGHT if environ["REQUEST_METHOD"] == "OPTIONS" else ()
            return start_response(status, [*given, *further], info)

        try:
            return self.otherwise(environ, start)
        except Exception:  # noqa: BLE001 -- the last resort: logged, and answered without detail
            response = fault(asked(environ)).with_headers(*SECURITY)
            return send(response, environ["REQUEST_METHOD"], start_response)


def fault(request: Request) -> Response:
    """Log the exception at hand under a new identifier, and return an answer with only that."""
    identifier = secrets.token_hex(6)
    _LOG.exception("fault %s in %s", identifier, request.method)
    return render(server_has_a_fault(identifier), request)


def health(_request: Request) -> Response:
    """Say that the server answers."""
    return Response(HTTPStatus.OK, (("Content-Type", "text/plain; charset=utf-8"),), b"ok\n")


def asked(environ: "WSGIEnvironment") -> Request:
    """Return what an answer depends on of a request that cannot be read, or need not be."""
    wishes = {
        "accept": environ.get("HTTP_ACCEPT", ""),
        "accept-language": environ.get("HTTP_ACCEPT_LANGUAGE", ""),
    }
    path, query = environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", "")
    return Request(environ["REQUEST_METHOD"], path, query.encode("latin-1"), wishes)


def _without_security(headers: Headers) -> Headers:
    return tuple(header for header in headers if header[0].lower() not in _NAMES)
