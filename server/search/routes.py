"""The routes of search: pages in both languages, and JSON."""

import json
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request

from server.facets.index import Catalogue
from server.http.language import Language
from server.http.negotiation import best_media_type
from server.search import Library
from server.search.api import search_document
from server.search.page import build_search, search_frame
from server.search.parameters import read_search
from server.search.question import QuestionWords, vocabulary_of
from server.search.reading import read
from server.site.background import Prepared
from server.site.parameters import asked_language
from server.site.responses import html, json_answer, to_language
from server.site.site import Site


@dataclass(frozen=True, slots=True)
class Searching:
    """The views of search."""

    site: Site
    library: Prepared[Library]
    vocabulary: Prepared[QuestionWords | None]

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
        found = build_search(self.site, self.library.get(), asked)
        reading = read(self.site, self.vocabulary.get(), asked.query, asked.wish.language)
        page = replace(found, reading=reading)
        frame = search_frame(self.site, page, asked)
        return html(self.site.render("search.html", frame, page=page), frame.language)

    def api(self) -> Response:
        """Return the answer to a search as JSON."""
        accepted = request.headers.get("Accept-Language", "")
        asked = read_search(request.args, asked_language(request.args, accepted))
        document = search_document(self.site, self.library.get(), asked)
        return json_answer(json.dumps(document, ensure_ascii=False))


def _vocabulary(site: Site, catalogue: Prepared[Catalogue]) -> QuestionWords | None:
    """Return the words of questions; data of others has no facets to ask about."""
    return vocabulary_of(site.dataset, catalogue.get()) if site.about.is_survey else None


def search_blueprint(
    site: Site, library: Prepared[Library], catalogue: Prepared[Catalogue]
) -> Blueprint:
    """Return the routes of search; the index is made in the background."""
    blueprint = Blueprint("search", __name__)
    views = Searching(site, library, Prepared(lambda: _vocabulary(site, catalogue)))
    add = blueprint.add_url_rule
    add("/search", "choose", views.choose)
    add("/<any(ja, en):code>/search", "page", views.page)
    add("/api/search", "api", views.api)
    return blueprint
