"""The tools evidence and verify."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.mcp.arguments import CountArguments, EvidenceArguments, Unit, VerifyArguments
from server.mcp.counting import count, counted_entry
from server.mcp.facts import Facts, values
from server.mcp.knowledge import Context, ToolError
from server.mcp.names import UnknownNameError
from server.mcp.values import Basis, Fact, FactEvidence, Verdict, Verified, Words
from server.mcp.views import Views
from server.search.folding import fold
from server.site.statements.statements import iri_of

_BROADER = "http://www.w3.org/2004/02/skos/core#broader"
# Property → a property that contradicts it for the same value.
_EXCLUDED = {"participant": "excludedParticipant", "plannedParticipant": "excludedParticipant"}
_LISTED = 5


def iri_of_name(context: Context, name: str) -> str:
    """Return the IRI for a name.

    Raises:
        ToolError: The name is unknown or ambiguous; the text has similar names, or all meanings.
    """
    try:
        return context.knowledge.names.iri(name)
    except UnknownNameError as error:
        key = "error.ambiguous" if error.ambiguous else "error.name"
        names = ", ".join(error.candidates[:20]) or "–"
        raise ToolError(context.text(key, name=name[:100], names=names)) from error


def evidence(context: Context, arguments: EvidenceArguments) -> FactEvidence:
    """Return the evidence of a statement, or of all statements with a property.

    Raises:
        ToolError: A name is unknown.
    """
    subject, name = (iri_of_name(context, text) for text in (arguments.subject, arguments.property))
    facts = Facts(context).of(subject, name)
    if arguments.value:
        facts = [fact for fact in facts if fact.value in _meant(context, arguments.value)]
    key = "note.evidence" if facts else "note.nothing_stated"
    return FactEvidence(bool(facts), facts, context.text(key))


def _meant(context: Context, value: str) -> frozenset[str]:
    """Return the possible values of a text: the text itself, and the IRI that it names."""
    iri = context.knowledge.names.known(value)
    return frozenset({value, iri} if iri else {value})


def verify(context: Context, arguments: VerifyArguments) -> Verified:
    """Return whether a claim holds.

    Raises:
        ToolError: The claim is incomplete or two claims at once, or a name is unknown.
    """
    parts = (arguments.subject, arguments.property, arguments.value)
    if arguments.number is not None and not any(parts):
        return _verify_number(context, arguments)
    if arguments.number is None and all(parts) and not arguments.where:
        return _Claim.read(context, arguments).verified()
    raise ToolError(context.text("error.claim"))


def _verify_number(context: Context, arguments: VerifyArguments) -> Verified:
    wanted = CountArguments(arguments.where, arguments.unit, entries=_LISTED, lang=context.language)
    found = count(context, wanted)
    verdict, key = _counted(arguments, found.number)
    chosen = ", ".join(item.thing.label for item in found.chosen) or context.text("claim.all")
    return Verified(
        claim=context.text("claim.number", what=found.what, chosen=chosen, number=arguments.number),
        verdict=verdict,
        reason=context.text(key, number=found.number),
        facts=[fact for entry in found.entries for fact in entry.facts],
        number=found.number,
        list=found.list,
    )


def _counted(arguments: VerifyArguments, number: int) -> tuple[Verdict, str]:
    """Return the verdict for a count; 0 does not prove absence."""
    if number != arguments.number:
        return Verdict.FALSE, "verdict.number_differs"
    if number == 0 and arguments.unit is not Unit.ANSWERS:
        return Verdict.NOT_STATED, "verdict.none_counted"
    return Verdict.TRUE, "verdict.number_holds"


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim that a subject has a value of a property or a facet."""

    context: Context
    subject: str
    property: str
    value: str

    @classmethod
    def read(cls, context: Context, arguments: VerifyArguments) -> "_Claim":
        subject = iri_of_name(context, arguments.subject)
        return cls(context, subject, arguments.property, arguments.value)

    def verified(self) -> Verified:
        """Return the verdict."""
        facet = self.property if self._is_facet() else ""
        if facet:
            return self._of_facet(facet)
        name = iri_of_name(self.context, self.property)
        facts = Facts(self.context).of(self.subject, name)
        if facts and all(fact.property.iri == name and _is_text(fact) for fact in facts):
            return self._of_text(facts)
        return self._of_value(name, facts)

    def _is_facet(self) -> bool:
        try:
            Views(self.context).facet(self.property)
        except ToolError:
            return False
        return self.subject.startswith(f"{self.context.knowledge.base}id/pref/")

    def _of_facet(self, facet: str) -> Verified:
        """Return the verdict on whether a prefecture has an entry with a value of a facet."""
        views = Views(self.context)
        number = self.subject.rpartition("/")[2]
        view = views.view({"prefecture": [number], facet: [self.value]})
        found = list(views.iris(views.entries(view)))
        facts = [
            fact for iri in found[:_LISTED] for fact in counted_entry(self.context, view, iri).facts
        ]
        verdict = Verdict.TRUE if found else Verdict.NOT_STATED
        key = "verdict.entries" if found else "verdict.no_entry"
        reason = self.context.text(key, number=len(found))
        return self._verdict(verdict, reason, facts, list_=views.address(view))

    def _of_text(self, facts: Sequence[Fact]) -> Verified:
        """Return the verdict on whether a text contains words, as printed or folded."""
        found = [quoted for fact in facts if (quoted := _quoted(self.context, fact, self.value))]
        if found:
            return self._verdict(Verdict.TRUE, self.context.text("verdict.printed"), found)
        return self._verdict(Verdict.FALSE, self.context.text("verdict.not_printed"), facts)

    def _of_value(self, name: str, facts: Sequence[Fact]) -> Verified:
        meant = self._meant(name)
        same = [fact for fact in facts if fact.value in meant or _same_number(fact, self.value)]
        if same:
            bases = {fact.basis for fact in same}
            basis = next(item for item in Basis if item in bases)
            return self._verdict(Verdict.TRUE, self.context.text(f"verdict.{basis}"), same)
        narrower = [fact for fact in facts if meant & self._broader(fact.value)]
        if narrower:
            return self._verdict(Verdict.TRUE, self.context.text("verdict.narrower"), narrower)
        return self._refuted(name, facts, meant)

    def _meant(self, name: str) -> frozenset[str]:
        """Return the possible values.

        Raises:
            ToolError: The property has resources as values, and the text does not name one.
        """
        meant = _meant(self.context, self.value)
        links = self.context.knowledge.rows("links", property=f"{ox.NamedNode(name)}")
        return meant | {iri_of_name(self.context, self.value)} if links else meant

    def _refuted(self, name: str, facts: Sequence[Fact], meant: frozenset[str]) -> Verified:
        excluded = [fact for fact in self._excluded(name) if fact.value in meant]
        if excluded:
            return self._verdict(Verdict.FALSE, self.context.text("verdict.excluded"), excluded)
        if facts and self._has_one_value(name):
            return self._verdict(Verdict.FALSE, self.context.text("verdict.other_value"), facts)
        return self._verdict(Verdict.NOT_STATED, self.context.text("verdict.not_stated"), facts)

    def _excluded(self, name: str) -> list[Fact]:
        dg = f"{self.context.knowledge.base}ontology#"
        other = _EXCLUDED.get(name.removeprefix(dg), "")
        return Facts(self.context).of(self.subject, f"{dg}{other}") if other else []

    def _has_one_value(self, name: str) -> bool:
        """Return whether the shapes allow the subject at most one value."""
        terms = {"subject": ox.NamedNode(self.subject), "property": ox.NamedNode(name)}
        found = self.context.knowledge.rows(
            "single-value", **{key: str(term) for key, term in terms.items()}
        )
        return bool(found)

    def _broader(self, iri: str) -> frozenset[str]:
        """Return all broader concepts of a concept, the nearest first."""
        found: set[str] = set()
        waiting = [iri] if ":" in iri and " " not in iri else []
        while waiting:
            above = [iri_of(term) for term in self._above(waiting.pop())]
            waiting += [item for item in above if item not in found]
            found.update(above)
        return frozenset(found)

    def _above(self, iri: str) -> Iterator[ox.NamedNode]:
        if not iri.startswith(self.context.knowledge.base):
            return
        for term in values(self.context.knowledge.dataset, iri, _BROADER):
            if isinstance(term, ox.NamedNode):
                yield term

    def _verdict(
        self, verdict: Verdict, reason: str, facts: Sequence[Fact], list_: str = ""
    ) -> Verified:
        claim = self.context.text(
            "claim.statement",
            subject=self.context.named(self.subject).label,
            property=self.property,
            value=self.value,
        )
        return Verified(claim, verdict, reason, facts, list=list_)


def _is_text(fact: Fact) -> bool:
    return "ontology#stated" in fact.property.iri and bool(fact.language)


def _same_number(fact: Fact, claimed: str) -> bool:
    if fact.datatype.endswith(("#string", "#langString")) or not fact.datatype:
        return fold(fact.value).strip() == fold(claimed).strip() and not fact.value_label
    return fact.value == claimed.strip()


def _quoted(context: Context, fact: Fact, words: str) -> Fact | None:
    """Return a printed text with the position of the words, None if it lacks them."""
    start = fact.value.find(words)
    if start < 0 or fact.entry is None:
        return None
    end = start + len(words)
    around = 32
    quote = Words(
        quote=words,
        start=start,
        end=end,
        text_property=fact.property.iri,
        before=fact.value[max(0, start - around) : start],
        after=fact.value[end : end + around],
        entry=fact.entry,
        page=fact.page,
        rule=None,
        annotation="",
    )
    return replace(fact, words=[quote], note=context.text("basis.printed"))
