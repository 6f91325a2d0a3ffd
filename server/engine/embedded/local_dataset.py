"""The dataset in this process, for the server's own queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from server.engine.dataset import Graph, Pattern, Row, Term, graphs_of
from server.engine.loading import Identity, has_repeated_triples, load, make_union

Bindings = Mapping[str, ox.NamedNode | ox.BlankNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class LocalDataset:
    """The store with its identity; with `union`, the default graph is the union of all graphs.

    With `merged`, this union is a copy in the store, because two graphs share a triple.
    """

    store: ox.Store
    identity: Identity
    union: bool = True
    merged: bool = False

    @property
    def is_local(self) -> bool:
        """Return that the data is in this process."""
        return True

    @classmethod
    def open(cls, path: Path, *, union: bool = True) -> "LocalDataset":
        """Return the dataset of a folder that the converter wrote, or of one RDF file.

        Raises:
            DatasetError: A file is missing, of an unknown kind, or broken (with file and line).
        """
        loaded = load(path)
        dataset = cls(loaded.store, loaded.identity, union)
        return dataset.with_union() if union and has_repeated_triples(loaded.store) else dataset

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad], base: str) -> "LocalDataset":
        """Return a dataset of quads that are not in a file yet."""
        store = ox.Store()
        store.bulk_extend(quads)
        return cls(store, Identity("", base, None, "", None))

    def with_union(self) -> "LocalDataset":
        """Return the dataset with all graphs copied to the default graph, each triple once."""
        make_union(self.store)
        return replace(self, merged=True)

    def read(self, patterns: Iterable[Pattern] = (), queries: Iterable[str] = ()) -> None:
        """Do nothing: all data are local."""

    def rows(self, sparql: str, bindings: Bindings | None = None) -> list[Row]:
        """Return the solutions of a SELECT; variables that are unbound in one are absent there.

        The query must select each variable in `bindings`.
        """
        solutions = self._query(sparql, bindings)
        if not isinstance(solutions, ox.QuerySolutions):
            message = "expected a SELECT query"
            raise TypeError(message)
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := row[name]) is not None} for row in solutions
        ]

    def construct(self, sparql: str, bindings: Bindings | None = None) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        triples = self._query(sparql, bindings)
        if not isinstance(triples, ox.QueryTriples):
            message = "expected a CONSTRUCT or DESCRIBE query"
            raise TypeError(message)
        return list(triples)

    def ask(self, sparql: str, bindings: Bindings | None = None) -> bool:
        """Return the truth of an ASK."""
        return bool(self._query(sparql, bindings))

    def quads(self, pattern: Pattern) -> list[ox.Quad]:
        """Return the quads that match a pattern, of all graphs."""
        found = self.store.quads_for_pattern(
            pattern.subject, pattern.predicate, pattern.object, pattern.graph
        )
        if self.merged:
            return [quad for quad in found if quad.graph_name != ox.DefaultGraph()]
        return list(found)

    def has(self, pattern: Pattern) -> bool:
        """Return whether any quad matches a pattern."""
        found = self.store.quads_for_pattern(
            pattern.subject, pattern.predicate, pattern.object, pattern.graph
        )
        return next(iter(found), None) is not None

    def graphs(self) -> Sequence[Graph]:
        """Return the named graphs in the order of their IRIs, each with its triples."""
        return graphs_of(self)

    def _query(
        self, sparql: str, bindings: Bindings | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        given: dict[ox.Variable, Term] = {
            ox.Variable(name): term for name, term in (bindings or {}).items()
        }
        return self.store.query(
            sparql,
            use_default_graph_as_union=self.union and not self.merged,
            substitutions=given or None,
        )
