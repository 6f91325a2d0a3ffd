"""SPARQL-based constraints, evaluated by Oxigraph.

https://www.w3.org/TR/shacl/#sparql-constraints
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from converter.mapping.terms import node
from converter.validation.report import Node, Severity, ValidationResult

SEVERITIES = {str(node(f"sh:{one.local_name}")): one for one in Severity}
COMPONENT = node("sh:SPARQLConstraintComponent")
VARIABLE = re.compile(r"\{[?$](\w+)\}")
# https://www.w3.org/TR/shacl/#targets, as triple patterns around the target's value.
SUBJECTS, OBJECTS = node("sh:targetSubjectsOf"), node("sh:targetObjectsOf")
CLASS, NODE = node("sh:targetClass"), node("sh:targetNode")
# The graph of the applied shapes, `$shapesGraph` in queries:
# https://www.w3.org/TR/shacl/#sparql-constraints-prebound.
SHAPES_GRAPH = node("shapes")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SPARQL-based constraint of one shape, with the shape's severity and targets."""

    iri: ox.NamedNode
    shape: ox.NamedNode
    severity: Severity
    targets: tuple[tuple[ox.NamedNode, ox.NamedNode], ...]
    select: str
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Constraints:
    """All SPARQL-based constraints of some shapes, and the prefixes that their queries use."""

    every: tuple[Constraint, ...]
    prefixes: dict[str, str]

    @classmethod
    def read(cls, turtle: Iterable[bytes]) -> "Constraints":
        """Return the constraints of Turtle files."""
        shapes = ox.Store()
        for text in turtle:
            shapes.load(text, format=ox.RdfFormat.TURTLE)
        return cls(tuple(_constraints(shapes)), dict(_prefixes(shapes)))

    def results(
        self, constraint: Constraint, store: ox.Store, focus: Container[object]
    ) -> Iterator[ValidationResult]:
        """Yield one result for each solution of the constraint's query at a focus node.

        The query is evaluated once, and the solutions are filtered by `$this`. This equals one
        evaluation for each focus node, because the queries bind `$this` in a pattern of their own,
        and a subquery must not hide it (https://www.w3.org/TR/shacl/#pre-binding).
        """
        solutions = store.query(
            constraint.select, prefixes=self.prefixes, use_default_graph_as_union=True
        )
        if not isinstance(solutions, ox.QuerySolutions):
            return
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            bound = zip(names, solution, strict=True)
            row = {
                name: term for name, term in bound if isinstance(term, ox.NamedNode | ox.Literal)
            }
            if row.get("this") in focus:
                yield _result(constraint, row)


def add_applied_shapes(turtle: Iterable[bytes], store: ox.Store) -> None:
    """Add the shapes of Turtle files to the graph that `$shapesGraph` names."""
    for text in turtle:
        store.load(text, format=ox.RdfFormat.TURTLE, to_graph=SHAPES_GRAPH)


def sparql_results(data: Iterable[ox.Quad], turtle: Sequence[bytes]) -> Iterator[ValidationResult]:
    """Yield the results of all SPARQL-based constraints on the union of the graphs."""
    constraints, store = Constraints.read(turtle), ox.Store()
    store.bulk_extend(data)
    add_applied_shapes(turtle, store)
    nodes: dict[ox.NamedNode, set[object]] = {}
    for constraint in constraints.every:
        if constraint.shape not in nodes:
            nodes[constraint.shape] = focus_nodes(constraint, store)
        yield from constraints.results(constraint, store, nodes[constraint.shape])


def _result(constraint: Constraint, row: dict[str, Node]) -> ValidationResult:
    return ValidationResult(
        constraint.severity,
        constraint.shape,
        COMPONENT,
        row["this"],
        {language: _filled(text, row) for language, text in constraint.messages},
        value=row.get("value"),
        constraint=constraint.iri,
    )


def _constraints(shapes: ox.Store) -> Iterator[Constraint]:
    for quad in shapes.quads_for_pattern(None, node("sh:sparql"), None):
        shape, constraint = quad.subject, quad.object
        if isinstance(shape, ox.NamedNode) and isinstance(constraint, ox.NamedNode):
            severity = next(iter(_objects(shapes, shape, "sh:severity")), node("sh:Violation"))
            messages = _objects(shapes, constraint, "sh:message")
            yield Constraint(
                constraint,
                shape,
                SEVERITIES[str(severity)],
                tuple(_targets(shapes, shape)),
                _select(shapes, constraint),
                tuple((m.language or "en", m.value) for m in messages if isinstance(m, ox.Literal)),
            )


def _select(shapes: ox.Store, constraint: ox.NamedNode) -> str:
    text = _objects(shapes, constraint, "sh:select")[0].value
    return text.replace("$shapesGraph", str(SHAPES_GRAPH))


def _targets(shapes: ox.Store, shape: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    for kind in (CLASS, NODE, SUBJECTS, OBJECTS):
        for quad in shapes.quads_for_pattern(shape, kind, None):
            if isinstance(quad.object, ox.NamedNode):
                yield kind, quad.object


def focus_nodes(constraint: Constraint, store: ox.Store) -> set[object]:
    """Return the focus nodes: what the targets of the constraint's shape select."""
    found: set[object] = set()
    for kind, value in constraint.targets:
        if kind == NODE:
            found.add(value)
        elif kind == CLASS:
            found |= {q.subject for q in store.quads_for_pattern(None, node("rdf:type"), value)}
        elif kind == SUBJECTS:
            found |= {quad.subject for quad in store.quads_for_pattern(None, value, None)}
        else:
            found |= {quad.object for quad in store.quads_for_pattern(None, value, None)}
    return found


def _filled(message: str, row: dict[str, Node]) -> str:
    """Return the message with its variables (`{?name}`, `{$name}`) filled in, as SHACL defines."""
    return VARIABLE.sub(lambda match: row[match[1]].value if match[1] in row else match[0], message)


def _prefixes(shapes: ox.Store) -> Iterator[tuple[str, str]]:
    for quad in shapes.quads_for_pattern(None, node("sh:declare"), None):
        if isinstance(quad.object, ox.NamedNode):
            prefix = _objects(shapes, quad.object, "sh:prefix")[0].value
            yield prefix, _objects(shapes, quad.object, "sh:namespace")[0].value


def _objects(store: ox.Store, subject: ox.NamedNode, predicate: str) -> list[Node]:
    found = (quad.object for quad in store.quads_for_pattern(subject, node(predicate), None))
    return [term for term in found if isinstance(term, ox.NamedNode | ox.Literal)]
