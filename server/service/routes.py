"""The Flask application: the routes of all packages, and Flask's errors as problem documents."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import Flask, request
from flask.wrappers import Response as FlaskResponse
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect

from server.changes.routes import changes_blueprint
from server.charts.routes import compare_blueprint
from server.downloads.listing import read_listing
from server.downloads.routes import downloads_blueprint
from server.editor.routes import editor_blueprint
from server.engine import Busy, EngineError
from server.facets.index import Catalogue
from server.facets.routes import explore_blueprint
from server.findings.book import PublishedFinding
from server.findings.routes import findings_blueprint
from server.http.errors import (
    HttpError,
    Problem,
    method_is_not_allowed,
    nothing_is_at,
    server_is_busy,
)
from server.http.message import Request, Response
from server.http.plain_page import Layout
from server.http.problem_details import render
from server.http.problem_kinds import BAD_REQUEST, NOT_FOUND
from server.http.texts import text_of
from server.middleware.errors import fault
from server.pages.routes import pages_blueprint
from server.pdf.routes import pdf_blueprint
from server.resources.routes import Entities, entities_blueprint
from server.search import Library
from server.search.entries import EntryFinder
from server.search.question import vocabulary_of
from server.search.routes import finding, naming, search_blueprint
from server.service.page_parameters import PageParameters, RequestedPage
from server.share.routes import share_blueprint
from server.sheets.routes import sheets_blueprint
from server.site.background import Prepared
from server.site.site import Site

_LOG = logging.getLogger("server")
# Retry-After in seconds.
_RETRY_AFTER = 5


@dataclass(frozen=True, slots=True)
class Indexes:
    """The indexes that pages use; each is made in the background."""

    catalogue: Prepared[Catalogue]
    library: Prepared[Library]
    findings: Prepared[Sequence[PublishedFinding]]


def pages_application(site: Site, layout: Layout, indexes: Indexes) -> Flask:
    """Return the Flask application of all pages and downloads."""
    catalogue, findings = indexes.catalogue, indexes.findings
    finder = Prepared(lambda: _finder(site, indexes))
    pages = Flask("server")
    # Adjacent slashes are part of an IRI.
    pages.url_map.merge_slashes = False
    pages.register_blueprint(search_blueprint(site, indexes.library, finder))
    if site.about.is_survey:
        pages.register_blueprint(explore_blueprint(site, catalogue, finding(finder)))
        pages.register_blueprint(changes_blueprint(site))
        pages.register_blueprint(pdf_blueprint(site))
        # Register before the figures: `….csv` is not the name of a figure.
        pages.register_blueprint(sheets_blueprint(site, catalogue, finding(finder)))
        pages.register_blueprint(share_blueprint(site, catalogue, findings))
        pages.register_blueprint(compare_blueprint(site, catalogue))
        pages.register_blueprint(findings_blueprint(site, findings))
    named = naming(indexes.library)
    entities = Entities(site, named)
    pages.register_blueprint(entities_blueprint(entities))
    identity = site.dataset.identity
    listing = read_listing(identity.files, identity.version)
    pages.register_blueprint(downloads_blueprint(site, listing, entities.open))
    pages.register_blueprint(editor_blueprint(site))
    pages.register_blueprint(pages_blueprint(site, findings, named))
    pages.before_request(partial(_refuse_mistaken, PageParameters(site, pages.url_map)))
    _register_errors(pages, layout)
    return pages


def _register_errors(pages: Flask, layout: Layout) -> None:
    pages.register_error_handler(HTTPException, partial(_http_error, layout=layout))
    pages.register_error_handler(HttpError, partial(_problem, layout=layout))
    pages.register_error_handler(EngineError, partial(_engine_error, layout=layout))
    pages.register_error_handler(Exception, _failure)


def _finder(site: Site, indexes: Indexes) -> EntryFinder | None:
    """Return the search for answers by words; other datasets have none."""
    if not site.about.is_survey:
        return None
    catalogue = indexes.catalogue.get()
    vocabulary = vocabulary_of(site.dataset, catalogue)
    return EntryFinder.of(indexes.library.get(), vocabulary, catalogue)


def _refuse_mistaken(parameters: PageParameters) -> None:
    if request.endpoint and request.args:
        query = request.query_string.decode("latin-1")
        values = request.view_args or {}
        parameters.refuse_mistaken(
            RequestedPage(request.endpoint, values, request.path, request.args, query)
        )


def _problem(error: HttpError, layout: Layout) -> FlaskResponse:
    return _as_flask(render(error.problem, _request(), layout))


def _engine_error(error: EngineError, layout: Layout) -> FlaskResponse:
    """Return that the engine cannot answer now: queries of pages are always valid."""
    _LOG.warning("a page could not be written: %s", error)
    seconds = error.retry_after if isinstance(error, Busy) else _RETRY_AFTER
    return _problem(server_is_busy(seconds, of_client=False), layout)


def _http_error(error: HTTPException, layout: Layout) -> FlaskResponse:
    """Return an error of Flask as a problem document."""
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return _problem(method_is_not_allowed(request.method, allowed), layout)
    if error.code == NOT_FOUND.status:
        return _problem(nothing_is_at(request.path), layout)
    if isinstance(error, RequestRedirect):
        return FlaskResponse(status=error.code, headers={"Location": error.new_url})
    detail = text_of("problem.unreadable_request", reason=error.description or error.name)
    return _problem(HttpError(Problem(BAD_REQUEST, detail)), layout)


def _failure(_error: Exception) -> FlaskResponse:
    return _as_flask(fault(_request()))


def _request() -> Request:
    """Return the request that Flask answers, for negotiating a problem document."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, request.path, request.query_string, headers=headers)


def _as_flask(response: Response) -> FlaskResponse:
    return FlaskResponse(response.body, response.status, list(response.headers))
