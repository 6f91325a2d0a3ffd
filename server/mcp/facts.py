"""Reads statements with their basis: words of an answer, a rule, or reference data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Dataset, Pattern, Term
from server.mcp.knowledge import Context
from server.mcp.values import Basis, Fact, Named, Words
from server.site.statements.annotations import annotation_of, quote_of
from server.site.statements.statements import Value, iri_of

_PROV = "http://www.w3.org/ns/prov#"
# Properties of provenance: the activity of a thing, and those that used an entry.
_MADE = (f"{_PROV}wasGeneratedBy", f"{_PROV}wasInfluencedBy")
_BASES = {"source": Basis.PRINTED, "reference": Basis.REFERENCE, "links": Basis.REFERENCE}
# Properties about how the graph was made, not about the survey.
HOUSEKEEPING = frozenset(
    {*_MADE, "http://purl.org/dc/terms/rights", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Reads statements in one context."""

    context: Context

    @property
    def dataset(self) -> Dataset:
        """Return the dataset."""
        return self.context.knowledge.dataset

    def about(self, iri: str) -> list[Fact]:
        """Return all statements about a resource, stated and derived ones first."""
        statements = self.context.knowledge.site.statements.about(iri)
        found = [
            self._fact(iri, statement.property, value)
            for statement in statements
            for value in statement.values
        ]
        order = list(Basis)
        return sorted(found, key=lambda fact: order.index(fact.basis))

    def joining(self, iri: str, is_meant: Callable[[Term], bool]) -> list[Fact]:
        """Return the statements about a resource whose values satisfy `is_meant`."""
        return [
            self._fact(iri, statement.property, value)
            for statement in self.context.knowledge.site.statements.about(iri)
            if statement.property not in HOUSEKEEPING
            for value in statement.values
            if is_meant(value.term)
        ]

    def of(self, iri: str, property_: str) -> list[Fact]:
        """Return the statements about a resource with one property."""
        return [fact for fact in self.about(iri) if fact.property.iri == property_]

    def _fact(self, subject: str, property_: str, value: Value) -> Fact:
        term = value.term
        words = [found for iri in value.evidence if (found := self._words(iri))]
        basis = self._basis(value.layer, words)
        rules = self._rules(subject, property_) if basis is Basis.RULE else ()
        entry = self._entry(subject, basis)
        literal = term if isinstance(term, ox.Literal) else None
        return Fact(
            subject=subject,
            property=self.context.named(property_),
            value=literal.value if literal else iri_of(term),
            value_label="" if literal else self.context.named(iri_of(term)).label,
            language=(literal.language or "") if literal else "",
            datatype=_datatype(literal),
            basis=basis,
            note=self.context.text(f"basis.{basis}"),
            layer=value.layer,
            words=words,
            rules=rules,
            entry=entry,
            page=self.page(entry.iri) if entry else None,
        )

    @staticmethod
    def _basis(layer: str, words: Sequence[Words]) -> Basis:
        if words:
            return Basis.QUOTED
        if layer == "derived":
            return Basis.RULE
        return _BASES.get(layer, Basis.DEFINITION)

    def _words(self, annotation: str) -> Words | None:
        found, quote = annotation_of(self.dataset, annotation), quote_of(self.dataset, annotation)
        if found is None or quote is None:
            return None
        return Words(
            quote=quote.words,
            start=found.start,
            end=found.end,
            text_property=found.on,
            before=quote.before,
            after=quote.after,
            entry=self.context.named(quote.entry),
            page=self.page(quote.entry),
            rule=self.context.named(iri_of(found.made_by)) if found.made_by else None,
            annotation=annotation,
        )

    def _rules(self, subject: str, property_: str) -> list[Named]:
        """Return the rules that made a thing and that assert the property."""
        asserts = ox.NamedNode(f"{self.context.knowledge.base}ontology#assertsProperty")
        stated = ox.NamedNode(property_)
        return [
            self.context.named(iri_of(activity))
            for made in _MADE
            for activity in values(self.dataset, subject, made)
            if self.dataset.has(Pattern(ox.NamedNode(iri_of(activity)), asserts, stated))
        ]

    def _entry(self, subject: str, basis: Basis) -> Named | None:
        """Return the entry of a printed statement, which is its subject."""
        is_entry = subject.startswith(f"{self.context.knowledge.base}id/entry/")
        return self.context.named(subject) if is_entry and basis is Basis.PRINTED else None

    def page(self, entry: str) -> int | None:
        """Return the printed page of an entry."""
        name = f"{self.context.knowledge.base}ontology#page"
        found = next(iter(values(self.dataset, entry, name)), None)
        return int(found.value) if isinstance(found, ox.Literal) else None


def values(dataset: Dataset, iri: str, property_: str) -> Iterator[Term]:
    """Yield the values of a property, each once."""
    quads = dataset.quads(Pattern(ox.NamedNode(iri), ox.NamedNode(property_)))
    yield from dict.fromkeys(quad.object for quad in quads)


def _datatype(literal: ox.Literal | None) -> str:
    return "" if literal is None or literal.language else literal.datatype.value
