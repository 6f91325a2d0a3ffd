"""The dataset of a remote engine, for the server's own queries.

Results are cached up to a limit, because the data of a version never change. A page prefetches what
it needs in a few requests (waves), then reads the cache.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

import pyoxigraph as ox
from cachetools import LRUCache

from server.engine.dataset import Graph, Pattern, Row, graphs_of
from server.engine.loading import Identity
from server.engine.remote.waves import Wave, can_nest, ends_of

# Maximum quads and rows in the cache, each of about 500 bytes.
_KEPT = 100_000

# Functions that send a query and return rows or triples; they block the calling thread.
AskRows = Callable[[str], Sequence[Row]]
AskTriples = Callable[[str], list[ox.Triple]]

Key = TypeVar("Key", Pattern, str)
Found = TypeVar("Found", ox.Quad, Row)


class ResultCache(Generic[Key, Found]):
    """A thread-safe LRU cache of results."""

    def __init__(self) -> None:
        """Start empty."""
        self._cache: LRUCache[Key, Sequence[Found]] = LRUCache(
            _KEPT, getsizeof=lambda found: len(found) + 1
        )
        self._lock = Lock()

    def get(self, key: Key) -> Sequence[Found] | None:
        """Return the cached result of a query or pattern, or None."""
        with self._lock:
            return self._cache.get(key)

    def put(self, found: Mapping[Key, Sequence[Found]]) -> None:
        """Cache results, unless they are larger than the whole cache."""
        with self._lock:
            for key, items in found.items():
                if len(items) < self._cache.maxsize:
                    self._cache[key] = items


class RemoteDataset:
    """Reads through an engine; thread-safe, but must not be called on the event loop."""

    union = True
    is_local = False

    def __init__(self, identity: Identity, ask: AskRows, construct: AskTriples) -> None:
        """Take the dataset's identity, and the functions that query the engine."""
        self._identity = identity
        self._ask = ask
        self._construct = construct
        self._quads: ResultCache[Pattern, ox.Quad] = ResultCache()
        self._rows: ResultCache[str, Row] = ResultCache()

    @property
    def identity(self) -> Identity:
        """Return the identity of the dataset."""
        return self._identity

    def read(self, patterns: Iterable[Pattern] = (), queries: Iterable[str] = ()) -> None:
        """Prefetch what is not in the cache yet, in one request."""
        wanted = dict.fromkeys(_whole(pattern) for pattern in patterns)
        lacking = [pattern for pattern in wanted if self._quads.get(pattern) is None]
        unread: list[str] = []
        for query in dict.fromkeys(queries):
            if self._rows.get(query) is None and can_nest(query, unread):
                unread.append(query)
        if lacking or unread:
            self._read(Wave(lacking, unread))

    def rows(self, sparql: str) -> Sequence[Row]:
        """Return the solutions of a SELECT; variables that are unbound in one are absent there."""
        found = self._rows.get(sparql)
        return self._read(Wave([], [sparql]))[1][sparql] if found is None else found

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT."""
        return self._construct(sparql)

    def quads(self, pattern: Pattern) -> Sequence[ox.Quad]:
        """Return the quads that match a pattern, of all graphs."""
        whole = _whole(pattern)
        found = self._quads.get(whole)
        quads = self._read(Wave([whole], []))[0][whole] if found is None else found
        return [quad for quad in quads if _matches(quad, pattern)]

    def has(self, pattern: Pattern) -> bool:
        """Return whether any quad matches a pattern."""
        if pattern.subject or self._quads.get(pattern) is not None:
            return bool(self.quads(pattern))
        names = zip(("s", "p", "o", "g"), ends_of(pattern), strict=True)
        s, p, o, g = (f"?{name}" if end is None else str(end) for name, end in names)
        query = f"SELECT (1 AS ?found) WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }} LIMIT 1"
        return bool(self.rows(query))

    def graphs(self) -> Sequence[Graph]:
        """Return the named graphs in the order of their IRIs, each with its triples."""
        return graphs_of(self)

    def _read(
        self, wave: Wave
    ) -> tuple[Mapping[Pattern, Sequence[ox.Quad]], Mapping[str, Sequence[Row]]]:
        quads, rows = wave.answers(self._ask(wave.text()))
        self._quads.put(quads)
        self._rows.put(rows)
        return quads, rows


def _whole(pattern: Pattern) -> Pattern:
    """Return the pattern to read: all quads of a subject, which also answer later patterns."""
    return Pattern(pattern.subject) if pattern.subject else pattern


def _matches(quad: ox.Quad, pattern: Pattern) -> bool:
    found = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return all(end is None or end == one for end, one in zip(ends_of(pattern), found, strict=True))
