"""Builds the page of a search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pyoxigraph as ox

from server.counts.facets import EDITION, value_at
from server.engine import Pattern
from server.http.language import Language
from server.rdf.query_files import read_query
from server.search import (
    PAGE,
    FoundGroup,
    Hit,
    Library,
    SearchResult,
    SearchResults,
    mark,
)
from server.search.entries import EntryFinder
from server.search.library import Wanted
from server.search.parameters import Asked
from server.search.reading import ShownReading
from server.search.words import is_within_limits, parts_of, words_of
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
    """The page; `alone` are parts of a query without results that are found, with their counts.

    `answers` is the number of survey answers with the words, or with a value they name.
    """

    query: str
    total: int
    groups: Sequence[ShownGroup]
    pager: Pager | None
    everywhere: str
    alone: Sequence[tuple[str, int, str]]
    api: str
    reading: ShownReading | None = None
    answers: Cell | None = None


def build_search(
    site: Site, library: Library, asked: Asked, is_wanted: Wanted | None = None
) -> SearchPage:
    """Return the page of a search among the wanted resources, the last one if there are fewer."""
    found = library.search(asked.request, is_wanted)
    last = last_page(_total(found.groups), asked.request.size)
    if asked.request.group and asked.request.page > last:
        asked = replace(asked, request=replace(asked.request, page=last))
        found = library.search(asked.request, is_wanted)
    language = asked.request.language
    _read(site, found, language)
    return SearchPage(
        query=asked.query,
        total=found.total,
        groups=[_group(site, group, asked) for group in found.groups],
        pager=_pager(site, asked, found.groups) if asked.request.group else None,
        everywhere=_address(site, asked) if asked.request.group else "",
        alone=() if found.total else _alone(site, library, asked, is_wanted),
        api=site.addresses.url("api/search", **_parameters(asked), lang=language),
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


def search_frame(site: Site, page: SearchPage, asked: Asked) -> Frame:
    """Return the frame of the page of a search."""
    language = asked.request.language
    title = site.text(language, "search.title")
    if asked.query:
        title = site.text(language, "search.title_of", query=asked.query)
    return Frame(
        language=language,
        path="search",
        title=title,
        summary=site.text(language, "search.summary", query=asked.query, count=page.total),
        crumbs=[site.home(language)],
        robots="noindex",
        parameters=tuple(_parameters(asked).items()),
        edition=asked.edition,
    )


def _parameters(asked: Asked) -> dict[str, str]:
    group = {"group": asked.request.group} if asked.request.group else {}
    page = {"page": str(asked.request.page)} if asked.request.page > 1 else {}
    return {"q": asked.query, **group, **page, **_named(asked)}


def _address(site: Site, asked: Asked, **parameters: str) -> str:
    return site.addresses.url(
        f"{asked.request.language}/search", q=asked.query, **parameters, **_named(asked)
    )


def _named(asked: Asked) -> dict[str, str]:
    return {EDITION: asked.edition} if asked.edition else {}


def _group(site: Site, group: FoundGroup, asked: Asked) -> ShownGroup:
    whole = asked.request.group or group.total <= len(group.results)
    return ShownGroup(
        name=group.name,
        title=site.text(asked.request.language, f"search.group_{group.name}"),
        total=_hits(site, asked, group),
        results=[_result(site, result, asked) for result in group.results],
        more="" if whole else _address(site, asked, group=group.name),
    )


def _hits(site: Site, asked: Asked, group: FoundGroup) -> Cell:
    """Return the number of results of a group, with a link to all of them."""
    key = f"hits?{urlencode({'q': asked.query, 'group': group.name, **_named(asked)})}"
    return Cell(str(group.total), _address(site, asked, group=group.name), count=key)


def answers_of(site: Site, finder: EntryFinder, asked: Asked) -> Cell | None:
    """Return the number of answers with the words, None without words."""
    if not asked.query:
        return None
    whole = site.editions.view(asked.edition)
    found = finder.find(asked.query) & finder.catalogue.selected(whole)
    view = whole.seeking(asked.query, finder.catalogue.paths(found))
    return answers(site.addresses, asked.request.language, view, found.bit_count())


def _result(site: Site, result: SearchResult, asked: Asked) -> ShownResult:
    language = asked.request.language
    told = {site.addresses.iri(f"ontology#{name}") for name in _WHO}
    return ShownResult(
        name=ShownText(result.name.marked.pieces(), result.name.lang),
        href=site.addresses.page(result.iri, language),
        entries=_entries(site, result.iri, asked),
        whose=_whose(site, result, asked),
        texts=[_text(site, hit, language) for hit in result.hits if hit.property not in told],
    )


def _entries(site: Site, iri: str, asked: Asked) -> str:
    """Return the address of the view of a facet's value, "" for other resources."""
    found = value_at(iri.removeprefix(site.addresses.base))
    if not found or found[0].name == "table":
        return ""
    own = site.editions.parameters(asked.edition)
    path = f"{asked.request.language}/explore"
    return site.addresses.url_of(path, [(found[0].name, found[1]), *own])


def _text(site: Site, hit: Hit, language: Language) -> ShownText:
    return ShownText(hit.marked.pieces(), hit.lang, site.reader(language).link(hit.property))


def _whose(site: Site, result: SearchResult, asked: Asked) -> list[ShownText]:
    """Return the owners of a result, without those that its name already has."""
    rows = site.dataset.rows(_whose_query(site, result.iri))
    cells = [site.reader(asked.request.language).cell(row["who"]) for row in rows]
    return [
        ShownText(mark(cell.text, asked.request.words).pieces(), cell.lang)
        for cell in cells
        if cell.text not in result.name.marked.text
    ]


def _total(groups: Sequence[FoundGroup]) -> int:
    return sum(group.total for group in groups)


def _pager(site: Site, asked: Asked, groups: Sequence[FoundGroup]) -> Pager:
    request = asked.request
    total, page = _total(groups), request.page
    size = {"size": str(request.size)} if request.size != PAGE else {}
    before = _address(site, asked, group=request.group, page=str(page - 1), **size)
    after = _address(site, asked, group=request.group, page=str(page + 1), **size)
    return Pager.of(page, request.size, total, previous=before, next_=after)


def _alone(
    site: Site, library: Library, asked: Asked, is_wanted: Wanted | None
) -> list[tuple[str, int, str]]:
    """Return the parts of a query that are found, first all together, with counts and links."""
    path = f"{asked.request.language}/search"
    counts = {part: library.count(words_of(part), is_wanted) for part in parts_of(asked.query)}
    known = {part: count for part, count in counts.items() if count}
    together = " ".join(known)
    if len(known) > 1 and is_within_limits(together):
        known = {together: library.count(words_of(together), is_wanted), **known}
    return [
        (part, count, site.addresses.url(path, q=part, **_named(asked)))
        for part, count in known.items()
        if count
    ]
