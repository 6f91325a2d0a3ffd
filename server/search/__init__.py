"""Search in the dataset's texts: folding, an index in SQLite, and hits marked as printed.

`Library` is the front: built from a dataset, asked with a `Wish`, it answers with `Found`.
"""

from server.search.documents import GROUPS
from server.search.library import PAGE, Found, FoundGroup, Hit, Library, Result, Wish
from server.search.marking import Marked, mark
from server.search.words import UnreadableError, parts_of, words_of

__all__ = [
    "GROUPS",
    "PAGE",
    "Found",
    "FoundGroup",
    "Hit",
    "Library",
    "Marked",
    "Result",
    "UnreadableError",
    "Wish",
    "mark",
    "parts_of",
    "words_of",
]
