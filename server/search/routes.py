"""The routes of search: pages in both languages, and JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request

from server.http.language import Language
from server.http.negotiation import best_media_type
from server.search import Library, QueryTooLongError, words_of
from server.search.api import search_document
from server.search.entries import EntryFinder
from server.search.library import Wanted
from server.search.page import answers_of, build_search, search_frame
from server.search.parameters import Search, read_search, too_much
from server.search.reading import read
from server.site.background import Prepared
from server.site.parameters import requested_language
from server.site.responses import html, json_answer, to_language
from server.site.site import Site


@dataclass(frozen=True, slots=True)
class Searching:
    """The views of search; other datasets have no answers to find."""

    site: Site
    library: Prepared[Library]
    finder: Prepared[EntryFinder | None]

    def choose(self) -> Response:
        """Return JSON to a program that prefers it, else redirect to the page in a language."""
        accepted = request.headers.get("Accept", "")
        if best_media_type(accepted, ("text/html", "application/json")) == "application/json":
            answer = self.api()
            answer.headers["Vary"] = "Accept, Accept-Language"
            return answer
        answer = to_language(self.site.addresses, "search")
        answer.headers["Vary"] = "Accept, Accept-Language"
        return answer

    def page(self, code: str) -> Response:
        """Return the page of a search."""
        search = self._search(Language(code))
        finder = self.finder.get()
        page = build_search(self.site, self.library.get(), search, self._wanted(search))
        if finder is not None:
            reading = read(self.site, finder.vocabulary, search)
            page = replace(page, reading=reading, answers=answers_of(self.site, finder, search))
        frame = search_frame(self.site, page, search)
        return html(self.site.render("search.html", frame, page=page), frame.language)

    def api(self) -> Response:
        """Return the answer to a search as JSON."""
        accepted = request.headers.get("Accept-Language", "")
        search = self._search(requested_language(request.args, accepted))
        library, wanted = self.library.get(), self._wanted(search)
        document = search_document(self.site, library, search, wanted)
        return json_answer(json.dumps(document, ensure_ascii=False))

    def _search(self, language: Language) -> Search:
        """Return the search in the request, in the latest edition by default."""
        search = read_search(request.args, language)
        return replace(search, edition=self.site.editions.requested(search.edition))

    def _wanted(self, search: Search) -> Wanted | None:
        finder = self.finder.get() if search.edition else None
        return finder.of_edition(search.edition) if finder else None

    def suggest(self) -> Response:
        """Return names with the words typed so far, as JSON."""
        accepted = request.headers.get("Accept-Language", "")
        search = self._search(requested_language(request.args, accepted))
        names = self.library.get().names(search.request, self._wanted(search))
        return json_answer(json.dumps({"query": search.query, "names": names}, ensure_ascii=False))


def finding(finder: Prepared[EntryFinder | None]) -> Callable[[str], int]:
    """Return a function that finds answers by words; it refuses texts over a limit."""

    def find(words: str) -> int:
        found = finder.get()
        try:
            return found.find(words) if found else 0
        except QueryTooLongError as error:
            raise too_much(error) from error

    return find


def naming(library: Prepared[Library]) -> Callable[[str], Sequence[str]]:
    """Return a function that finds resources by one of their names."""

    def find(words: str) -> Sequence[str]:
        try:
            return library.get().named(words_of(words))
        except QueryTooLongError:
            return ()

    return find


def search_blueprint(
    site: Site, library: Prepared[Library], finder: Prepared[EntryFinder | None]
) -> Blueprint:
    """Return the routes of search."""
    blueprint = Blueprint("search", __name__)
    views = Searching(site, library, finder)
    add = blueprint.add_url_rule
    add("/search", "choose", views.choose)
    add("/<any(ja, en):code>/search", "page", views.page)
    add("/api/search", "api", views.api)
    add("/api/suggest", "suggest", views.suggest)
    return blueprint
