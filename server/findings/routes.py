"""The routes of findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from server.findings.book import PublishedFinding, find_finding
from server.findings.page import build_finding, finding_frame, findings_frame, headlines
from server.http.errors import nothing_is_at
from server.http.language import Language
from server.site.background import Prepared
from server.site.responses import html, origin_of, to_language
from server.site.site import Site


@dataclass(frozen=True, slots=True)
class Findings:
    """The views of findings; `found` are the findings that the data can answer."""

    site: Site
    found: Prepared[Sequence[PublishedFinding]]

    def choose(self, slug: str = "") -> Response:
        """Redirect to the page in the reader's language."""
        return to_language(self.site.addresses, f"findings/{slug}".rstrip("/"))

    def index(self, code: str) -> Response:
        """Return the list of all findings."""
        language = Language(code)
        return self._page(language, "", partial(self._index, language))

    def page(self, code: str, slug: str) -> Response:
        """Return the page of a finding."""
        language, finding = Language(code), find_finding(slug)
        if finding is None or finding not in self.found.get():
            raise nothing_is_at(request.path)
        return self._page(language, slug, partial(self._finding, finding, language))

    def _index(self, language: Language) -> str:
        found = headlines(self.site, language, self.found.get())
        return self.site.render("findings.html", findings_frame(self.site, language), found=found)

    def _finding(self, finding: PublishedFinding, language: Language) -> str:
        frame = finding_frame(self.site, finding, language, origin_of(self.site.addresses))
        page = build_finding(self.site, finding, language, self.found.get())
        return self.site.render("finding.html", frame, page=page)

    def _kept(self, language: Language, name: str, write: Callable[[], str]) -> str:
        # The key has the origin, because the code to embed a figure contains it.
        key = ("findings", language, name, origin_of(self.site.addresses))
        return self.site.cache.get(key, lambda: write().encode()).body.decode()

    def _page(self, language: Language, name: str, write: Callable[[], str]) -> Response:
        return html(self._kept(language, name, write), language)


def findings_blueprint(site: Site, found: Prepared[Sequence[PublishedFinding]]) -> Blueprint:
    """Return the routes of findings."""
    blueprint = Blueprint("findings", __name__)
    views = Findings(site, found)
    add = blueprint.add_url_rule
    add("/findings", "choose", views.choose)
    add("/findings/<slug>", "choose_one", views.choose)
    add("/<any(ja, en):code>/findings", "index", views.index)
    add("/<any(ja, en):code>/findings/<slug>", "page", views.page)
    return blueprint
