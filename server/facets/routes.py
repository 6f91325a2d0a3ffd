"""The routes of views: pages in both languages, and JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from server.counts.view import WORDS, ViewError
from server.facets.api import explore_document
from server.facets.index import Catalogue
from server.facets.page import build_explore, explore_frame
from server.facets.state import State, read_state
from server.http.language import Language
from server.http.plain_page import visible
from server.site.background import Prepared
from server.site.parameters import requested_language
from server.site.responses import html, json_answer, to_language
from server.site.site import Site
from server.site.values import read_values
from server.site.views import refusal, view_in

# Function: words → entries that contain all of them, as a bit set.
FindEntries = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Exploring:
    """The views of entries by facets; `find` returns the entries with words as a bit set."""

    site: Site
    catalogue: Prepared[Catalogue]
    find: FindEntries

    def choose(self) -> Response:
        """Redirect to the page in the reader's language."""
        return to_language(self.site.addresses, "explore")

    def page(self, code: str) -> Response:
        """Return the page of a view."""
        language = Language(code)
        read_values(self.site, self.catalogue.get().values)
        page = build_explore(self.site, self.catalogue.get(), self._state(), language)
        frame = explore_frame(self.site, page, language)
        return html(self.site.render("explore.html", frame, page=page), language)

    def api(self) -> Response:
        """Return a view as JSON."""
        language = requested_language(request.args, request.headers.get("Accept-Language", ""))
        read_values(self.site, self.catalogue.get().values)
        document = explore_document(self.site, self.catalogue.get(), self._state(), language)
        return json_answer(json.dumps(document, ensure_ascii=False))

    def _state(self) -> State:
        return state_with_words(self.site, self.catalogue.get(), self.find)


def state_with_words(site: Site, catalogue: Catalogue, find: FindEntries) -> State:
    """Return the state in the request, with the entries found for its search words.

    Raises:
        HttpError: 400 if a parameter has an invalid value.
    """
    state, words = requested_state(site, request.args), visible(request.args.get(WORDS, "")).strip()
    if not words:
        return state
    return replace(state, view=state.view.seeking(words, catalogue.paths(find(words))))


def requested_state(site: Site, arguments: MultiDict[str, str]) -> State:
    """Return the state in the parameters of a request, without its search words.

    Raises:
        HttpError: 400 if a parameter has an invalid value.
    """
    try:
        return read_state(arguments.items(multi=True), partial(view_in, site))
    except ViewError as error:
        raise refusal(error) from error


def explore_blueprint(site: Site, catalogue: Prepared[Catalogue], find: FindEntries) -> Blueprint:
    """Return the routes of views."""
    blueprint = Blueprint("explore", __name__)
    views = Exploring(site, catalogue, find)
    add = blueprint.add_url_rule
    add("/explore", "choose", views.choose)
    add("/<any(ja, en):code>/explore", "page", views.page)
    add("/api/explore", "api", views.api)
    return blueprint
