"""The routes of views: pages in both languages, and JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from server.background import Prepared
from server.errors import HttpError
from server.explore.index import Catalogue
from server.explore.state import State, StateError, read_state
from server.languages import Language
from server.pages.answering import html, json_answer, to_language
from server.pages.explore.api import explore_document
from server.pages.explore.view import build_explore, explore_frame
from server.pages.search.parameters import asked_language, value_is_none_of
from server.pages.site import Site


@dataclass(frozen=True, slots=True)
class Exploring:
    """The views of entries by facets."""

    site: Site
    catalogue: Prepared[Catalogue]

    def choose(self) -> Response:
        """Return the way to the page in the reader's language."""
        return to_language(self.site.addresses, "explore")

    def page(self, code: str) -> Response:
        """Return the page of a view."""
        language = Language(code)
        page = build_explore(self.site, self.catalogue.get(), asked_state(), language)
        frame = explore_frame(self.site, page, language)
        return html(self.site.render("explore.html", frame, page=page), language)

    def api(self) -> Response:
        """Return a view as JSON."""
        language = asked_language(request.args, request.headers.get("Accept-Language", ""))
        document = explore_document(self.site, self.catalogue.get(), asked_state(), language)
        return json_answer(json.dumps(document, ensure_ascii=False))


def asked_state(more: Iterable[tuple[str, str]] = ()) -> State:
    """Return the state that the request, and more parameters, ask for.

    Raises:
        HttpError: 400 a parameter has a value that it cannot have.
    """
    try:
        return read_state([*request.args.items(multi=True), *more])
    except StateError as error:
        raise _refusal(error) from error


def _refusal(error: StateError) -> HttpError:
    return value_is_none_of(error.name, error.found, error.expected)


def explore_blueprint(site: Site, catalogue: Prepared[Catalogue]) -> Blueprint:
    """Return the routes of views."""
    blueprint = Blueprint("explore", __name__)
    views = Exploring(site, catalogue)
    add = blueprint.add_url_rule
    add("/explore", "choose", views.choose)
    add("/<any(ja, en):code>/explore", "page", views.page)
    add("/api/explore", "api", views.api)
    return blueprint
