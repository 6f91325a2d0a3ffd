"""The answer to a search as JSON; `/openapi.json` describes it."""

from server.http.language import Language
from server.search import FoundGroup, Hit, Library, SearchResult
from server.search.library import Wanted
from server.search.parameters import Search
from server.site.site import Site

Json = str | int | list["Json"] | dict[str, "Json"]


def search_document(
    site: Site, library: Library, search: Search, is_wanted: Wanted | None = None
) -> Json:
    """Return the answer to a search; offsets count code points, the end is exclusive."""
    found = library.search(search.request, is_wanted)
    return {
        "query": search.query,
        "words": list(search.request.words),
        "total": found.total,
        "page": search.request.page,
        "size": search.request.size,
        "groups": [_group(site, group, search.request.language) for group in found.groups],
    }


def _group(site: Site, group: FoundGroup, language: Language) -> Json:
    return {
        "group": group.name,
        "total": group.total,
        "results": [_result(site, result, language) for result in group.results],
    }


def _result(site: Site, result: SearchResult, language: Language) -> Json:
    return {
        "iri": result.iri,
        "page": site.addresses.absolute_page(result.iri, language),
        "name": _hit(result.name),
        "texts": [_hit(hit) for hit in result.hits],
    }


def _hit(hit: Hit) -> Json:
    return {
        "property": hit.property,
        "language": hit.lang,
        "text": hit.marked.text,
        "hits": [[start, end] for start, end in hit.marked.hits],
    }
