"""Stores the results of queries over the whole dataset in a file, so they are evaluated once.

The key is the query text: if a new version of this software changes a query, it is evaluated.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from server.engine.dataset import Dataset, Graph, Pattern, Row, graphs_of
from server.engine.index_database import IndexDatabase
from server.engine.loading import Identity
from server.engine.row_text import StoredRows, row_to_text, text_to_row

_TABLES = """
CREATE TABLE query(number INTEGER PRIMARY KEY, text BLOB, rows INTEGER);
CREATE TABLE row(query INTEGER, position INTEGER, terms TEXT, PRIMARY KEY (query, position))
  WITHOUT ROWID;
"""
_ROWS = """
SELECT terms FROM row WHERE query = ? AND position >= ? AND position < ? ORDER BY position
"""
# Rows: an answer of up to this size is read as a whole.
_FEW = 1_000


class AnswerFile:
    """The answers in a file; thread-safe."""

    def __init__(self, path: Path) -> None:
        """Open a file made by `write_answers` read-only."""
        self._database = IndexDatabase.open(path)
        found = self._database.rows("SELECT text, number, rows FROM query")
        self._queries = {text: (number, rows) for text, number, rows in found}

    def __contains__(self, query: object) -> bool:
        """Return whether the file has the answer to a query."""
        return isinstance(query, str) and _key(query) in self._queries

    def rows(self, query: str) -> Sequence[Row] | None:
        """Return the answer to a query, or None if the file does not have it."""
        found = self._queries.get(_key(query))
        if found is None:
            return None
        number, count = found
        read = partial(self._part, number)
        return read(0, count) if count <= _FEW else StoredRows(count, read)

    def _part(self, number: int, start: int, end: int) -> list[Row]:
        found = self._database.rows(_ROWS, number, start, end)
        return [text_to_row(terms) for (terms,) in found]


def write_answers(answers: Mapping[str, Sequence[Row]], path: Path) -> None:
    """Write the answers to queries to a new file."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        for number, (query, rows) in enumerate(sorted(answers.items())):
            database.execute("INSERT INTO query VALUES (?, ?, ?)", (number, _key(query), len(rows)))
            texts = [(number, index, row_to_text(row)) for index, row in enumerate(rows)]
            database.executemany("INSERT INTO row VALUES (?, ?, ?)", texts)


def _key(query: str) -> bytes:
    return hashlib.sha256(query.encode()).digest()[:16]


class AnsweredDataset:
    """A dataset with some answers in a file; `recorded` are the answers evaluated so far."""

    def __init__(self, inner: Dataset, *, record: bool = False) -> None:
        """Take answers that are not in a file from `inner`."""
        self._inner = inner
        self._file: AnswerFile | None = None
        self._record = record
        self.recorded: dict[str, Sequence[Row]] = {}

    def use(self, file: AnswerFile) -> None:
        """Take answers from a file from now on."""
        self._file = file

    @property
    def identity(self) -> Identity:
        """Return the identity of the dataset."""
        return self._inner.identity

    @property
    def union(self) -> bool:
        """Return whether the default graph is the union of all graphs."""
        return self._inner.union

    @property
    def is_local(self) -> bool:
        """Return whether the data is in this process."""
        return self._inner.is_local

    def read(self, patterns: Iterable[Pattern] = (), queries: Iterable[str] = ()) -> None:
        """Prefetch what is not in a file."""
        file = self._file
        self._inner.read(patterns, [one for one in queries if file is None or one not in file])

    def rows(self, sparql: str) -> Sequence[Row]:
        """Return the solutions of a SELECT, from the file if it has them."""
        found = self._file.rows(sparql) if self._file else None
        if found is None:
            found = self._inner.rows(sparql)
            if self._record:
                self.recorded[sparql] = found
        return found

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT."""
        return self._inner.construct(sparql)

    def quads(self, pattern: Pattern) -> Sequence[ox.Quad]:
        """Return the quads that match a pattern, of all graphs."""
        return self._inner.quads(pattern)

    def has(self, pattern: Pattern) -> bool:
        """Return whether any quad matches a pattern."""
        return self._inner.has(pattern)

    def graphs(self) -> Sequence[Graph]:
        """Return the named graphs in the order of their IRIs, each with its triples."""
        return graphs_of(self)
