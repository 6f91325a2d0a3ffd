"""Quads → a SHACL report: core constraints by pySHACL, SPARQL-based ones by the RDF engine.

Only this module imports pySHACL, which patches rdflib's globals: never import it in the server.
Oxigraph evaluates the SPARQL-based constraints (`sparql_constraints`): it takes fractions of a
second for joins that take rdflib minutes.
"""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

import shapes
from converter.iris import BASE
from converter.mapping.terms import Layer, graph, node
from converter.validation.report import Report, Severity, ValidationResult, results_to_report
from converter.validation.sparql_constraints import sparql_results

# Annotations and spans are most of the graph, and only SPARQL-based constraints check them.
EVIDENCE = (f"{BASE}id/annotation/", f"{BASE}id/span/")
UNCHECKED = frozenset({graph(Layer.SHAPES)})
SPARQL_ONLY = frozenset(node(f"sh:{name}") for name in ("sparql", "select", "prefixes", "declare"))
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
SEVERITIES: Mapping[rdflib.term.Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


def validate(quads: Iterable[ox.Quad]) -> Report:
    """Return the results of all shapes for the union of the layers.

    Core constraints do not see the layer of the shapes; a SPARQL-based one checks that these are
    the shapes that were applied.
    """
    turtle, data = [shapes.read(name) for name in shapes.names()], list(quads)
    core = (quad for quad in data if quad.graph_name not in UNCHECKED)
    return results_to_report(
        [*core_results(core, core_shapes(turtle)), *sparql_results(data, turtle)]
    )


def core_results(data: Iterable[ox.Quad], shapes_graph: rdflib.Graph) -> list[ValidationResult]:
    """Return the results of the core constraints of a graph of shapes."""
    report = pyshacl.validate(_to_rdflib(data), shacl_graph=shapes_graph, inplace=True)[1]
    if not isinstance(report, rdflib.Graph):
        message = f"pySHACL could not apply the shapes: {report!r}"
        raise TypeError(message)
    return [_result(report, one) for one in report.subjects(RDF.type, SH.ValidationResult)]


def core_shapes(turtle: Iterable[bytes]) -> rdflib.Graph:
    """Return the shapes without the statements that only SPARQL-based constraints need."""
    quads = (quad for text in turtle for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    found = _to_rdflib(quad for quad in quads if quad.predicate not in SPARQL_ONLY)
    _give_targets_to_properties(found)
    return found


def _give_targets_to_properties(shapes_graph: rdflib.Graph) -> None:
    """Give the property shapes of each node shape its targets, in place of `sh:property`.

    pySHACL evaluates a property shape with targets once for all focus nodes, any other one once for
    each of them. The results are the same (https://www.w3.org/TR/shacl/#targets), because no shape
    here is a class or deactivated, and none refers to another.
    """
    for shape, one in list(shapes_graph.subject_objects(SH.property)):
        for kind in TARGETS:
            for value in shapes_graph.objects(shape, kind):
                shapes_graph.add((one, kind, value))
        shapes_graph.remove((shape, SH.property, one))


def _to_rdflib(data: Iterable[ox.Quad]) -> rdflib.Graph:
    terms: dict[object, rdflib.term.Node] = {}

    def converted(term: object) -> rdflib.term.Node:
        known = terms.get(term)
        if known is None:
            known = terms[term] = _rdflib_term(term)
        return known

    result = rdflib.Graph()
    for quad in data:
        if not str(quad.subject)[1:].startswith(EVIDENCE):
            triple = (quad.subject, quad.predicate, quad.object)
            result.add((converted(triple[0]), converted(triple[1]), converted(triple[2])))
    return result


def _rdflib_term(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    return rdflib.URIRef(str(term)[1:-1])


def _result(report: rdflib.Graph, one: rdflib.term.Node) -> ValidationResult:
    messages = {
        message.language or "en": str(message)
        for message in report.objects(one, SH.resultMessage)
        if isinstance(message, rdflib.Literal)
    }
    path, value = report.value(one, SH.resultPath), report.value(one, SH.value)
    return ValidationResult(
        severity=SEVERITIES[report.value(one, SH.resultSeverity)],
        shape=ox.NamedNode(str(report.value(one, SH.sourceShape))),
        component=ox.NamedNode(str(report.value(one, SH.sourceConstraintComponent))),
        focus=_term(report.value(one, SH.focusNode)),
        messages=messages,
        # Any other path is a structure of blank nodes; the source shape, which is named, contains
        # it.
        path=ox.NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None,
        value=None if value is None else _term(value),
    )


def _term(term: rdflib.term.Node | None) -> ox.NamedNode | ox.Literal:
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return ox.Literal(str(term), datatype=datatype)
    return ox.NamedNode(str(term))
