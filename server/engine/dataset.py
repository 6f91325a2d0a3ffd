"""The interface for the server's own queries, whichever engine has the data.

`LocalDataset` reads a store in this process, in memory or on disk. `RemoteDataset` sends requests
to SPARQL endpoints, each of which costs a round trip. So a page announces with `read` what it
needs, and a remote engine gets one request for all of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from server.engine.loading import Identity
from server.rdf.query_files import read_query

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph of the dataset and its number of triples; the IRI of the default graph is None."""

    iri: str | None
    triples: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A quad pattern; None matches anything."""

    subject: ox.NamedNode | None = None
    predicate: ox.NamedNode | None = None
    object: ox.NamedNode | ox.Literal | None = None
    graph: ox.NamedNode | None = None


class Dataset(Protocol):
    """Answers the server's own queries; call it from threads that may block."""

    @property
    def identity(self) -> Identity:
        """Return the identity of the dataset."""
        ...

    @property
    def union(self) -> bool:
        """Return whether the default graph is the union of all graphs."""
        ...

    @property
    def is_local(self) -> bool:
        """Return whether the data is in this process, so that prefetching only costs time."""
        ...

    def read(self, patterns: Iterable[Pattern] = (), queries: Iterable[str] = ()) -> None:
        """Prefetch what the next calls need; a remote dataset does this in one request.

        This is only a hint: the other methods read what has not been prefetched.
        """
        ...

    def rows(self, sparql: str) -> Sequence[Row]:
        """Return the solutions of a SELECT; variables that are unbound in one are absent there."""
        ...

    def construct(self, sparql: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT."""
        ...

    def quads(self, pattern: Pattern) -> Sequence[ox.Quad]:
        """Return the quads that match a pattern, of all graphs."""
        ...

    def has(self, pattern: Pattern) -> bool:
        """Return whether any quad matches a pattern."""
        ...

    def graphs(self) -> Sequence[Graph]:
        """Return the named graphs in the order of their IRIs, each with its triples."""
        ...

    def __hash__(self) -> int:
        """Return a hash, so that caches can have a dataset as key."""
        ...


def graphs_of(dataset: Dataset) -> Sequence[Graph]:
    """Return the named graphs of a dataset, counted by a query."""
    query = read_query("server.engine", "graphs", dataset.identity.base)
    return [Graph(_value(row["g"]), int(_value(row["n"]))) for row in dataset.rows(query)]


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
