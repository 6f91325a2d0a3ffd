"""The index: SQLite FTS5 in a file, or in a temporary database of the process.

Words of three or more characters are found by trigrams. Most Japanese nouns have two characters, so
a second index has single characters and pairs.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from server.engine.index_database import IndexDatabase
from server.search.documents import GROUPS, SearchDocument
from server.search.folding import fold
from server.search.words import fold_word, is_short_latin, short_latin_words

_TABLES = """
CREATE VIRTUAL TABLE long USING
  fts5(name, text, content='', tokenize='trigram case_sensitive 1');
CREATE TABLE document(iri TEXT NOT NULL, group_index INTEGER NOT NULL);
CREATE TABLE exact(name TEXT NOT NULL, row INTEGER NOT NULL);
CREATE INDEX exact_name ON exact(name);
CREATE VIRTUAL TABLE short USING fts5(grams, content='', detail=none, tokenize='ascii');
"""
_TRIGRAM = 3


@dataclass(frozen=True, slots=True)
class Matches:
    """The matching rows of an index by group, rows with a matching name first."""

    rows: dict[str, Sequence[int]]


class SearchIndex:
    """An index of documents; the number of a row is the index of its document, from 0.

    Thread-safe.
    """

    def __init__(self, database: IndexDatabase) -> None:
        """Use a filled database."""
        self._database = database

    @classmethod
    def of(cls, documents: Sequence[SearchDocument]) -> "SearchIndex":
        """Build a temporary index; the documents must be sorted by group."""
        # With the name "" SQLite uses a temporary file that it deletes; a small one stays in
        # memory.
        database = sqlite3.connect("", check_same_thread=False)
        fill(database, documents)
        return cls(IndexDatabase(database))

    @classmethod
    def open(cls, path: Path) -> "SearchIndex":
        """Open the index in a file made by `write` read-only."""
        return cls(IndexDatabase.open(path))

    def iri(self, row: int) -> str:
        """Return the resource of a row."""
        ((found,),) = self._database.rows("SELECT iri FROM document WHERE rowid = ?", row)
        return str(found)

    def matches(self, words: Sequence[str]) -> Matches:
        """Return the rows with all of the folded words: exact names, then other names, then texts.

        Groups with an exactly matching name come first.
        """
        if not words:
            return Matches({})
        found = self._rows(words, names=False)
        named = set(self._rows(words, names=True))
        exact = set(self.named(words))
        rows: dict[str, list[int]] = {}
        for group, start, end in self._groups():
            inside = found[bisect_left(found, start) : bisect_left(found, end)]
            if inside:
                rows[group] = sorted(inside, key=lambda row: (row not in exact, row not in named))
        return Matches(dict(sorted(rows.items(), key=lambda item: item[1][0] not in exact)))

    def named(self, words: Sequence[str]) -> list[int]:
        """Return the rows with a name of exactly these folded words."""
        found = self._database.rows("SELECT row FROM exact WHERE name = ?", " ".join(words))
        return sorted({row for (row,) in found})

    def _rows(self, words: Iterable[str], *, names: bool) -> list[int]:
        """Return the rows that have every word; with `names`, only in their names."""
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
        # Safe: the table is one of two fixed names, and user input is bound and quoted for FTS5.
        statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"  # noqa: S608
        return [row for (row,) in self._database.rows(statement, match)]

    def _groups(self) -> list[tuple[str, int, int]]:
        """Return the groups with documents: first row, and the row after the last."""
        found = self._database.rows(
            "SELECT group_index, MIN(rowid), MAX(rowid) + 1 FROM document "
            "GROUP BY group_index ORDER BY group_index"
        )
        return [(GROUPS[index].name, start, end) for index, start, end in found]


def write(documents: Sequence[SearchDocument], path: Path) -> None:
    """Write the index of documents to a new file."""
    with closing(sqlite3.connect(path)) as database:
        fill(database, documents)


def fill(database: sqlite3.Connection, documents: Sequence[SearchDocument]) -> None:
    """Write the index of documents to an empty database; they must be sorted by group."""
    indexes = {group.name: index for index, group in enumerate(GROUPS)}
    database.executescript(_TABLES)
    with database:
        for row, document in enumerate(documents):
            names = [fold(text.text) for text in document.texts if text.name]
            others = [fold(text.text) for text in document.texts if not text.name]
            values = (row, document.iri, indexes[document.group])
            database.execute(
                "INSERT INTO document(rowid, iri, group_index) VALUES (?, ?, ?)", values
            )
            exact = [(fold_word(name), row) for name in names]
            database.executemany("INSERT INTO exact(name, row) VALUES (?, ?)", exact)
            _insert(database, row, "\n".join(names), "\n".join(others))


def _insert(database: sqlite3.Connection, row: int, names: str, others: str) -> None:
    grams = {_token(gram) for gram in _grams(f"{names}\n{others}")}
    named = {f"n{_token(gram)}" for gram in _grams(names)}
    values = (row, names, others)
    database.execute("INSERT INTO long(rowid, name, text) VALUES (?, ?, ?)", values)
    tokens = " ".join(sorted(grams | named))
    database.execute("INSERT INTO short(rowid, grams) VALUES (?, ?)", (row, tokens))


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
    """Return a gram as letters and digits, which the tokenizer does not split."""
    return gram.encode(errors="surrogatepass").hex()
