"""The parameters of each page and file, and the refusal of those that are mistakes."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from server.counts.definition import CountError, subjects_of
from server.counts.facets import EDITION, FACETS
from server.counts.view import WORDS
from server.http.unknown_parameters import mistaken, refused
from server.site.site import Site

_VIEW = tuple(facet.name for facet in FACETS)
# Parameters that choose answers: a page without them would show others than requested.
_CHOOSING = (WORDS, *_VIEW)
_SHOWN = (*_CHOOSING, "sort", "size", "page")
_FIGURE = (*_VIEW, "of", "sort", "measure")
_FOUND = (WORDS, "group", "page", "size")
_EDITOR = ("query", "example", "of", "lang")
_RESOURCE = "pages.resource"
# Pictures and citations of a page have its parameters; `path` is its path below the language.
_OF_PAGES = frozenset({"share.card", "share.cite", "share.site_card", "share.cite_site"})
_NAMES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("explore.page", "sheets.view"), _SHOWN),
    "explore.api": (*_SHOWN, "lang"),
    **dict.fromkeys(("changes.page", "sheets.changes"), _VIEW),
    **dict.fromkeys(("compare.page", "compare.file", "sheets.figure", "share.comparison"), _FIGURE),
    "search.page": _FOUND,
    **dict.fromkeys(("search.api", "search.suggest"), (*_FOUND, "lang")),
    **dict.fromkeys(("editor.query", "editor.query-ja", "editor.query-en"), _EDITOR),
    **dict.fromkeys(("editor.list-ja", "editor.list-en"), ()),
    **dict.fromkeys(("compare.index", "findings.index", "findings.page", "sheets.finding"), ()),
    **dict.fromkeys(("share.finding", "pdf.prefecture", "sheets.index"), ()),
    **dict.fromkeys(("downloads.page", "downloads.assessment"), ()),
    **dict.fromkeys(("pages.start", "pages.about_survey"), ()),
    **dict.fromkeys(("pages.dictionary", "pages.dictionary_part"), ()),
    "pages.index": ("page",),
    _RESOURCE: ("list", "page", "part"),
    # A figure about resources has their parameters, too.
    **dict.fromkeys(("pages.count", "sheets.count"), (*_VIEW, "page")),
    "sheets.list_of": ("of",),
}


@dataclass(frozen=True, slots=True)
class RequestedPage:
    """A request as Flask matched it: endpoint, values of its path, path, parameters and query."""

    endpoint: str
    values: Mapping[str, str]
    path: str
    arguments: MultiDict[str, str]
    query: str


@dataclass(frozen=True, slots=True)
class PageParameters:
    """Refuses mistaken parameters; `routes` finds the page of which a file has the parameters."""

    site: Site
    routes: Map

    def refuse_mistaken(self, page: RequestedPage) -> None:
        """Refuse a parameter that is a mistake.

        Raises:
            HttpError: 400 with the names that are meant, and the corrected address.
        """
        names = self._names(page.endpoint, page.values)
        if names is None:
            return
        known = [*dict.fromkeys((*names, EDITION))]
        elsewhere = _CHOOSING if self.site.about.is_survey else ()
        mistake = mistaken(page.arguments, known, elsewhere)
        if mistake and not (page.endpoint == _RESOURCE and self._is_part_of_an_iri(page)):
            meant = mistake.near[0] if mistake.near else ""
            raise refused(mistake, known, [self._corrected(page, mistake.name, meant)])

    def _names(self, endpoint: str, values: Mapping[str, str]) -> Sequence[str] | None:
        """Return the parameters of a page, None for addresses that ignore all unknown ones."""
        if endpoint in _OF_PAGES:
            return self._names_of_page(f"/{values['code']}/{values.get('path', '')}")
        names = _NAMES.get(endpoint)
        if names is not None and "unit" in values:
            with suppress(CountError):  # the page itself refuses an unknown figure
                return (*subjects_of(values["unit"]), *names)
        return names

    def _names_of_page(self, path: str) -> Sequence[str] | None:
        try:
            endpoint, values = self.routes.bind("").match(path)
        except HTTPException:
            return None
        return None if endpoint in _OF_PAGES else self._names(endpoint, values)

    def _is_part_of_an_iri(self, page: RequestedPage) -> bool:
        """Return whether the parameters belong to the IRI of a resource."""
        iris = self.site.addresses.iris(page.values["path"], page.query)
        return any("?" in iri and self.site.statements.exists(iri) for iri in iris)

    def _corrected(self, page: RequestedPage, name: str, meant: str) -> str:
        """Return the address with the meant parameter, without the mistaken one if none is."""
        pairs = page.arguments.items(multi=True)
        renamed = ((meant if one == name else one, value) for one, value in pairs)
        return self.site.addresses.url_of(page.path, [pair for pair in renamed if pair[0]])
