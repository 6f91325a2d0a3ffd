"""Answers with a body that was made for this request."""

import hashlib

from flask import Response, request

from server.http.language import Language
from server.http.negotiation import choose_language
from server.rdf.addresses import Addresses


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


def without_slash(addresses: Addresses, path: str) -> Response:
    """Return the way from a path with slashes at its end, as people type it, to that without."""
    target = addresses.url_of(path.rstrip("/"), request.args.items(multi=True))
    return Response(status=308, headers={"Location": target})
