"""The routes of preview pictures, embedded figures, oEmbed and citations."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import punctuation
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from server.charts.routes import COMPARISONS, png_answer, requested_figure
from server.counts.facets import EDITION
from server.facets.index import Catalogue
from server.findings.book import PublishedFinding
from server.findings.page import of_edition
from server.findings.values import Results
from server.http.errors import HttpError, Problem, nothing_is_at
from server.http.language import Language
from server.http.plain_page import visible
from server.http.problem_kinds import BAD_REQUEST, NOT_FOUND, NOT_IMPLEMENTED
from server.http.texts import text_of
from server.pages.edition import editions_shown
from server.share.card import LinkCard, draw_card
from server.share.citations import Citation, as_bibtex, as_csl, as_ris
from server.share.embed import Embeddable, embeddable_at, embedded_chart, embedded_finding
from server.share.oembed import EmbeddedPage, oembed_of
from server.share.subjects import Subject, Subjects
from server.site.background import Prepared
from server.site.embedding import Pairs
from server.site.missing import nothing_named
from server.site.parameters import MANY, value_is_none_of, whole_number
from server.site.responses import attached, html, json_answer, origin_of
from server.site.site import Frame, Site

_CITATIONS = {
    "bib": (as_bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (as_ris, "application/x-research-info-systems; charset=utf-8"),
    "json": (as_csl, "application/vnd.citationstyles.csl+json"),
}
# Maximum characters of a citation's key, which also names its file.
_LONGEST_KEY = 100
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9._]+")


@dataclass(frozen=True, slots=True)
class Sharing:
    """The views of what is shared."""

    site: Site
    catalogue: Prepared[Catalogue]
    findings: Prepared[Sequence[PublishedFinding]]

    def card(self, code: str, path: str = "") -> Response:
        """Return the preview picture of a page."""
        language, edition = Language(code), self._edition()
        subject = self._subject(language, path, edition, request.args)
        shown = editions_shown(self.site, path, edition)
        period = self.site.period(language, *shown)
        card = LinkCard(
            subject.title,
            subject.sentence,
            self.site.text(language, "site.name"),
            self.site.text(language, "share.source", period=period),
            self.site.edition_name(language, shown[0]) if len(shown) == 1 else "",
            subject.figure,
        )
        return png_answer(self.site, draw_card(card), code)

    def cite(self, code: str, kind: str, path: str = "") -> Response:
        """Return the citation of a page."""
        language = Language(code)
        write, media_type = _CITATIONS[kind]
        subject = self._subject(language, path, self._edition(), request.args)
        words = ["digigov", path or "site", *(value for _, value in subject.parameters)]
        one = Citation(
            key=_key_of(words),
            title=subject.title,
            author=self.site.text(language, "cite.author"),
            site=self.site.text(language, "site.name"),
            version=self.site.dataset.identity.version,
            year=self.site.date[:4],
            address=self._absolute(f"{code}/{path}", subject.parameters),
            language=code,
        )
        return attached(write(one).encode(), media_type, f"{one.key}-{code}.{kind}")

    def finding(self, code: str, slug: str) -> Response:
        """Return the figure of a finding as a page to embed."""
        results = Results(self.site, Language(code), self.site.editions.one(self._edition()))
        found = of_edition(results, self.findings.get())
        finding = next((item for item in found if item.slug == slug), None)
        if finding is None:
            known = {one.slug: one.title[results.language] for one in found}
            raise nothing_named(self.site, request.path, slug, known, "findings")
        return html(embedded_finding(results, finding), results.language)

    def comparison(self, code: str, slug: str) -> Response:
        """Return a comparison as a page to embed."""
        language = Language(code)
        catalogue, edition = self.catalogue.get(), self._edition()
        requested = requested_figure(self.site, catalogue, slug)
        chart = requested.comparison.make(requested.context(self.site, catalogue, language))
        frame = Frame(
            language,
            f"compare/{slug}",
            chart.title,
            chart.lead or self.site.text(language, f"compare.{slug}-lead"),
            parameters=requested.parameters,
            surveys=[edition],
        )
        return html(embedded_chart(self.site, chart, frame), language)

    def oembed(self) -> Response:
        """Return the oEmbed data of a page with a figure (https://oembed.com)."""
        wanted = request.args.get("format", "json")
        if wanted != "json":
            refused = value_is_none_of("format", wanted, "json").problem
            raise HttpError(replace(refused, kind=NOT_IMPLEMENTED))
        url = request.args.get("url", "")
        page = embeddable_at(url, self.site.addresses.prefix)
        subject = self._shared_by(page) if page else None
        if page is None or subject is None:
            raise self._not_embeddable(url)
        shown = EmbeddedPage(
            subject.title,
            self._absolute(page.address),
            self._absolute(f"{page.language}/card/{page.path}.png", subject.parameters),
        )
        document = {
            **oembed_of(shown, _pixels("maxwidth"), _pixels("maxheight")),
            "provider_name": self.site.text(page.language, "site.name"),
            "provider_url": self._absolute(f"{page.language}/"),
        }
        return json_answer(json.dumps(document, ensure_ascii=False))

    def _edition(self) -> str:
        return self.site.editions.requested(request.args.get(EDITION, ""))

    def _not_embeddable(self, url: str) -> HttpError:
        example = self._absolute(f"{Language.JA}/compare/{COMPARISONS[0].slug}")
        text = text_of("problem.not_embeddable", found=visible(url), example=example)
        return HttpError(Problem(NOT_FOUND if url else BAD_REQUEST, text))

    def _subjects(
        self, language: Language, edition: str, arguments: MultiDict[str, str]
    ) -> Subjects:
        found = self.findings.get()
        return Subjects(self.site, self.catalogue, found, language, edition, arguments)

    def _shared_by(self, page: Embeddable) -> Subject | None:
        editions = self.site.editions
        of_page = page.arguments(editions)
        return self._subjects(page.language, page.edition(editions), of_page).at(page.path)

    def _subject(
        self, language: Language, path: str, edition: str, arguments: MultiDict[str, str]
    ) -> Subject:
        subject = self._subjects(language, edition, arguments).at(path)
        if subject is None:
            raise nothing_is_at(request.path)
        return subject

    def _absolute(self, path: str, parameters: Pairs = ()) -> str:
        """Return an address with scheme and host."""
        return origin_of(self.site.addresses) + self.site.addresses.url_of(path, parameters)


def _key_of(words: Sequence[str]) -> str:
    """Return a citation's key in ASCII; other letters are written by their bytes, like `E7A88E`."""
    ascii_ = quote("-".join(words), safe=f"{punctuation} ").replace("%", "")
    return _NOT_IN_KEYS.sub("-", ascii_)[:_LONGEST_KEY].rstrip("-")


def _pixels(name: str) -> int:
    """Return the number of pixels in a parameter, a very large one without it."""
    return whole_number(name, request.args.get(name, "")) or MANY


def share_blueprint(
    site: Site,
    catalogue: Prepared[Catalogue],
    findings: Prepared[Sequence[PublishedFinding]],
) -> Blueprint:
    """Return the routes of what is shared."""
    blueprint = Blueprint("share", __name__)
    views = Sharing(site, catalogue, findings)
    add = blueprint.add_url_rule
    language = "<any(ja, en):code>"
    add(f"/{language}/card.png", "site_card", views.card)
    add(f"/{language}/card/<path:path>.png", "card", views.card)
    add(f"/{language}/cite.<any(bib, ris, json):kind>", "cite_site", views.cite)
    add(f"/{language}/cite/<path:path>.<any(bib, ris, json):kind>", "cite", views.cite)
    add(f"/embed/{language}/findings/<slug>", "finding", views.finding)
    add(f"/embed/{language}/compare/<slug>", "comparison", views.comparison)
    add("/oembed", "oembed", views.oembed)
    return blueprint
