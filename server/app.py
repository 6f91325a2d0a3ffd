"""The application: every path with what answers it."""

from flask import Flask, request
from flask.wrappers import Response as FlaskResponse
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from server.background import Prepared
from server.cache import Cache, Memory
from server.config import Settings
from server.description import describe
from server.documents import prefixes_of, readable, void_of
from server.downloads.listing import read_listing
from server.downloads.routes import downloads_blueprint
from server.edge import Edge, Handler, fault, health
from server.engine.dataset import Dataset
from server.entities.routes import Entities, entities_blueprint
from server.errors import (
    BAD_REQUEST,
    NOT_FOUND,
    HttpError,
    Problem,
    Text,
    method_is_not_allowed,
    nothing_is_at,
)
from server.explore.index import catalogue_of
from server.interfaces import PATHS
from server.journal import Journal, log_to_stdout
from server.languages import Language
from server.layout import Layout, Page, visible
from server.messages import Request, Response
from server.metrics import Metrics
from server.openapi import openapi
from server.pages.compare.routes import compare_blueprint
from server.pages.editor_routes import editor_blueprint
from server.pages.explore.routes import explore_blueprint
from server.pages.routes import Pages, pages_blueprint
from server.pages.search.routes import search_blueprint
from server.pages.site import CACHE_BYTES, Frame, Site
from server.prefixes import common_prefixes
from server.problems import list_kinds, render
from server.sparql import Answering, Endpoint

_MEBIBYTE = 1 << 20


def create_app(
    dataset: Dataset, engine: Answering, settings: Settings, *, prepare: bool = False
) -> Journal:
    """Return the WSGI application that serves the dataset.

    `settings.public_url` is the server's address as clients see it, empty where requests tell.
    With `prepare`, the pages that take longest are written in the background.
    """
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
        "/prefixes": readable(prefixes_of(prefixes)),
        "/problems": readable(list_kinds),
        "/openapi.json": readable(openapi(PATHS, settings.public_url)),
        "/healthz": readable(health),
    }
    memory = Memory(settings.cache * _MEBIBYTE)
    handlers["/metrics"] = metrics = Metrics(engine.load, memory)
    edge = Edge(handlers, _pages(site), settings.body)
    cache = Cache(edge, memory, frozenset({"/sparql"}), settings.body)
    log = log_to_stdout() if settings.access_log else None
    return Journal(cache, metrics, log, settings.log_queries)


def _layout_of(site: Site) -> Layout:
    """Return the layout that puts a small page into the frame of the site."""

    def write(page: Page) -> str:
        sent = (("query", page.query),) if page.query else ()
        frame = Frame(Language(page.language), "query", page.title, page.title, parameters=sent)
        return site.render("plain.html", frame, content=Markup(visible(page.content)))  # noqa: S704

    return write


def _pages(site: Site) -> Flask:
    pages = Flask(__name__)
    catalogue = Prepared(lambda: catalogue_of(site.dataset))
    pages.register_blueprint(search_blueprint(site))
    pages.register_blueprint(explore_blueprint(site, catalogue))
    pages.register_blueprint(compare_blueprint(site, catalogue))
    pages.register_blueprint(entities_blueprint(site))
    identity = site.dataset.identity
    listing = read_listing(identity.files, identity.version)
    pages.register_blueprint(downloads_blueprint(site, listing, Entities(site).open))
    pages.register_blueprint(editor_blueprint(site))
    pages.register_blueprint(pages_blueprint(site))
    pages.register_error_handler(HTTPException, _not_answered)
    pages.register_error_handler(HttpError, _refused)
    pages.register_error_handler(Exception, _failed)
    return pages


def _refused(error: HttpError) -> FlaskResponse:
    return _as_flask(render(error.problem, _wishes()))


def _not_answered(error: HTTPException) -> FlaskResponse:
    """Return what Flask refuses by itself in the shape of all problems."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return _refused(method_is_not_allowed(request.method, allowed))
    if error.code == NOT_FOUND.status:
        return _refused(nothing_is_at(request.path))
    if isinstance(error, RequestRedirect):
        return FlaskResponse(status=error.code, headers={"Location": error.new_url})
    detail = Text("リクエストを読めません。", error.description or error.name)
    return _refused(HttpError(Problem(BAD_REQUEST, detail)))


def _failed(_error: Exception) -> FlaskResponse:
    return _as_flask(fault(_wishes()))


def _wishes() -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, request.path, headers=headers)


def _as_flask(response: Response) -> FlaskResponse:
    return FlaskResponse(response.body, response.status, list(response.headers))
