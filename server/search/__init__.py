"""Full-text search in the dataset: folding, an SQLite index, and hits in printed texts.

`Library` is built from a dataset; it answers a `SearchRequest` with `SearchResults`.
"""

from server.search.documents import GROUPS
from server.search.library import (
    PAGE,
    FoundGroup,
    Hit,
    Library,
    SearchRequest,
    SearchResult,
    SearchResults,
)
from server.search.marking import Marked, mark
from server.search.words import QueryTooLongError, words_of

__all__ = [
    "GROUPS",
    "PAGE",
    "FoundGroup",
    "Hit",
    "Library",
    "Marked",
    "QueryTooLongError",
    "SearchRequest",
    "SearchResult",
    "SearchResults",
    "mark",
    "words_of",
]
