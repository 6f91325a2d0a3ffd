"""Responses by Flask: pages, JSON, files, redirects."""

import hashlib
from pathlib import Path

from flask import Response, request, send_file

from server.http.language import Language
from server.http.negotiation import choose_language
from server.rdf.addresses import Addresses

_BYTES = "bytes="


def html(page: str, language: Language) -> Response:
    """Return a page."""
    answer = answered(page.encode(), "text/html; charset=utf-8")
    answer.headers["Content-Language"] = language
    return answer


def to_language(addresses: Addresses, path: str) -> Response:
    """Return the way to a page in the reader's language, with the same parameters."""
    code = choose_language(request.headers.get("Accept-Language", ""))
    place = addresses.url_of(f"{code}/{path}", request.args.items(multi=True))
    headers = {"Location": place, "Vary": "Accept-Language"}
    return Response(status=302, headers=headers)


def origin_of(addresses: Addresses) -> str:
    """Return scheme and host of the site: as configured, or as the client sees them."""
    return addresses.origin or request.host_url.rstrip("/")


def json_answer(document: str) -> Response:
    """Return a JSON document; it may be in the language that the client likes best."""
    answer = answered(f"{document}\n".encode(), "application/json")
    answer.headers["Vary"] = "Accept-Language"
    return answer


def answered(body: bytes, media_type: str) -> Response:
    """Return a body that may be kept for a while, and is not sent again when unchanged."""
    answer = Response(body, 200, {"Content-Type": media_type})
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


def attached(body: bytes, media_type: str, name: str) -> Response:
    """Return a file to save; its name is ASCII."""
    answer = answered(body, media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def without_slash(addresses: Addresses, path: str) -> Response:
    """Return the way from a path with slashes at its end, as people type it, to that without."""
    target = addresses.url_of(path.rstrip("/"), request.args.items(multi=True))
    return Response(status=308, headers={"Location": target})


def file_or_part(path: Path, media_type: str, tag: str) -> Response:
    """Return a file with a strong ETag, or the part of it that the request's Range names.

    Raises:
        OSError: there is no such file.
        RequestedRangeNotSatisfiable: it has no such part.
    """
    if not request.headers.get("Range", _BYTES).startswith(_BYTES):
        # Parts counted in anything else are ignored (RFC 9110, 14.2).
        del request.environ["HTTP_RANGE"]
    return send_file(path, media_type, conditional=True, etag=tag)
