"""The routes of findings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, request

from server.counts.facets import EDITION, EVERY
from server.findings.book import PublishedFinding, find_finding
from server.findings.page import (
    build_finding,
    finding_frame,
    findings_frame,
    headlines,
    of_edition,
)
from server.findings.values import Results
from server.http.language import Language
from server.site.background import Prepared
from server.site.missing import nothing_named
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
        results = self._results(Language(code))
        return self._page(results, "", partial(self._index, results))

    def page(self, code: str, slug: str) -> Response:
        """Return the page of a finding, or a redirect to all if the edition cannot answer it."""
        results, finding = self._results(Language(code)), find_finding(slug)
        if finding is None or finding not in self.found.get():
            known = {one.slug: one.title[results.language] for one in self.found.get()}
            raise nothing_named(self.site, request.path, slug, known, "findings")
        if finding not in of_edition(results, self.found.get()):
            location = self.site.addresses.url_of(
                f"{code}/findings", request.args.items(multi=True)
            )
            return Response(status=302, headers={"Location": location})
        return self._page(results, slug, partial(self._finding, finding, results))

    def _results(self, language: Language) -> Results:
        return Results(self.site, language, requested_edition(self.site))

    def _index(self, results: Results) -> str:
        found = headlines(results, of_edition(results, self.found.get()))
        latest = latest_for_all(self.site, results.language)
        return self.site.render(
            "findings.html", findings_frame(results), found=found, latest=latest
        )

    def _finding(self, finding: PublishedFinding, results: Results) -> str:
        frame = finding_frame(results, finding, origin_of(self.site.addresses))
        page = build_finding(results, finding, of_edition(results, self.found.get()))
        latest = latest_for_all(self.site, results.language)
        return self.site.render("finding.html", frame, page=page, latest=latest)

    def _kept(self, results: Results, name: str, write: Callable[[], str]) -> str:
        # The key has the origin, because the code to embed a figure contains it.
        origin = origin_of(self.site.addresses)
        latest = latest_for_all(self.site, results.language)
        key = ("findings", results.language, name, results.edition, latest, origin)
        return self.site.cache.get(key, lambda: write().encode()).body.decode()

    def _page(self, results: Results, name: str, write: Callable[[], str]) -> Response:
        return html(self._kept(results, name, write), results.language)


def requested_edition(site: Site) -> str:
    """Return the requested edition; the latest for all, whose answers would be counted twice."""
    return site.editions.one(site.editions.requested(request.args.get(EDITION, "")))


def latest_for_all(site: Site, language: Language) -> str:
    """Return the name of the latest edition if it is shown because all are requested, else ""."""
    is_of_all = site.editions.requested(request.args.get(EDITION, "")) == EVERY
    return site.edition_name(language, site.editions.default) if is_of_all else ""


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
