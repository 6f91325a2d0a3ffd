"""The application: every path with what answers it."""

from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, request
from flask.wrappers import Response as FlaskResponse
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from server.api.interfaces import PATHS
from server.api.openapi import openapi
from server.charts.routes import compare_blueprint
from server.crew import Crew, Manned
from server.downloads.listing import read_listing
from server.downloads.routes import downloads_blueprint
from server.edge import Edge, Handler, fault, health
from server.editor.routes import editor_blueprint
from server.engine.dataset import Dataset
from server.facets.index import catalogue_of
from server.facets.routes import explore_blueprint
from server.http.errors import (
    BAD_REQUEST,
    NOT_FOUND,
    HttpError,
    Problem,
    Text,
    method_is_not_allowed,
    nothing_is_at,
)
from server.http.language import Language
from server.http.message import Request, Response
from server.http.plain_page import Layout, Page, visible
from server.http.problem_details import list_kinds, render
from server.middleware.access_log import Journal, log_to_stdout
from server.middleware.metrics import Metrics
from server.middleware.response_cache import Cache, Memory
from server.pages.routes import Pages, pages_blueprint
from server.rdf.prefixes import common_prefixes
from server.resources.routes import Entities, entities_blueprint
from server.search import Library
from server.search.routes import search_blueprint
from server.settings import Settings
from server.site.background import Prepared
from server.site.site import CACHE_BYTES, Frame, Site
from server.sparql.documents import prefixes_of, readable, void_of
from server.sparql.endpoint import Answering, Endpoint
from server.sparql.service_description import describe
from server.traffic import Allowance, Traffic

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_MEBIBYTE = 1 << 20
# Paths that are asked with a body.
_QUERYING = frozenset({"/sparql"})
# How many of the largest results may be on their way at once, and to one client.
_RESULTS_AT_ONCE = 8
_RESULTS_OF_ONE = 3


def create_app(
    dataset: Dataset,
    engine: Answering,
    settings: Settings,
    *,
    crew: Crew | None = None,
    prepare: bool = False,
) -> Manned:
    """Return the WSGI application that serves the dataset.

    `settings.public_url` is the server's address as clients see it, empty where requests tell.
    `crew` has the threads that answer, as many as there are where it is not given. With `prepare`,
    the pages that take longest are written in the background.
    """
    crew = crew or Crew(settings.threads)
    prefixes = common_prefixes(dataset.identity.base)
    site = Site.of(dataset, settings.public_url, CACHE_BYTES if settings.cache else 0)
    if prepare and settings.cache:
        Prepared(Pages(site).prepare)
    layout = _layout_of(site)
    federated = bool(settings.allow_service)
    description = describe(dataset, prefixes, federated=federated)
    handlers: dict[str, Handler] = {
        "/sparql": Endpoint(
            engine, description, dataset.identity, settings.public_url, prefixes, layout
        ),
        "/.well-known/void": readable(void_of(description, settings.public_url)),
        "/prefixes": readable(prefixes_of(prefixes, layout)),
        "/problems": readable(partial(list_kinds, layout=layout)),
        "/openapi.json": readable(openapi(PATHS, settings.public_url)),
        "/healthz": readable(health),
    }
    memory = Memory(settings.cache * _MEBIBYTE)
    handlers["/metrics"] = metrics = Metrics(engine.load, memory)
    edge = Edge(handlers, _pages(site, layout, crew), settings.body, layout)
    cache = Cache(edge, memory, _QUERYING, settings.body)
    log = log_to_stdout() if settings.access_log else None
    traffic = _traffic(cache, settings, crew)
    journal = Journal(traffic, metrics, log, settings.log_queries, settings.proxies)
    return Manned(journal, crew)


def _traffic(application: "WSGIApplication", settings: Settings, crew: Crew) -> Traffic:
    """Return the application with bounds for what comes and goes slowly.

    However many are slow, a part of the threads is left for all others.
    """
    of_one = settings.per_client
    result = settings.result * _MEBIBYTE
    return Traffic(
        application,
        querying=_QUERYING,
        body_limit=settings.body,
        bodies=Allowance(max(settings.threads // 2, 1), of_one),
        answers=Allowance(max(settings.threads // 3, 1), of_one),
        memory=Allowance(_RESULTS_AT_ONCE * result, _RESULTS_OF_ONE * result),
        away=crew.away,
    )


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


def _pages(site: Site, layout: Layout, crew: Crew) -> Flask:
    pages = Flask(__name__)
    # Slashes side by side are part of an IRI.
    pages.url_map.merge_slashes = False
    catalogue = Prepared(lambda: catalogue_of(site.dataset), crew.away)
    library = Prepared(lambda: Library.of(site.dataset), crew.away)
    pages.register_blueprint(search_blueprint(site, library))
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
    return _as_flask(render(error.problem, _wishes(), layout))


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
    return _as_flask(fault(_wishes()))


def _wishes() -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, request.path, headers=headers)


def _as_flask(response: Response) -> FlaskResponse:
    return FlaskResponse(response.body, response.status, list(response.headers))
