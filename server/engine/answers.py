"""Stores the results of queries over the whole dataset in a file, so they are evaluated once.

The key is the query text: if a new version of this software changes a query, it is evaluated.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import overload

import pyoxigraph as ox

from server.engine.dataset import Dataset, Graph, Pattern, Row, graphs_of
from server.engine.index_database import IndexDatabase
from server.engine.loading import Identity
from server.engine.row_text import row_to_text, text_to_row

_TABLES = """
CREATE TABLE query(number INTEGER PRIMARY KEY, text BLOB, rows INTEGER);
CREATE TABLE row(query INTEGER, place INTEGER, terms TEXT, PRIMARY KEY (query, place))
  WITHOUT ROWID;
"""
_ROWS = "SELECT terms FROM row WHERE query = ? AND place >= ? AND place < ? ORDER BY place"
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
        return self.part(number, 0, count) if count <= _FEW else StoredAnswer(self, number, count)

    def part(self, number: int, start: int, end: int) -> list[Row]:
        """Return the rows of an answer from `start` up to `end` (exclusive)."""
        found = self._database.rows(_ROWS, number, start, end)
        return [text_to_row(terms) for (terms,) in found]


class StoredAnswer(Sequence[Row]):
    """A long answer; its rows are read on access."""

    def __init__(self, file: AnswerFile, number: int, count: int) -> None:
        """Refer to the answer with this number in a file."""
        self._file, self._number, self._count = file, number, count

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """Return the row at an index, or the rows of a slice."""
        if isinstance(place, slice):
            start, end, step = place.indices(self._count)
            if step != 1:
                return [self[index] for index in range(start, end, step)]
            return self._file.part(self._number, start, end)
        found = self._file.part(self._number, place, place + 1)
        if not found:
            raise IndexError(place)
        return found[0]

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._count


def write_answers(answers: Mapping[str, Sequence[Row]], path: Path) -> None:
    """Write the answers to queries to a new file."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        for number, (query, rows) in enumerate(sorted(answers.items())):
            database.execute("INSERT INTO query VALUES (?, ?, ?)", (number, _key(query), len(rows)))
            texts = [(number, place, row_to_text(row)) for place, row in enumerate(rows)]
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
        """Return what the dataset is called."""
        return self._inner.identity

    @property
    def union(self) -> bool:
        """Return whether the default graph is the union of all graphs."""
        return self._inner.union

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
