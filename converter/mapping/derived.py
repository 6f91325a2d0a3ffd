"""Findings → quads of the derived layer: statements, with their evidence and rules."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from converter.findings import Evidence, Finding
from converter.mapping.evidence import annotation, shared_spans, span
from converter.mapping.rules import Rule
from converter.mapping.terms import (
    Layer,
    Object,
    Statement,
    activity,
    describe,
    in_layer,
    integer,
    node,
    text,
    texts,
    value_to_object,
)
from converter.model import Survey

# Subjects of statements that no rule creates: the source layer has them.
GIVEN = ("id/entry/", "id/section/")
INVERSES: Mapping[str, str] = {"dg:describes": "dg:describedIn"}
NO_RULE = Rule({})
GENERATED_BY, INFLUENCED_BY = node("prov:wasGeneratedBy"), node("prov:wasInfluencedBy")
# What counts of an annotation: the annotation itself, and its reason if it has one.
ANNOTATION_PARTS = (node("rdf:predicate"), node("skos:editorialNote"))
# Inference adds classes, so that their number would not hold under it.
NOT_COUNTED = frozenset({"rdf:type"})


@dataclass(frozen=True, slots=True)
class Software:
    """The software that makes the statements: name and version."""

    name: str
    version: str


def findings_to_quads(
    findings: Iterable[Finding],
    surveys: Iterable[Survey],
    software: Software,
    rules: Mapping[str, Rule],
) -> list[ox.Quad]:
    """Return the derived layer: statements, annotations with their spans, activities, software."""
    records = {record.key: record for survey in surveys for record in survey.records}
    statements: list[Statement] = []
    asserted: dict[str, set[str]] = {}
    quoted = [(finding, _quoted(finding, rules)) for finding in findings]
    shared = shared_spans(
        evidence for one, words in quoted if not _is_own(one, rules) for evidence in words
    )
    spans: set[Evidence] = set()
    for finding, words in quoted:
        statements += _statement(finding)
        own = _is_own(finding, rules)
        targets = dict.fromkeys(one if own else shared[one] for one in words)
        statements += (one for evidence in targets for one in annotation(finding, evidence))
        spans.update(targets)
        properties = asserted.setdefault(finding.rule, set())
        properties |= {finding.predicate, INVERSES.get(finding.predicate, finding.predicate)}
    for evidence in sorted(spans):
        statements += span(evidence, records[evidence.entry])
    counts = _result_counts(statements, asserted)
    for rule, properties in asserted.items():
        statements += _activity(rule, properties, software, rules.get(rule, NO_RULE))
        statements += describe(activity(rule), ("dg:resultCount", integer(counts[rule])))
    statements += _software(software)
    return in_layer(Layer.DERIVED, statements)


def _quoted(finding: Finding, rules: Mapping[str, Rule]) -> tuple[Evidence, ...]:
    """Return the words that the annotation of a statement quotes.

    Empty if the rule takes a whole text, unless a reviewed decision quotes a part of it.
    """
    rule, predicate = rules.get(finding.rule, NO_RULE), node(finding.predicate)
    bare = rule.repeated if finding.reason else rule.whole_text | rule.repeated
    return () if predicate in bare else finding.evidence


def _is_own(finding: Finding, rules: Mapping[str, Rule]) -> bool:
    """Return whether the statement shares no span with others, such as a number."""
    return node(finding.predicate) in rules.get(finding.rule, NO_RULE).own_words


def _statement(finding: Finding) -> Iterator[Statement]:
    subject, value = node(finding.subject.path), value_to_object(finding.value)
    yield subject, node(finding.predicate), value
    if finding.predicate in INVERSES and isinstance(value, ox.NamedNode):
        yield value, node(INVERSES[finding.predicate]), subject
        yield value, node("prov:wasGeneratedBy"), activity(finding.rule)
    given = finding.subject.path.startswith(GIVEN)
    influence = "prov:wasInfluencedBy" if given else "prov:wasGeneratedBy"
    yield subject, node(influence), activity(finding.rule)
    if finding.reason and not finding.evidence:
        yield subject, node("skos:editorialNote"), text(finding.reason, "en")


def _result_counts(
    statements: Iterable[Statement], asserted: Mapping[str, Collection[str]]
) -> Mapping[str, int]:
    """Return for each rule how many annotations, reasons and statements its activity made."""
    subjects: dict[Object, set[ox.NamedNode]] = {}
    values: Counter[tuple[ox.NamedNode, ox.NamedNode]] = Counter()
    for subject, predicate, value in set(statements):
        if predicate in (GENERATED_BY, INFLUENCED_BY):
            subjects.setdefault(value, set()).add(subject)
        values[subject, predicate] += 1
    counts: Counter[str] = Counter()
    for rule, properties in asserted.items():
        counted = [node(one) for one in set(properties) - NOT_COUNTED]
        for subject in subjects.get(activity(rule), ()):
            wanted = ANNOTATION_PARTS if _is_annotation(subject) else counted
            counts[rule] += sum(values[subject, one] for one in wanted)
    return counts


def _is_annotation(subject: ox.NamedNode) -> bool:
    return "/id/annotation/" in str(subject)


def _software(software: Software) -> Iterator[Statement]:
    yield from describe(
        _agent(software),
        ("rdf:type", node("prov:SoftwareAgent")),
        *texts("rdfs:label", {"ja": software.name, "en": software.name}),
        ("schema:softwareVersion", ox.Literal(software.version)),
    )


def _agent(software: Software) -> ox.NamedNode:
    return node(f"id/software/{software.name}")


def _activity(
    slug: str, properties: Iterable[str], software: Software, rule: Rule
) -> Iterator[Statement]:
    subject, plan = activity(slug), node(f"id/rule/{slug}")
    association = ox.NamedNode(f"{subject.value}#association")
    yield from describe(
        subject,
        ("rdf:type", node("prov:Activity")),
        *texts("rdfs:label", _activity_labels(slug, rule)),
        ("prov:used", plan),
        ("prov:wasAssociatedWith", _agent(software)),
        ("prov:qualifiedAssociation", association),
        *(("dg:assertsProperty", node(one)) for one in sorted(properties)),
    )
    yield from describe(
        association,
        ("rdf:type", node("prov:Association")),
        ("prov:agent", _agent(software)),
        ("prov:hadPlan", plan),
    )


def _activity_labels(slug: str, rule: Rule) -> dict[str, str]:
    return {
        "ja": f"規則「{rule.labels.get('ja', slug)}」の適用",
        "en": f"Application of the rule “{rule.labels.get('en', slug)}”",
    }
