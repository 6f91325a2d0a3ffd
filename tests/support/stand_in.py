"""An engine without processes: evaluates in this one, for tests of what stands around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from server.engine import Load
from server.engine.answer import Answer
from server.engine.embedded.prefix_writing import Naming
from server.engine.embedded.serialisation import NotWritableError, serialise
from server.engine.errors import QuerySyntax, Unrepresentable
from server.query.operation import Operation
from server.query.scanner import read_query
from server.rdf.formats import Format


@dataclass(slots=True)
class StandIn:
    """Answers from a store; an `error` that is set is raised instead."""

    store: ox.Store
    prefixes: Mapping[str, str] = field(default_factory=dict)
    union: bool = True
    error: Exception | None = None
    asked: list[Operation] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)

    def load(self) -> Load:
        """Return that nothing is under way."""
        return Load(0, 0, 0, 0)

    def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the result, and remember the operation."""
        self.asked.append(operation)
        self.clients.append(client)
        if self.error:
            raise self.error
        given = bool(operation.default_graphs or operation.named_graphs)
        has_dataset = given or read_query(operation.query).has_from
        try:
            results = self.store.query(
                operation.query,
                prefixes=dict(self.prefixes),
                use_default_graph_as_union=self.union and not has_dataset,
                default_graph=[*map(ox.NamedNode, operation.default_graphs)] if given else None,
                named_graphs=[*map(ox.NamedNode, operation.named_graphs)] if given else None,
            )
        except SyntaxError as error:
            raise QuerySyntax(str(error), 1, 1) from error
        try:
            return Answer(serialise(results, form, Naming.of(self.prefixes)), 0.0, 0.0)
        except NotWritableError as error:
            raise Unrepresentable(str(error)) from error
