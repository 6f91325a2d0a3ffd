"""Findings → quads of the derived layer: each statement, its evidence and the rule that made it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pyoxigraph as ox

from converter.findings import Evidence, Finding, Ref, Text, Value
from converter.iris import entry_path
from converter.mapping.terms import (
    Layer,
    Object,
    Statement,
    describe,
    in_layer,
    integer,
    node,
    text,
    texts,
)
from converter.model import EntryKey, Record, Survey

# Enough of the surrounding text to tell two equal quotes of one cell apart, in code points.
CONTEXT = 24
# Statements are about these, but no rule makes them: they are in the source.
GIVEN = ("id/entry/", "id/section/")
INVERSES: Mapping[str, str] = {"dg:describes": "dg:describedIn"}


@dataclass(frozen=True, slots=True)
class Software:
    """The software that derives: name and version."""

    name: str
    version: str


def findings_to_quads(
    findings: Iterable[Finding],
    surveys: Iterable[Survey],
    software: Software,
    rules: Mapping[str, Mapping[str, str]],
) -> list[ox.Quad]:
    """Return the derived layer: statements, annotations, activities and the software.

    `rules` has the labels of each rule by language; the activity that applies it is named so.
    """
    records = {record.key: record for survey in surveys for record in survey.records}
    statements: list[Statement] = []
    asserted: dict[str, set[str]] = {}
    for finding in findings:
        statements += _statement(finding)
        for evidence in finding.evidence:
            record = records[evidence.entry]
            statements += _annotation(finding, evidence, record)
        properties = asserted.setdefault(finding.rule, set())
        properties |= {finding.predicate, INVERSES.get(finding.predicate, finding.predicate)}
    statements += _activities(asserted, software, rules)
    return in_layer(Layer.DERIVED, statements)


def _statement(finding: Finding) -> Iterator[Statement]:
    subject, value = node(finding.subject.path), _object(finding.value)
    yield subject, node(finding.predicate), value
    if finding.predicate in INVERSES and isinstance(value, ox.NamedNode):
        yield value, node(INVERSES[finding.predicate]), subject
    given = finding.subject.path.startswith(GIVEN)
    influence = "prov:wasInfluencedBy" if given else "prov:wasGeneratedBy"
    yield subject, node(influence), _activity(finding.rule)
    if finding.reason and not finding.evidence:
        yield subject, node("skos:editorialNote"), text(finding.reason, "en")


def _annotation(finding: Finding, evidence: Evidence, record: Record) -> Iterator[Statement]:
    subject, value = node(finding.subject.path), _object(finding.value)
    quote = record.texts[evidence.column][evidence.start : evidence.end]
    iri = _annotation_iri(finding, evidence, value)
    annotation, target = ox.NamedNode(iri), ox.NamedNode(f"{iri}#target")
    yield from describe(
        annotation,
        ("rdf:type", node("oa:Annotation")),
        ("rdf:type", node("rdf:Statement")),
        *texts("rdfs:label", _labels(quote, evidence.entry)),
        ("rdf:subject", subject),
        ("rdf:predicate", node(finding.predicate)),
        ("rdf:object", value),
        ("oa:hasBody", value if isinstance(value, ox.NamedNode) else subject),
        ("oa:hasTarget", target),
        ("oa:motivatedBy", node("oa:identifying")),
        ("prov:wasGeneratedBy", _activity(finding.rule)),
        *([("skos:editorialNote", text(finding.reason, "en"))] if finding.reason else ()),
    )
    yield from _target(target, evidence, record)


def _target(target: ox.NamedNode, evidence: Evidence, record: Record) -> Iterator[Statement]:
    stated, start, end = record.texts[evidence.column], evidence.start, evidence.end
    annotation = target.value.removesuffix("#target")
    quote, position = ox.NamedNode(f"{annotation}#quote"), ox.NamedNode(f"{annotation}#position")
    yield from describe(
        target,
        ("rdf:type", node("oa:SpecificResource")),
        ("oa:hasSource", node(entry_path(evidence.entry))),
        ("dg:onProperty", node(f"dg:{evidence.column}")),
        ("oa:hasSelector", quote),
        ("oa:hasSelector", position),
    )
    yield from describe(
        quote,
        ("rdf:type", node("oa:TextQuoteSelector")),
        ("oa:exact", ox.Literal(stated[start:end])),
        ("oa:prefix", ox.Literal(stated[max(0, start - CONTEXT) : start])),
        ("oa:suffix", ox.Literal(stated[end : end + CONTEXT])),
    )
    yield from describe(
        position,
        ("rdf:type", node("oa:TextPositionSelector")),
        ("oa:start", integer(start)),
        ("oa:end", integer(end)),
    )


def _labels(quote: str, entry: EntryKey) -> dict[str, str]:
    words = " ".join(quote.split("\n"))
    return {"ja": f"{entry} の「{words}」", "en": f"“{words}” in entry {entry}"}


def _annotation_iri(finding: Finding, evidence: Evidence, value: Object) -> str:
    statement = f"{finding.subject.path} {finding.predicate} {value}"
    digest = sha256(statement.encode()).hexdigest()[:8]
    span = f"{evidence.entry}-{evidence.column}-{evidence.start}-{evidence.end}"
    return node(f"id/annotation/{span}-{digest}").value


def _activities(
    asserted: Mapping[str, set[str]], software: Software, rules: Mapping[str, Mapping[str, str]]
) -> Iterator[Statement]:
    agent = node(f"id/software/{software.name}")
    yield from describe(
        agent,
        ("rdf:type", node("prov:SoftwareAgent")),
        *texts("rdfs:label", {"ja": software.name, "en": software.name}),
        ("schema:softwareVersion", ox.Literal(software.version)),
    )
    for rule, properties in asserted.items():
        activity, plan = _activity(rule), node(f"id/rule/{rule}")
        association = ox.NamedNode(f"{activity.value}#association")
        yield from describe(
            activity,
            ("rdf:type", node("prov:Activity")),
            *texts("rdfs:label", _activity_labels(rule, rules.get(rule, {}))),
            ("prov:used", plan),
            ("prov:wasAssociatedWith", agent),
            ("prov:qualifiedAssociation", association),
            *(("dg:assertsProperty", node(one)) for one in sorted(properties)),
        )
        yield from describe(
            association,
            ("rdf:type", node("prov:Association")),
            ("prov:agent", agent),
            ("prov:hadPlan", plan),
        )


def _activity_labels(rule: str, labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "ja": f"規則「{labels.get('ja', rule)}」の適用",
        "en": f"Application of the rule “{labels.get('en', rule)}”",
    }


def _activity(rule: str) -> ox.NamedNode:
    return node(f"id/activity/{rule}")


def _object(value: Value) -> Object:
    match value:
        case Ref():
            return node(value.path)
        case Text():
            return text(value.value, value.language)
        case int():
            return integer(value)
        case date():
            return ox.Literal(value.isoformat(), datatype=node("xsd:date"))
        case _:
            return ox.Literal(value)
