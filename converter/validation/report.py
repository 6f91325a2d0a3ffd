"""A SHACL validation report as values: https://www.w3.org/TR/shacl/#validation-report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from itertools import groupby
from typing import TypeAlias

import pyoxigraph as ox

from converter.iris import BASE, curie
from converter.mapping.terms import LANGUAGES, Layer, Object, describe, in_layer, node, texts

Node: TypeAlias = ox.NamedNode | ox.Literal
SHOWN = 5  # results of one shape that a summary lists; the others are counted


class Severity(IntEnum):
    """Severities, worst first: https://www.w3.org/TR/shacl/#severity."""

    VIOLATION = 0
    WARNING = 1
    INFO = 2

    @property
    def local_name(self) -> str:
        """Return the local name of the severity's IRI."""
        return self.name.capitalize()


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One result; `messages` are the shape's messages by language.

    `constraint` is the SPARQL-based constraint that gave the result, None for a core constraint.
    """

    severity: Severity
    shape: ox.NamedNode
    component: ox.NamedNode
    focus: Node
    messages: Mapping[str, str]
    path: ox.NamedNode | None = None
    value: Node | None = None
    constraint: ox.NamedNode | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Return a key that is unique and sorts results in the order of a report."""
        source = self.constraint or self.component
        terms = (self.shape, self.focus, self.path, self.value, source)
        return (str(int(self.severity)), *map(str, terms), *sorted(self.messages.values()))


@dataclass(frozen=True, slots=True)
class Report:
    """All results, worst first, in an order that depends on the results alone."""

    results: tuple[ValidationResult, ...]

    @property
    def conforms(self) -> bool:
        """Return whether no result is a Violation; lower severities concern the source only."""
        return not any(one.severity is Severity.VIOLATION for one in self.results)

    def counts(self) -> dict[str, int]:
        """Return the number of results of each severity, worst first."""
        counted = Counter(one.severity for one in self.results)
        return {severity.local_name: counted[severity] for severity in Severity}


def results_to_report(results: Iterable[ValidationResult]) -> Report:
    """Return the results as a report, each once."""
    unique = {result.key: result for result in results}
    return Report(tuple(unique[key] for key in sorted(unique)))


def report_to_quads(report: Report) -> list[ox.Quad]:
    """Return the report in the terms of SHACL, without blank nodes, in the graph of the shapes.

    A result's IRI contains a hash of its content, so it is the same in every run.
    """
    subject = node("id/report/shacl")
    labels = {"ja": "SHACL 検証報告", "en": "SHACL validation report"}
    statements = list(
        describe(
            subject,
            ("rdf:type", node("sh:ValidationReport")),
            *texts("rdfs:label", labels),
            ("sh:conforms", ox.Literal(not report.results)),
        )
    )
    for result in report.results:
        digest = sha256("\n".join(result.key).encode()).hexdigest()[:16]
        iri = node(f"id/result/{digest}")
        statements += describe(subject, ("sh:result", iri))
        statements += describe(iri, *_result(result))
    return in_layer(Layer.SHAPES, statements)


def validation_summary(report: Report) -> str:
    """Return the report as text: each shape with its messages and the nodes concerned."""
    counts = ", ".join(f"{count} {_plural(name, count)}" for name, count in report.counts().items())
    groups = groupby(report.results, key=lambda one: (one.severity, one.shape, one.constraint))
    return "\n".join((f"validation: {counts}", *(_group(list(group)) for _, group in groups)))


def _result(result: ValidationResult) -> Iterator[tuple[str, Object]]:
    yield "rdf:type", node("sh:ValidationResult")
    yield from texts("rdfs:label", result.messages)
    yield "sh:resultSeverity", node(f"sh:{result.severity.local_name}")
    yield "sh:sourceShape", result.shape
    yield "sh:sourceConstraintComponent", result.component
    if result.constraint:
        yield "sh:sourceConstraint", result.constraint
    yield "sh:focusNode", result.focus
    yield from texts("sh:resultMessage", result.messages)
    if result.path:
        yield "sh:resultPath", result.path
    if result.value:
        yield "sh:value", result.value


def _group(results: list[ValidationResult]) -> str:
    first = results[0]
    name = short(first.constraint or first.shape)
    head = f"  {first.severity.local_name.lower()}: {name} ({len(results)})"
    lines = [f"    {line}" for result in results[:SHOWN] for line in _lines(result, first)]
    messages = [f"    {first.messages[tag]}" for tag in LANGUAGES if tag in first.messages]
    more = [f"      … and {len(results) - SHOWN} more"] if len(results) > SHOWN else []
    return "\n".join((head, *messages, *lines, *more))


def _lines(result: ValidationResult, first: ValidationResult) -> Iterator[str]:
    own = result.messages if result.messages != first.messages else {}
    value = f": {short(result.value)}" if result.value else ""
    yield f"  {short(result.focus)}{value}"
    yield from (f"    {own[tag]}" for tag in LANGUAGES if tag in own)


def short(term: Node) -> str:
    """Return an IRI as a CURIE or path below the base, a literal cut to forty characters."""
    if isinstance(term, ox.Literal):
        return f"{term.value[:40]!r}"
    return curie(term.value).removeprefix(BASE)


def _plural(name: str, count: int) -> str:
    return name.lower() + ("" if count == 1 else "s")
