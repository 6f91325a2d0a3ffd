"""Evidence → an annotation for each statement, and a span for each run of words.

Spans are shared: all annotations on the same words of one stated text have the same target
(https://www.w3.org/TR/annotation-model/#selectors).
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

import pyoxigraph as ox

from converter.findings import Evidence, Finding, joined_spans
from converter.iris import entry_path
from converter.mapping.terms import (
    Object,
    Statement,
    activity,
    describe,
    integer,
    node,
    text,
    value_to_object,
)
from converter.model import Record

# Code points of surrounding text, enough to distinguish two equal quotes in a cell.
CONTEXT = 24
# Code points between two runs that are quoted together: 鳥取県、岡山県 is one span.
APART = 1


def shared_spans(evidence: Iterable[Evidence]) -> Mapping[Evidence, Evidence]:
    """Return, for each piece of evidence, the span that quotes it.

    Pieces of one text that overlap or have at most `APART` characters between them share one span,
    the shortest that contains them all.
    """
    return joined_spans(evidence, lambda end, words: words.start - end <= APART)


def annotation(finding: Finding, evidence: Evidence) -> Iterator[Statement]:
    """Yield the annotation that links a statement to its words; its IRI is a hash of both."""
    subject, value = node(finding.subject.path), value_to_object(finding.value)
    yield from describe(
        _annotation(finding, evidence, value),
        ("rdf:type", node("oa:Annotation")),
        ("rdf:type", node("rdf:Statement")),
        ("rdf:subject", subject),
        ("rdf:predicate", node(finding.predicate)),
        ("rdf:object", value),
        ("oa:hasBody", value if isinstance(value, ox.NamedNode) else subject),
        ("oa:hasTarget", _span(evidence)),
        ("oa:motivatedBy", node("oa:identifying")),
        ("prov:wasGeneratedBy", activity(finding.rule)),
        *([("skos:editorialNote", text(finding.reason, "en"))] if finding.reason else ()),
    )


def span(evidence: Evidence, record: Record) -> Iterator[Statement]:
    """Yield the span of the words, with one selector by quote and by position."""
    iri = _span(evidence)
    selector = ox.NamedNode(f"{iri.value}#selector")
    yield from describe(
        iri,
        ("rdf:type", node("oa:SpecificResource")),
        ("oa:hasSource", node(entry_path(evidence.entry))),
        ("dg:onProperty", node(f"dg:{evidence.column}")),
        ("oa:hasSelector", selector),
    )
    stated, start, end = record.texts[evidence.column], evidence.start, evidence.end
    yield from describe(
        selector,
        ("rdf:type", node("oa:TextQuoteSelector")),
        ("rdf:type", node("oa:TextPositionSelector")),
        ("oa:exact", ox.Literal(stated[start:end])),
        ("oa:prefix", ox.Literal(stated[max(0, start - CONTEXT) : start])),
        ("oa:suffix", ox.Literal(stated[end : end + CONTEXT])),
        ("oa:start", integer(start)),
        ("oa:end", integer(end)),
    )


def _span(evidence: Evidence) -> ox.NamedNode:
    return node(f"id/span/{_key(evidence)}")


def _annotation(finding: Finding, evidence: Evidence, value: Object) -> ox.NamedNode:
    statement = f"{finding.subject.path} {finding.predicate} {value}"
    digest = sha256(statement.encode()).hexdigest()[:8]
    return node(f"id/annotation/{_key(evidence)}-{digest}")


def _key(evidence: Evidence) -> str:
    return f"{evidence.entry}-{evidence.column}-{evidence.start}-{evidence.end}"
