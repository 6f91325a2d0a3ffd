"""Small documents about the endpoint: VoID, common prefixes, software and dataset."""

import json
from collections.abc import Callable, Mapping
from html import escape
from http import HTTPStatus

from server.engine.installation import build, version
from server.engine.loading import Identity
from server.http.errors import method_is_not_allowed
from server.http.message import Handler, Headers, Request, Response
from server.http.negotiation import best_media_type, choose_language
from server.http.on_demand import OnDemand
from server.http.plain_page import Layout, Page, bare
from server.http.texts import text_of
from server.rdf.format_negotiation import choose, no_format_is_acceptable
from server.rdf.formats import Shape, formats_for
from server.sparql.service_description import DatasetDescriptions

_READ = "GET, HEAD, OPTIONS"
_PREFIX_TYPES = ("application/json", "text/turtle", "text/html", "text/plain")

Document = Callable[[Request], Response]


def readable(document: Document) -> Handler:
    """Return a handler of GET, HEAD and OPTIONS; other methods are refused."""

    async def answer(request: Request) -> Response:
        return document(request)

    return read_only(answer)


def read_only(handler: Handler) -> Handler:
    """Return a handler of GET, HEAD and OPTIONS; other methods are refused."""

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(HTTPStatus.NO_CONTENT, (("Allow", _READ),), b"")
        if request.method not in {"GET", "HEAD"}:
            raise method_is_not_allowed(request.method, _READ)
        return await handler(request)

    return answer


def void_of(description: OnDemand[DatasetDescriptions], public_url: str) -> Handler:
    """Return the handler of `/.well-known/void` (VoID, 7.2)."""

    async def answer(request: Request) -> Response:
        accept = request.header("accept")
        choice = choose(accept, Shape.GRAPH)
        if choice is None:
            raise no_format_is_acceptable(accept, formats_for(Shape.GRAPH))
        # Browsers get Turtle: it is readable, and there is no HTML page.
        turtle = formats_for(Shape.GRAPH)[0]
        is_page = choice.format.name == "html"
        format_, media_type = (
            (turtle, turtle.media_type) if is_page else (choice.format, choice.media_type)
        )
        body = (await description.get()).void(format_, public_url or request.origin())
        return Response(HTTPStatus.OK, _headers(media_type), body)

    return read_only(answer)


def prefixes_of(prefixes: Mapping[str, str], layout: Layout = bare) -> Document:
    """Return the handler of `/prefixes`: the prefixes that queries need not declare."""

    def answer(request: Request) -> Response:
        media_type = best_media_type(request.header("accept"), _PREFIX_TYPES)
        chosen = media_type or _PREFIX_TYPES[0]
        if chosen == "text/html":
            page = _prefix_page(prefixes, choose_language(request.header("accept-language")))
            headers = (*_headers(chosen)[:1], ("Vary", "Accept, Accept-Language"))
            return Response(HTTPStatus.OK, headers, layout(page).encode())
        return Response(HTTPStatus.OK, _headers(chosen), _prefixes(prefixes, chosen))

    return answer


def _prefixes(prefixes: Mapping[str, str], media_type: str) -> bytes:
    if media_type == "application/json":
        return (json.dumps(prefixes, indent=1) + "\n").encode()
    if media_type == "text/turtle":
        lines = (f"@prefix {name}: <{namespace}> ." for name, namespace in prefixes.items())
        return ("\n".join(lines) + "\n").encode()
    return _declared(prefixes).encode()


def _declared(prefixes: Mapping[str, str]) -> str:
    return "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in prefixes.items())


def _prefix_page(prefixes: Mapping[str, str], language: str) -> Page:
    title = text_of("page.prefixes").in_language(language)
    return Page(title, f'<pre lang="">{escape(_declared(prefixes))}</pre>', language)


def _headers(media_type: str) -> Headers:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return (("Content-Type", media_type + charset), ("Vary", "Accept"))


def about_of(identity: Identity) -> Document:
    """Return the handler of `/about.json`: software and dataset, for operators of replicas."""
    modified = identity.modified.isoformat() if identity.modified else None
    served = {"version": identity.version, "checksum": identity.checksum, "modified": modified}
    software = {"name": "digigov", "version": version(), "build": build()}
    body = json.dumps({"software": software, "dataset": served}, indent=1).encode()

    def answer(_request: Request) -> Response:
        return Response(HTTPStatus.OK, _headers("application/json"), body)

    return answer
