"""One version of the dataset with all that answers from it: engine, endpoint, pages, cache."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version as package_version

from flask import Flask, request
from flask.wrappers import Response as FlaskResponse
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from server.api.interfaces import PATHS
from server.api.openapi import Info, openapi
from server.charts.routes import compare_blueprint
from server.downloads.listing import read_listing
from server.downloads.routes import downloads_blueprint
from server.editor.routes import editor_blueprint
from server.engine import Dataset, Engine
from server.facets.index import Catalogue, catalogue_of
from server.facets.routes import explore_blueprint
from server.http.errors import HttpError, Problem, method_is_not_allowed, nothing_is_at
from server.http.language import Language
from server.http.message import Handler, Request, Response
from server.http.plain_page import Layout, Page, visible
from server.http.problem_details import list_kinds, render
from server.http.problem_kinds import BAD_REQUEST, NOT_FOUND, Text
from server.http.security_headers import secured
from server.http.wsgi import Threaded
from server.mcp.knowledge import Knowledge
from server.mcp.routes import tool_handlers
from server.middleware.connection import while_connected
from server.middleware.errors import fault
from server.middleware.response_cache import Memory, ResponseCache
from server.pages.routes import Pages, pages_blueprint
from server.rdf.prefixes import common_prefixes
from server.resources.routes import Entities, entities_blueprint
from server.search import Library
from server.search.routes import search_blueprint
from server.settings import Settings
from server.site.background import Prepared
from server.site.site import CACHE_BYTES, Frame, Site
from server.sparql.documents import about_of, prefixes_of, readable, void_of
from server.sparql.endpoint import Endpoint
from server.sparql.service_description import OnDemand, describe

_MEBIBYTE = 1 << 20
# Paths that are asked with a body.
QUERYING = frozenset({"/sparql", "/mcp"})
# Threads that write pages: more only contend for the interpreter's lock.
_PAGE_THREADS = 4
# Threads of tools, so that no page waits for a program that asks much.
_TOOL_THREADS = 2


@dataclass(frozen=True, slots=True)
class Version:
    """All that answers from one version of the dataset."""

    engine: Engine
    answer: Handler
    layout: Layout
    memory: Memory
    threads: tuple[ThreadPoolExecutor, ...]

    async def close(self) -> None:
        """Stop the engine and the threads; nothing is asked any more."""
        await self.engine.close()
        for pool in self.threads:
            pool.shutdown(wait=False, cancel_futures=True)


def create_version(
    dataset: Dataset, engine: Engine, settings: Settings, *, prepare: bool = False
) -> Version:
    """Return all that answers from a dataset; its engine has been started.

    With `prepare`, the pages that take longest are written in the background.
    """
    site = Site.of(dataset, settings.public_url, CACHE_BYTES if settings.cache else 0)
    if prepare and settings.cache:
        Prepared(Pages(site).prepare)
    layout = _layout_of(site)
    threads = ThreadPoolExecutor(_PAGE_THREADS, thread_name_prefix="pages")
    catalogue = Prepared(lambda: catalogue_of(site.dataset))
    library = Prepared(lambda: Library.of(site.dataset))
    pages = Threaded(_pages(site, layout, catalogue, library), threads)
    handlers = _handlers(site, engine, settings, layout)
    knowledge = Knowledge(site, engine, catalogue, library)
    tools = ThreadPoolExecutor(_TOOL_THREADS, thread_name_prefix="tools")
    handlers |= tool_handlers(knowledge, tools, settings)
    handlers["*"] = readable(_of_the_whole_server)

    async def route(request: Request) -> Response:
        handler = handlers.get(request.path, pages)
        return secured(await while_connected(handler, request), request)

    memory = Memory(settings.cache * _MEBIBYTE)
    cache = ResponseCache(route, memory, QUERYING)
    return Version(engine, cache, layout, memory, (threads, tools))


def _of_the_whole_server(_request: Request) -> Response:
    """Refuse what is no path; OPTIONS alone may ask so (RFC 9110, 7.1)."""
    whole = "*"
    raise nothing_is_at(whole)


def _handlers(site: Site, engine: Engine, settings: Settings, layout: Layout) -> dict[str, Handler]:
    dataset = site.dataset
    prefixes = common_prefixes(dataset.identity.base)
    federated = bool(settings.allow_service)
    description = OnDemand(lambda: describe(dataset, prefixes, federated=federated))
    return {
        "/sparql": Endpoint(engine, description, settings.public_url, prefixes, layout),
        "/.well-known/void": void_of(description, settings.public_url),
        "/prefixes": readable(prefixes_of(prefixes, layout)),
        "/problems": readable(partial(list_kinds, layout=layout)),
        "/about.json": readable(about_of(dataset.identity, package_version("digigov"))),
        "/openapi.json": readable(openapi(PATHS, settings.public_url, _info(site))),
    }


def _info(site: Site) -> Info | None:
    if site.about.is_survey:
        return None
    title, description = (site.text(Language.EN, f"site.{key}") for key in ("name", "description"))
    return Info(title, description)


def _layout_of(site: Site) -> Layout:
    """Return the layout that puts a small page into the frame of the site."""

    def write(page: Page) -> str:
        sent = (("query", page.query),) if page.query else ()
        frame = Frame(
            Language(page.language),
            "query",
            page.title,
            page.title,
            robots="noindex",
            parameters=sent,
        )
        return site.render("plain.html", frame, content=Markup(visible(page.content)))  # noqa: S704

    return write


def _pages(
    site: Site, layout: Layout, catalogue: Prepared[Catalogue], library: Prepared[Library]
) -> Flask:
    pages = Flask("server")
    # Slashes side by side are part of an IRI.
    pages.url_map.merge_slashes = False
    pages.register_blueprint(search_blueprint(site, library, catalogue))
    if site.about.is_survey:
        pages.register_blueprint(explore_blueprint(site, catalogue))
        pages.register_blueprint(compare_blueprint(site, catalogue))
    pages.register_blueprint(entities_blueprint(site))
    identity = site.dataset.identity
    listing = read_listing(identity.files, identity.version)
    pages.register_blueprint(downloads_blueprint(site, listing, Entities(site).open))
    pages.register_blueprint(editor_blueprint(site))
    pages.register_blueprint(pages_blueprint(site))
    pages.register_error_handler(HTTPException, partial(_not_answered, layout=layout))
    pages.register_error_handler(HttpError, partial(_refused, layout=layout))
    pages.register_error_handler(Exception, _failed)
    return pages


def _refused(error: HttpError, layout: Layout) -> FlaskResponse:
    return _as_flask(render(error.problem, _asked(), layout))


def _not_answered(error: HTTPException, layout: Layout) -> FlaskResponse:
    """Return what Flask refuses by itself in the shape of all problems."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return _refused(method_is_not_allowed(request.method, allowed), layout)
    if error.code == NOT_FOUND.status:
        return _refused(nothing_is_at(request.path), layout)
    if isinstance(error, RequestRedirect):
        return FlaskResponse(status=error.code, headers={"Location": error.new_url})
    detail = Text("リクエストを読めません。", error.description or error.name)
    return _refused(HttpError(Problem(BAD_REQUEST, detail)), layout)


def _failed(_error: Exception) -> FlaskResponse:
    return _as_flask(fault(_asked()))


def _asked() -> Request:
    """Return what a problem document depends on of the request that Flask answers."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, request.path, headers=headers)


def _as_flask(response: Response) -> FlaskResponse:
    return FlaskResponse(response.body, response.status, list(response.headers))
