"""The routes of the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request

from server.counts.facets import EDITION
from server.findings.book import PublishedFinding
from server.http.language import Language
from server.http.negotiation import choose_language
from server.http.problem_details import prefers_page
from server.pages.about_survey import about_survey_frame, build_about_survey
from server.pages.answers import build_answers
from server.pages.counting import build_count, count_frame
from server.pages.dictionary import (
    build_dictionary,
    dictionary_frame,
    is_in_dictionary,
)
from server.pages.edition import editions_behind, with_edition
from server.pages.entry import build_entry
from server.pages.jsonld import about_resource, about_site
from server.pages.list_pages import RequestedList, index_page, list_page
from server.pages.ontology import ONTOLOGY, REUSED, build_ontology
from server.pages.parts import SHAPES
from server.pages.reading import read_page
from server.pages.resource import build_resource, resource_frame, side_by_side
from server.pages.start import build_start, start_frame
from server.site.background import Prepared
from server.site.kinds import kind_of
from server.site.links import links_of
from server.site.missing import FindNamed, Missing, missing_page, nothing_like, requested_index
from server.site.parameters import page_number, value_is_none_of
from server.site.responses import answered_with, html, without_slash
from server.site.site import Site

_MEDIA_TYPE = "text/html; charset=utf-8"
_LANGUAGES = "<any(ja, en):code>"


@dataclass(frozen=True, slots=True)
class Pages:
    """The views of a site's pages; `findings` are the findings that the data can answer.

    `find` finds resources by their names.
    """

    site: Site
    findings: Prepared[Sequence[PublishedFinding]]
    find: FindNamed

    def choose(self, path: str = "") -> Response:
        """Redirect to a page in the reader's language."""
        code = choose_language(request.headers.get("Accept-Language", ""))
        headers = {
            "Location": self.site.addresses.url(f"{code}/{path}"),
            "Vary": "Accept-Language",
        }
        return Response(status=302, headers=headers)

    def start(self, code: str) -> Response:
        """Return the start page."""
        language = Language(code)
        return self._cached(language, lambda: self._start(language, self._edition()))

    def index(self, code: str, slug: str) -> Response:
        """Return the list of all resources of a kind."""
        index, language = requested_index(self.site, request.path, slug), Language(code)
        requested = self._requested_list(f"list/{slug}")
        return self._cached(language, lambda: index_page(requested, index, language), requested.key)

    def resource(self, code: str, path: str) -> Response:
        """Return the page of a resource, or of one of its lists."""
        iris = self.site.addresses.iris(path, request.query_string.decode("latin-1"))
        iri, language = next(filter(self.site.statements.exists, iris), None), Language(code)
        if iri is None:
            return self._missing(language, path)
        path = self.site.addresses.path(iri) or ""
        if name := self._list_name(path):
            requested = self._requested_list(path, name)
            return self._cached(
                language, lambda: list_page(requested, iri, language), requested.key
            )
        part = request.args.get("part", "") if path in {SHAPES, ONTOLOGY} else ""
        if part and not self._has_part(iri, part):
            return self._missing(language, f"{path}#{part}")
        edition = self._edition()
        answer = self._cached(
            language, lambda: self._resource(language, iri, part, edition), (path, part)
        )
        answer.headers["Link"] = links_of(self.site, path)
        return answer

    def _list_name(self, path: str) -> str:
        """Return the requested list of a resource, "" for its page.

        Raises:
            HttpError: 400 if the resource has other lists.
        """
        name, kind = request.args.get("list", ""), kind_of(path)
        known = (*kind.counts, *kind.lists)
        if name and known and name not in known:
            raise value_is_none_of("list", name, ", ".join(known))  # noqa: EM101 -- a parameter
        return name if known else ""

    def _has_part(self, iri: str, part: str) -> bool:
        """Return whether a page has a part: a resource with this fragment, or a list of terms."""
        if self.site.addresses.path(iri) == ONTOLOGY:
            return part == REUSED
        return self.site.statements.exists(f"{iri}#{part}")

    def about_survey(self, code: str) -> Response:
        """Return the page about the survey and its limits."""
        language = Language(code)
        return self._cached(language, lambda: self._about_survey(language))

    def count(self, code: str, unit: str) -> Response:
        """Return the page of a figure."""
        language, given = Language(code), list(request.args.items(multi=True))
        page = build_count(self.site, unit, given, language)
        frame = count_frame(self.site, unit, page, language)
        return html(self.site.render("count.html", frame, page=page), language)

    def _about_survey(self, language: Language) -> str:
        frame = about_survey_frame(self.site, language)
        about = build_about_survey(self.site, language)
        return self.site.render("survey.html", frame, about=about)

    def dictionary(self, code: str, name: str = "") -> Response:
        """Return the data dictionary: its contents, or the part about one class."""
        language = Language(code)
        if name and not is_in_dictionary(self.site, name):
            return self._missing(language, f"dictionary/{name}")
        return self._cached(language, lambda: self._dictionary(language, name))

    def _dictionary(self, language: Language, name: str) -> str:
        found = build_dictionary(self.site, language)
        shown = next((one for one in found if one.fragment == name), None)
        frame = dictionary_frame(self.site, shown, language)
        return self.site.render("dictionary.html", frame, classes=found, shown=shown)

    def _start(self, language: Language, edition: str) -> str:
        whole = self.site.editions.view(edition)
        start = build_start(self.site, language, self.findings.get(), whole)
        frame = start_frame(self.site, start, language, edition)
        frame = with_edition(frame, self.site.editions, edition)
        jsonld = about_site(self.site, frame.summary, language)
        return self.site.render("start.html", frame, start=start, jsonld=jsonld)

    def _resource(self, language: Language, iri: str, part: str = "", edition: str = "") -> str:
        read_page(self.site, iri, language, edition)
        resource = build_resource(self.site, iri, language, part, edition)
        frame = resource_frame(self.site, resource, language)
        if resource.kind.is_of_editions:
            frame = with_edition(frame, self.site.editions, edition)
        else:
            frame = replace(frame, surveys=editions_behind(self.site, frame.path))
        if part:
            frame = replace(frame, parameters=(*frame.parameters, ("part", part)))
        jsonld = about_resource(self.site, resource, language)
        context: dict[str, object] = {"resource": resource, "jsonld": jsonld}
        if resource.kind.name == "entry":
            context["entry"] = build_entry(self.site, iri, language)
        if resource.kind.template == "thing.html":
            context["answers"] = build_answers(self.site, iri, language)
        if resource.kind.name == "prefecture":
            context["beside"] = side_by_side(resource)
        if resource.kind.name == "ontology":
            context["ontology"] = build_ontology(self.site, iri, language)
            context["is_reused"] = part == REUSED
        # The page of a single shape looks like that of any resource.
        is_list = frame.path == SHAPES and not part
        template = "shapes.html" if is_list else resource.kind.template
        return self.site.render(template, frame, **context)

    def _requested_list(self, path: str, name: str = "") -> RequestedList:
        page = page_number(request.args.get("page", ""))
        edition = self._edition() if not name or kind_of(path).is_of_editions else ""
        return RequestedList(self.site, path, name, page, edition)

    def _cached(
        self, language: Language, write: Callable[[], str], key: tuple[object, ...] = ()
    ) -> Response:
        """Return a page from the cache by `key`, because a resource has several paths."""
        own = (language, self._edition(), *(key or (request.path,)))
        page = self.site.cache.get(own, lambda: write().encode())
        answer = answered_with(page, _MEDIA_TYPE)
        answer.headers["Content-Language"] = language
        return answer

    def _edition(self) -> str:
        """Return the requested edition, "" if there is only one."""
        return self.site.editions.requested(request.args.get(EDITION, ""))

    def _missing(self, language: Language, path: str) -> Response:
        if path.rstrip("/") != path:
            return without_slash(self.site.addresses, f"{language}/{path}")
        missing = Missing(self.site, path, self.find)
        if not prefers_page(request.path, request.headers.get("Accept", "")):
            raise nothing_like(missing, request.path)
        headers = {
            "Content-Type": _MEDIA_TYPE,
            "Content-Language": language,
            "Cache-Control": "no-store",
            "Vary": "Accept",
        }
        return Response(missing_page(missing, language), 404, headers)


def pages_blueprint(
    site: Site, findings: Prepared[Sequence[PublishedFinding]], find: FindNamed
) -> Blueprint:
    """Return the routes of a site's pages; the last one matches every path below a language."""
    blueprint = Blueprint("pages", __name__)
    pages = Pages(site, findings, find)
    add = blueprint.add_url_rule
    add("/", "choose", pages.choose)
    for language in Language:
        add(f"/{language}", f"{language}", lambda code=language: _to_start(site, code))
    add(f"/{_LANGUAGES}/", "start", pages.start)
    add(f"/{_LANGUAGES}/list/<slug>", "index", pages.index)
    add(f"/{_LANGUAGES}/about/survey", "about_survey", pages.about_survey)
    add(f"/{_LANGUAGES}/count/<unit>", "count", pages.count)
    add(f"/{_LANGUAGES}/dictionary", "dictionary", pages.dictionary)
    add(f"/{_LANGUAGES}/dictionary/<path:name>", "dictionary_part", pages.dictionary)
    add(f"/{_LANGUAGES}/<path:path>", "resource", pages.resource)
    return blueprint


def _to_start(site: Site, language: Language) -> Response:
    return Response(status=308, headers={"Location": site.addresses.url(f"{language}/")})
