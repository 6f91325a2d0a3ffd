"""Builds the page of a search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pyoxigraph as ox

from server.counts.facets import value_at
from server.engine import Pattern
from server.http.language import Language
from server.rdf.query_files import read_query
from server.search import PAGE, FoundGroup, Hit, Library, SearchResult, SearchResults, mark
from server.search.entries import EntryFinder
from server.search.library import Wanted
from server.search.offered import OfferedSearch, parts_found, searches_meant
from server.search.parameters import Search
from server.search.reading import ShownReading
from server.site.lists import Pager, last_page
from server.site.site import Frame, Site
from server.site.tables.cells import Cell
from server.site.tables.counted import answers

Piece = tuple[str, bool]
_WHO = ("reportedBy", "operatedBy")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text in pieces, each with whether it is a hit; `field` is the name of the text."""

    pieces: Sequence[Piece]
    lang: str
    field: Cell | None = None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result: name, link, owner (in pieces), and further texts with hits.

    `entries` links to the entries with this value of a facet.
    """

    name: ShownText
    href: str
    entries: str
    whose: Sequence[ShownText]
    texts: Sequence[ShownText]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of results; `more` links to all of them, "" if all are shown."""

    name: str
    title: str
    total: Cell
    results: Sequence[ShownResult]
    more: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page; `alone` are parts of a query without results that are found.

    `meant` are searches with names that are spelt like its words.

    `answers` is the number of survey answers with the words, or with a value they name.
    """

    query: str
    total: int
    groups: Sequence[ShownGroup]
    pager: Pager | None
    everywhere: str
    alone: Sequence[OfferedSearch]
    meant: Sequence[OfferedSearch]
    api: str
    reading: ShownReading | None = None
    answers: Cell | None = None


def build_search(
    site: Site, library: Library, search: Search, is_wanted: Wanted | None = None
) -> SearchPage:
    """Return the page of a search among the wanted resources, the last one if there are fewer."""
    found = library.search(search.request, is_wanted)
    last = last_page(_total(found.groups), search.request.size)
    if search.request.group and search.request.page > last:
        search = replace(search, request=replace(search.request, page=last))
        found = library.search(search.request, is_wanted)
    language = search.request.language
    _read(site, found, language)
    return SearchPage(
        query=search.query,
        total=found.total,
        groups=[_group(site, group, search) for group in found.groups],
        pager=_pager(site, search, found.groups) if search.request.group else None,
        everywhere=_address(site, search) if search.request.group else "",
        alone=() if found.total else parts_found(site, library, search, is_wanted),
        meant=() if found.total else searches_meant(site, library, search, is_wanted),
        api=site.addresses.url("api/search", **_parameters(search), lang=language),
    )


def _read(site: Site, found: SearchResults, language: Language) -> None:
    """Prefetch the owners of the results, and the labels of their properties."""
    results = [result for group in found.groups for result in group.results]
    whose = [_whose_query(site, result.iri) for result in results]
    properties = {hit.property for result in results for hit in result.hits}
    site.dataset.read([Pattern(ox.NamedNode(iri)) for iri in properties], whose)
    rows = (row for query in whose for row in site.dataset.rows(query))
    site.reader(language).read(row["who"] for row in rows)


def _whose_query(site: Site, iri: str) -> str:
    return read_query("server.search", "whose", site.addresses.base, iri=ox.NamedNode(iri))


def search_frame(site: Site, page: SearchPage, search: Search) -> Frame:
    """Return the frame of the page of a search."""
    language = search.request.language
    title = site.text(language, "search.title")
    if search.query:
        title = site.text(language, "search.title_of", query=search.query)
    return Frame(
        language=language,
        path="search",
        title=title,
        summary=site.text(language, "search.summary", query=search.query, count=page.total),
        crumbs=[site.home(language)],
        robots="noindex",
        parameters=tuple(_parameters(search).items()),
        edition=search.edition,
    )


def _parameters(search: Search) -> dict[str, str]:
    group = {"group": search.request.group} if search.request.group else {}
    page = {"page": str(search.request.page)} if search.request.page > 1 else {}
    return {"q": search.query, **group, **page, **search.of_edition}


def _address(site: Site, search: Search, **parameters: str) -> str:
    return site.addresses.url(
        f"{search.request.language}/search", q=search.query, **parameters, **search.of_edition
    )


def _group(site: Site, group: FoundGroup, search: Search) -> ShownGroup:
    whole = search.request.group or group.total <= len(group.results)
    return ShownGroup(
        name=group.name,
        title=site.text(search.request.language, f"search.group_{group.name}"),
        total=_hits(site, search, group),
        results=[_result(site, result, search) for result in group.results],
        more="" if whole else _address(site, search, group=group.name),
    )


def _hits(site: Site, search: Search, group: FoundGroup) -> Cell:
    """Return the number of results of a group, with a link to all of them."""
    key = f"hits?{urlencode({'q': search.query, 'group': group.name, **search.of_edition})}"
    return Cell(str(group.total), _address(site, search, group=group.name), count=key)


def answers_of(site: Site, finder: EntryFinder, search: Search) -> Cell | None:
    """Return the number of answers with the words, None without words."""
    if not search.query:
        return None
    whole = site.editions.view(search.edition)
    found = finder.find(search.query) & finder.catalogue.selected(whole)
    view = whole.seeking(search.query, finder.catalogue.paths(found))
    return answers(site.addresses, search.request.language, view, found.bit_count())


def _result(site: Site, result: SearchResult, search: Search) -> ShownResult:
    language = search.request.language
    owner_properties = {site.addresses.iri(f"ontology#{name}") for name in _WHO}
    return ShownResult(
        name=ShownText(result.name.marked.pieces(), result.name.lang),
        href=site.addresses.page(result.iri, language),
        entries=_entries(site, result.iri, search),
        whose=_whose(site, result, search),
        texts=[
            _text(site, hit, language)
            for hit in result.hits
            if hit.property not in owner_properties
        ],
    )


def _entries(site: Site, iri: str, search: Search) -> str:
    """Return the address of the view of a facet's value, "" for other resources."""
    found = value_at(iri.removeprefix(site.addresses.base))
    if not found or found[0].name == "table":
        return ""
    own = site.editions.parameters(search.edition)
    path = f"{search.request.language}/explore"
    return site.addresses.url_of(path, [(found[0].name, found[1]), *own])


def _text(site: Site, hit: Hit, language: Language) -> ShownText:
    return ShownText(hit.marked.pieces(), hit.lang, site.reader(language).link(hit.property))


def _whose(site: Site, result: SearchResult, search: Search) -> list[ShownText]:
    """Return the owners of a result, without those that its name already has."""
    rows = site.dataset.rows(_whose_query(site, result.iri))
    cells = [site.reader(search.request.language).cell(row["who"]) for row in rows]
    return [
        ShownText(mark(cell.text, search.request.words).pieces(), cell.lang)
        for cell in cells
        if cell.text not in result.name.marked.text
    ]


def _total(groups: Sequence[FoundGroup]) -> int:
    return sum(group.total for group in groups)


def _pager(site: Site, search: Search, groups: Sequence[FoundGroup]) -> Pager:
    request = search.request
    total, page = _total(groups), request.page
    size = {"size": str(request.size)} if request.size != PAGE else {}
    before = _address(site, search, group=request.group, page=str(page - 1), **size)
    after = _address(site, search, group=request.group, page=str(page + 1), **size)
    return Pager.of(page, request.size, total, previous=before, next_=after)
