"""Reads annotations and the words that they quote.

https://www.w3.org/TR/annotation-model/#specific-resources
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Dataset, Pattern, Term
from server.site.statements.statements import iri_of

_OA = "http://www.w3.org/ns/oa#"
_PROV = "http://www.w3.org/ns/prov#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


_AROUND = ("prefix", "exact", "suffix")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an entry, with those before and after them."""

    entry: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """Words of the text with property `on`, and the statement that they support.

    `made_by` is the plan (rule) of the activity, or the activity itself if it has no plan.
    """

    iri: str
    on: str
    start: int
    end: int
    subject: Term
    property: Term
    value: Term
    made_by: Term | None


def annotations_of(dataset: Dataset, entry: str) -> list[Annotation]:
    """Return the annotations on spans of an entry, by IRI."""
    walker = _Walker(dataset)
    spans = walker.pointing(f"{_OA}hasSource", entry)
    found = [item for span in spans for item in _on_span(walker, span)]
    return sorted(found, key=lambda item: item.iri)


def annotation_of(dataset: Dataset, iri: str) -> Annotation | None:
    """Return an annotation by its IRI, None if its target is not a span."""
    walker = _Walker(dataset)
    target = walker.value(iri, f"{_OA}hasTarget")
    found = _on_span(walker, iri_of(target)) if target else iter(())
    return next((item for item in found if item.iri == iri), None)


def target_of(dataset: Dataset, iri: str) -> str:
    """Return the span that is an annotation's target, "" if the target is no span."""
    target = _Walker(dataset).value(iri, f"{_OA}hasTarget")
    return iri_of(target) if target else ""


def quote_of(dataset: Dataset, iri: str) -> Quote | None:
    """Return the words of a span, or of the span that is an annotation's target."""
    walker = _Walker(dataset)
    target = walker.value(iri, f"{_OA}hasTarget")
    span = iri if target is None else iri_of(target)
    entry, selector = (walker.value(span, f"{_OA}{name}") for name in ("hasSource", "hasSelector"))
    if entry is None or selector is None:
        return None
    texts = (walker.value(iri_of(selector), f"{_OA}{name}") for name in _AROUND)
    before, words, after = (text.value if isinstance(text, ox.Literal) else "" for text in texts)
    return Quote(iri_of(entry), before, words, after) if words else None


def _on_span(walker: "_Walker", span: str) -> Iterator[Annotation]:
    on = walker.value(span, f"{dg(walker.dataset)}onProperty")
    selector = walker.value(span, f"{_OA}hasSelector")
    if on is None or selector is None:
        return
    for iri in walker.pointing(f"{_OA}hasTarget", span):
        subject, name, value = (
            walker.value(iri, f"{_RDF}{part}") for part in ("subject", "predicate", "object")
        )
        if subject is not None and name is not None and value is not None:
            yield Annotation(
                iri=iri,
                on=iri_of(on),
                start=_offset(walker, iri_of(selector), "start"),
                end=_offset(walker, iri_of(selector), "end"),
                subject=subject,
                property=name,
                value=value,
                made_by=_made_by(walker, iri),
            )


def dg(dataset: Dataset) -> str:
    """Return the namespace of the dataset's own ontology."""
    return f"{dataset.identity.base}ontology#"


def _offset(walker: "_Walker", selector: str, name: str) -> int:
    term = walker.value(selector, f"{_OA}{name}")
    return int(term.value) if isinstance(term, ox.Literal) else 0


def _made_by(walker: "_Walker", annotation: str) -> Term | None:
    activity = walker.value(annotation, f"{_PROV}wasGeneratedBy")
    if activity is None:
        return None
    association = walker.value(iri_of(activity), f"{_PROV}qualifiedAssociation")
    plan = walker.value(iri_of(association), f"{_PROV}hadPlan") if association else None
    return plan or activity


@dataclass(frozen=True, slots=True)
class _Walker:
    """Follows links by quad patterns, which is faster than a query if links are few."""

    dataset: Dataset

    def values(self, iri: str, name: str) -> list[Term]:
        quads = self.dataset.quads(Pattern(ox.NamedNode(iri), ox.NamedNode(name)))
        return sorted({quad.object for quad in quads}, key=str)

    def value(self, iri: str, name: str) -> Term | None:
        return next(iter(self.values(iri, name)), None)

    def pointing(self, name: str, iri: str) -> list[str]:
        pattern = Pattern(predicate=ox.NamedNode(name), object=ox.NamedNode(iri))
        return sorted({iri_of(quad.subject) for quad in self.dataset.quads(pattern)})
