"""What the rest of the server asks about the data: one port, whatever holds them.

`LocalDataset` reads a store in this process, in memory or on disk; `RemoteDataset` asks SPARQL
endpoints elsewhere, for which each request costs a way there and back. So a page says with `read`
what it is about to ask, and an engine that is far away is asked once for all of it.
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
    """A graph of the dataset with its number of triples; the default graph has no IRI."""

    iri: str | None
    triples: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """What quads have in common; None stands for anything."""

    subject: ox.NamedNode | None = None
    predicate: ox.NamedNode | None = None
    object: ox.NamedNode | ox.Literal | None = None
    graph: ox.NamedNode | None = None


class Dataset(Protocol):
    """Answers the server's own questions, from threads that may wait."""

    @property
    def identity(self) -> Identity:
        """Return what the dataset is called."""
        ...

    @property
    def union(self) -> bool:
        """Return whether the default graph is the union of all graphs."""
        ...

    def read(self, patterns: Iterable[Pattern] = (), queries: Iterable[str] = ()) -> None:
        """Bring all that is about to be asked within reach, in one request where it is far away.

        It is only a hint: what has not been read before is read when it is asked.
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
        """Return a key for what is made once a dataset."""
        ...


def graphs_of(dataset: Dataset) -> Sequence[Graph]:
    """Return the named graphs of a dataset, counted by a query."""
    query = read_query("server.engine", "graphs", dataset.identity.base)
    return [Graph(_value(row["g"]), int(_value(row["n"]))) for row in dataset.rows(query)]


def _value(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
