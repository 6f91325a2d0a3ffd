"""The routes of views: pages in both languages, and JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from server.counts.view import ViewError
from server.facets.api import explore_document
from server.facets.index import Catalogue
from server.facets.page import build_explore, explore_frame
from server.facets.state import State, read_state
from server.http.errors import HttpError
from server.http.language import Language
from server.site.background import Prepared
from server.site.parameters import asked_language, value_is_none_of
from server.site.responses import html, json_answer, to_language
from server.site.site import Site
from server.site.values import read_values


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
        read_values(self.site, self.catalogue.get().values)
        page = build_explore(self.site, self.catalogue.get(), asked_state(), language)
        frame = explore_frame(self.site, page, language)
        return html(self.site.render("explore.html", frame, page=page), language)

    def api(self) -> Response:
        """Return a view as JSON."""
        language = asked_language(request.args, request.headers.get("Accept-Language", ""))
        read_values(self.site, self.catalogue.get().values)
        document = explore_document(self.site, self.catalogue.get(), asked_state(), language)
        return json_answer(json.dumps(document, ensure_ascii=False))


def asked_state(more: Iterable[tuple[str, str]] = ()) -> State:
    """Return the state that the request, and more parameters, ask for.

    Raises:
        HttpError: 400 a parameter has a value that it cannot have.
    """
    try:
        return read_state([*request.args.items(multi=True), *more])
    except ViewError as error:
        raise _refusal(error) from error


def _refusal(error: ViewError) -> HttpError:
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
