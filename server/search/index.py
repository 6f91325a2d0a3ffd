"""The index: SQLite FTS5 in a private temporary database that goes with the process.

Words of three characters and more are found by trigrams, shorter ones by a second index of single
characters and pairs: most Japanese nouns have two.
"""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from threading import Lock

from server.search.documents import GROUPS, SearchDocument
from server.search.folding import fold
from server.search.words import fold_word, is_short_latin, short_latin_words

_TABLES = """
CREATE VIRTUAL TABLE long USING
  fts5(name, text, content='', tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE short USING fts5(grams, content='', detail=none, tokenize='ascii');
"""
_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows of an index that match, those whose names match first, by group."""

    rows: dict[str, Sequence[int]]


class SearchIndex:
    """An index of documents; a row's number is its document's place, from 0.

    Safe to use from several threads.
    """

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        """Build the index; documents come sorted by group."""
        self.iris = [document.iri for document in documents]
        order = {group.name: place for place, group in enumerate(GROUPS)}
        places = array("H", (order[document.group] for document in documents))
        self._bounds = [bisect_left(places, place) for place in range(len(GROUPS) + 1)]
        self._exact: dict[str, list[int]] = {}
        # An empty name is a temporary file that SQLite deletes; small ones stay in memory.
        self._database = sqlite3.connect("", check_same_thread=False)
        self._lock = Lock()
        self._fill(documents)

    def _fill(self, documents: Sequence[SearchDocument]) -> None:
        self._database.executescript(_TABLES)
        with self._database:
            for row, document in enumerate(documents):
                names = [fold(text.text) for text in document.texts if text.name]
                others = [fold(text.text) for text in document.texts if not text.name]
                for name in map(fold_word, names):
                    self._exact.setdefault(name, []).append(row)
                self._insert(row, "\n".join(names), "\n".join(others))

    def _insert(self, row: int, names: str, others: str) -> None:
        grams = {_token(gram) for gram in _grams(f"{names}\n{others}")}
        named = {f"n{_token(gram)}" for gram in _grams(names)}
        execute = self._database.execute
        execute("INSERT INTO long(rowid, name, text) VALUES (?, ?, ?)", (row, names, others))
        tokens = " ".join(grams | named)
        execute("INSERT INTO short(rowid, grams) VALUES (?, ?)", (row, tokens))

    def matches(self, words: Sequence[str]) -> Matches:
        """Return what has all of the folded words: exact names first, other names, then texts.

        Groups in which a name is what is sought stand before the others.
        """
        if not words:
            return Matches({})
        found = self._rows(words, names=False)
        named = set(self._rows(words, names=True))
        exact = set(self._exact.get(" ".join(words), ()))
        rows: dict[str, list[int]] = {}
        for group, (start, end) in zip(GROUPS, pairwise(self._bounds), strict=True):
            inside = found[bisect_left(found, start) : bisect_left(found, end)]
            if inside:
                rows[group.name] = sorted(
                    inside, key=lambda row: (row not in exact, row not in named)
                )
        return Matches(dict(sorted(rows.items(), key=lambda item: item[1][0] not in exact)))

    def _rows(self, words: Iterable[str], *, names: bool) -> list[int]:
        """Return the rows that have every word, in their names only where `names`."""
        long = [word for word in words if len(word) >= _TRIGRAM]
        short = [word for word in words if len(word) < _TRIGRAM]
        prefix = "n" if names else ""
        found = []
        if long:
            terms = " AND ".join(_quoted(word) for word in long)
            found.append(self._select("long", f"name : ({terms})" if names else terms))
        if short:
            tokens = " AND ".join(_quoted(f"{prefix}{_token(word)}") for word in short)
            found.append(self._select("short", tokens))
        if len(found) == 1:
            return found[0]
        return sorted(set(found[0]).intersection(*found[1:]))

    def _select(self, table: str, match: str) -> list[int]:
        # The table is one of two names of ours; what a user wrote is bound, and quoted for FTS5.
        statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"  # noqa: S608
        with self._lock:
            return [row for (row,) in self._database.execute(statement, (match,))]


def _quoted(word: str) -> str:
    """Return a string of FTS5's query syntax, https://sqlite.org/fts5.html#fts5_strings."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _grams(text: str) -> set[str]:
    pairs = {first + second for first, second in pairwise(text)}
    parts = {gram for gram in pairs | set(text) if "\n" not in gram and not is_short_latin(gram)}
    return parts | {word.group() for word in short_latin_words(text)}


@lru_cache(maxsize=1 << 16)
def _token(gram: str) -> str:
    """Return a gram as letters and digits, which the tokenizer keeps whole."""
    return gram.encode(errors="surrogatepass").hex()
