"""An engine that evaluates in the test's process, for tests of the code around engines."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from server.engine import Answer, Capabilities, Load, LocalDataset
from server.engine.embedded.first_rows import first_rows
from server.engine.embedded.prefix_writing import Naming
from server.engine.embedded.serialisation import NotWritableError, serialise
from server.engine.errors import QuerySyntax, Unrepresentable
from server.engine.loading import Identity
from server.query.operation import Operation
from server.query.scanner import QueryFacts, read_query
from server.rdf.formats import Format


@dataclass(slots=True)
class StandIn:
    """Answers from a dataset's store, or raises `error` if that is set."""

    dataset: LocalDataset
    prefixes: Mapping[str, str] = field(default_factory=dict)
    error: Exception | None = None
    received: list[Operation] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        """Return the dataset's."""
        return self.dataset.identity

    @property
    def capabilities(self) -> Capabilities:
        """Return the capabilities for the dataset's graphs."""
        return Capabilities(union=self.dataset.union, federated=False)

    def is_ready(self) -> bool:
        """Return that it is."""
        return True

    def load(self) -> Load:
        """Return that nothing is under way."""
        return Load(0, 0, 0, 0)

    async def start(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing."""

    async def read(self, query: str, client: str = "") -> QueryFacts:
        """Return the facts of a text; the client does not matter."""
        del client
        return read_query(query)

    async def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the result, and remember the operation."""
        self.received.append(operation)
        self.clients.append(client)
        if self.error:
            raise self.error
        given = bool(operation.default_graphs or operation.named_graphs)
        has_dataset = given or read_query(operation.query).has_from
        try:
            results = self.dataset.store.query(
                operation.query,
                prefixes=dict(self.prefixes),
                use_default_graph_as_union=self.dataset.union and not has_dataset,
                default_graph=[*map(ox.NamedNode, operation.default_graphs)] if given else None,
                named_graphs=[*map(ox.NamedNode, operation.named_graphs)] if given else None,
            )
        except SyntaxError as error:
            raise QuerySyntax(str(error), 1, 1) from error
        if operation.rows:
            return Answer(first_rows(results, operation.rows), 0.0, 0.0)
        try:
            return Answer(serialise(results, form, Naming.of(self.prefixes)), 0.0, 0.0)
        except NotWritableError as error:
            reason = str(error)
        # Do not keep the error: it would keep the results, which only their own thread may free.
        del results
        raise Unrepresentable(reason)
