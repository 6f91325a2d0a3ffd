"""Answers with a body that was made for this request."""

import hashlib

from flask import Response, request

from server.languages import Language


def html(page: str, language: Language) -> Response:
    """Return a page."""
    answer = answered(page.encode(), "text/html; charset=utf-8")
    answer.headers["Content-Language"] = language
    return answer


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
