"""Offers other searches where one has no results: its parts, and names with similar letters."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

import pyoxigraph as ox

from server.counts.facets import facet_named
from server.engine import Dataset
from server.engine.row_values import text_in
from server.rdf.query_files import read_query
from server.search import Library
from server.search.folding import fold
from server.search.library import Wanted
from server.search.parameters import Search
from server.search.words import fold_word, is_within_limits, parts_of, words_of
from server.site.site import Site

# Paths of the resources whose names are offered.
_CONCEPTS, _PREFECTURES = "concept/", facet_named("prefecture").prefix
_NEAR, _SIMILAR = 3, 0.75
# Minimum characters of a word of a name: shorter ones are mostly grammar.
_SHORTEST = 4
# Maximum characters of a text to compare, because the comparison takes quadratic time.
_LONGEST = 60
# A search with its number of results and its address.
OfferedSearch = tuple[str, int, str]


def parts_found(
    site: Site, library: Library, search: Search, is_wanted: Wanted | None
) -> list[OfferedSearch]:
    """Return the parts of a query that are found, first all together."""
    counts = {part: library.count(words_of(part), is_wanted) for part in parts_of(search.query)}
    known = {part: count for part, count in counts.items() if count}
    together = " ".join(known)
    if len(known) > 1 and is_within_limits(together):
        known = {together: library.count(words_of(together), is_wanted), **known}
    return _offered(site, search, known)


def searches_meant(
    site: Site, library: Library, search: Search, is_wanted: Wanted | None
) -> list[OfferedSearch]:
    """Return the searches with names that are spelt like words of a query without results."""

    def results(text: str) -> int:
        return library.count(words_of(text), is_wanted) if is_within_limits(text) else 0

    texts = corrected(search.query, names_of(library.dataset), lambda word: bool(results(word)))
    return _offered(site, search, {text: results(text) for text in texts})


def corrected(
    query: str, names: Mapping[str, str], is_found: Callable[[str], bool]
) -> Sequence[str]:
    """Return the names that are spelt like a query, else the query with names for unknown words.

    `names` are the names as written, by their folded form.
    """
    if whole := _near(fold(query), names):
        return whole
    words = query.split()
    named = [
        word if is_found(word) else next(iter(_near(fold_word(word), names)), "") for word in words
    ]
    return [" ".join(named)] if len(words) > 1 and all(named) else []


@lru_cache(maxsize=1)
def names_of(dataset: Dataset) -> Mapping[str, str]:
    """Return the names of concepts and prefectures in both languages, and their words.

    The key is the folded form; a name goes before a word of another one.
    """
    base = dataset.identity.base
    starts = (ox.Literal(base + path) for path in (_CONCEPTS, _PREFECTURES))
    queries = [read_query("server.site.statements", "called", base, start=one) for one in starts]
    names = [text_in(row, "name") for query in queries for row in dataset.rows(query)]
    words = (word for name in names for word in parts_of(name))
    long = {fold_word(word): word for word in words if len(word) >= _SHORTEST}
    return long | {fold(name): name for name in names}


def _near(folded: str, names: Mapping[str, str]) -> list[str]:
    if len(folded) > _LONGEST:
        return []
    return [names[one] for one in get_close_matches(folded, names, _NEAR, _SIMILAR)]


def _offered(site: Site, search: Search, counts: Mapping[str, int]) -> list[OfferedSearch]:
    """Return the queries that have results, with counts and links."""
    path = f"{search.request.language}/search"
    return [
        (query, count, site.addresses.url(path, q=query, **search.of_edition))
        for query, count in counts.items()
        if count
    ]
