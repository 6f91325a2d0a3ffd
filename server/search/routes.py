"""The routes of search: pages in both languages, and JSON."""

import json
from dataclasses import dataclass

from flask import Blueprint, Response, request

from server.http.language import Language
from server.http.negotiation import best_media_type
from server.search import Library
from server.search.api import search_document
from server.search.page import build_search, search_frame
from server.search.parameters import read_search
from server.site.background import Prepared
from server.site.parameters import asked_language
from server.site.responses import html, json_answer, to_language
from server.site.site import Site


@dataclass(frozen=True, slots=True)
class Searching:
    """The views of search."""

    site: Site
    library: Prepared[Library]

    def choose(self) -> Response:
        """Return JSON to a program that prefers it, else the way to the page in a language."""
        wished = request.headers.get("Accept", "")
        if best_media_type(wished, ("text/html", "application/json")) == "application/json":
            answer = self.api()
            answer.headers["Vary"] = "Accept, Accept-Language"
            return answer
        answer = to_language(self.site.addresses, "search")
        answer.headers["Vary"] = "Accept, Accept-Language"
        return answer

    def page(self, code: str) -> Response:
        """Return the page of a search."""
        asked = read_search(request.args, Language(code))
        page = build_search(self.site, self.library.get(), asked)
        frame = search_frame(self.site, page, asked)
        return html(self.site.render("search.html", frame, page=page), frame.language)

    def api(self) -> Response:
        """Return the answer to a search as JSON."""
        accepted = request.headers.get("Accept-Language", "")
        asked = read_search(request.args, asked_language(request.args, accepted))
        document = search_document(self.site, self.library.get(), asked)
        return json_answer(json.dumps(document, ensure_ascii=False))


def search_blueprint(site: Site, library: Prepared[Library]) -> Blueprint:
    """Return the routes of search; the index is made in the background."""
    blueprint = Blueprint("search", __name__)
    views = Searching(site, library)
    add = blueprint.add_url_rule
    add("/search", "choose", views.choose)
    add("/<any(ja, en):code>/search", "page", views.page)
    add("/api/search", "api", views.api)
    return blueprint
