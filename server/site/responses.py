"""Makes responses of Flask: pages, JSON, files, redirects."""

from pathlib import Path

from flask import Response, after_this_request, request, send_file

from server.http.language import Language
from server.http.message import Request
from server.http.negotiation import choose_language
from server.rdf.addresses import Addresses
from server.site.page_cache import Rendered

_BYTES = "bytes="


def html(page: str, language: Language) -> Response:
    """Return a page as a response."""
    answer = answered(page.encode(), "text/html; charset=utf-8")
    answer.headers["Content-Language"] = language
    return answer


def to_language(addresses: Addresses, path: str) -> Response:
    """Redirect to a page in the reader's language, with the same parameters."""
    code = choose_language(request.headers.get("Accept-Language", ""))
    location = addresses.url_of(f"{code}/{path}", request.args.items(multi=True))
    headers = {"Location": location, "Vary": "Accept-Language"}
    return Response(status=302, headers=headers)


def origin_of(addresses: Addresses) -> str:
    """Return scheme and host of the site: as configured, else from the request.

    A response that contains the host of its request varies by it: no cache may send it to clients
    that sent another host.
    """
    if addresses.origin:
        return addresses.origin
    after_this_request(_of_host)
    received = Request("GET", headers={"host": request.host}, scheme=request.scheme)
    return received.origin().rstrip("/")


def _of_host(response: Response) -> Response:
    response.vary.add("Host")
    return response


def json_answer(document: str) -> Response:
    """Return a JSON document, which may depend on Accept-Language."""
    answer = answered(f"{document}\n".encode(), "application/json")
    answer.headers["Vary"] = "Accept-Language"
    return answer


def answered(body: bytes, media_type: str) -> Response:
    """Return a body with a max-age and an entity tag, for caching and revalidation."""
    return answered_with(Rendered.of(body), media_type)


def answered_with(page: Rendered, media_type: str) -> Response:
    """Return a rendered page or document with a max-age and its entity tag."""
    answer = Response(page.body, 200, {"Content-Type": media_type})
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.set_etag(page.tag)
    answer.make_conditional(request)
    return answer


def attached(body: bytes, media_type: str, name: str) -> Response:
    """Return a body as an attachment; its name must be ASCII."""
    answer = answered(body, media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def without_slash(addresses: Addresses, path: str) -> Response:
    """Redirect from a path with slashes at its end to the one without."""
    target = addresses.url_of(path.rstrip("/"), request.args.items(multi=True))
    return Response(status=308, headers={"Location": target})


def file_or_part(path: Path, media_type: str, tag: str) -> Response:
    """Return a file with a strong ETag, or the part of it in the Range header.

    Raises:
        OSError: There is no such file.
        RequestedRangeNotSatisfiable: The file does not have that part.
    """
    if not request.headers.get("Range", _BYTES).startswith(_BYTES):
        # Ranges in other units are ignored (RFC 9110, 14.2).
        del request.environ["HTTP_RANGE"]
    return send_file(path, media_type, conditional=True, etag=tag)
