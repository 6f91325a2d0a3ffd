"""Finds the types of administrative work of a procedure: one to three, best first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from converter.authority.decisions import ProcedureTypeDecision
from converter.authority.reviewed_rows import check_slugs
from converter.authority.vocabulary import Concept, Vocabulary
from converter.findings import Evidence
from converter.linking.procedures.labels import ProcedureLabel
from converter.linking.text.folding import fold_spelling
from converter.linking.text.matching import Match, Matcher, concept_spellings
from converter.linking.text.stated import applied
from converter.model import Column, Record

SCHEME = "procedure-type"
FROM_NAME = "procedure-type-from-name"
FROM_DESCRIPTION = "procedure-type-from-description"
FROM_HEADING = "procedure-type-from-heading"
REVIEWED = "procedure-type-reviewed"

# An entry that names more types than this is about a programme, not about each type.
MOST = 3


@dataclass(frozen=True, slots=True)
class ProcedureType:
    """A type of a procedure: its concept, words and rule; `reason` where reviewed."""

    concept: Concept
    evidence: tuple[Evidence, ...]
    rule: str
    reason: str = ""


class KindFinder:
    """Finds the types of procedures, by the vocabulary's spellings and reviewed decisions."""

    def __init__(self, vocabulary: Vocabulary, decisions: Iterable[ProcedureTypeDecision]) -> None:
        """Prepare the spellings once for all procedures.

        Raises:
            DecisionFileError: A row names a type that the vocabulary does not have.
        """
        self._concepts: Mapping[str, Concept] = _types(vocabulary.schemes[SCHEME])
        types = self._concepts.values()
        self._matcher = Matcher(concept_spellings(one for one in types if not one.further))
        self._further = Matcher(concept_spellings(one for one in types if one.further))
        self._described = Matcher(_described(types))
        self._decisions = tuple(decisions)
        for row in self._decisions:
            position = f"decisions/procedure-types.tsv {row.entry}"
            check_slugs(row.procedure_types.split(), self._concepts, position)

    def kinds(
        self, record: Record, label: ProcedureLabel, labels: Sequence[ProcedureLabel]
    ) -> tuple[ProcedureType, ...]:
        """Return the types of one procedure, best first; empty if no words state one.

        `labels` are the labels of all procedures of the record.
        """
        first = self._reviewed(record, label, labels) or self._by_spellings(record, label)
        return (*first, *self._further_kinds(record, label))

    def by_rule(self, record: Record, label: ProcedureLabel) -> tuple[ProcedureType, ...]:
        """Return the types by spellings alone."""
        return (*self._by_spellings(record, label), *self._further_kinds(record, label))

    def _by_spellings(self, record: Record, label: ProcedureLabel) -> tuple[ProcedureType, ...]:
        """Return the types in the name and those that the description adds, else in headings.

        All words of the description count if the name states no type. General types come last.
        """
        named = self._in_label(record, label, self._matcher)
        described = self._in_description(record, label, self._described if named else self._matcher)
        known = {one.concept.slug for one in named}
        every = (*named, *(one for one in described if one.concept.slug not in known))
        ranked = sorted(every, key=lambda one: one.concept.general)
        return tuple(ranked[:MOST]) or self._in_headings(record)

    def _further_kinds(self, record: Record, label: ProcedureLabel) -> tuple[ProcedureType, ...]:
        """Return the types that never come first: in the name, else in the description."""
        named = self._in_label(record, label, self._further)
        return named or self._in_description(record, label, self._further)

    def _reviewed(
        self, record: Record, label: ProcedureLabel, labels: Sequence[ProcedureLabel]
    ) -> tuple[ProcedureType, ...]:
        for row, evidence in applied(self._decisions, record):
            if _is_about(row, label, labels):
                slugs = row.procedure_types.split()
                stated = (evidence, REVIEWED, row.reason)
                return tuple(ProcedureType(self._concepts[slug], *stated) for slug in slugs)
        return ()

    def _in_label(
        self, record: Record, label: ProcedureLabel, matcher: Matcher
    ) -> tuple[ProcedureType, ...]:
        (words,) = label.evidence
        found = self._found(record.texts[words.column][words.start : words.end], matcher)
        return tuple(
            ProcedureType(concept, _shifted(record, words.column, matches, words.start), FROM_NAME)
            for concept, matches in found
        )

    def _in_description(
        self, record: Record, label: ProcedureLabel, matcher: Matcher
    ) -> tuple[ProcedureType, ...]:
        """Return the types in the description; none if it lists procedures, for it is about all."""
        if label.evidence[0].column is Column.DESCRIPTION:
            return ()
        found = self._found(record.texts.get(Column.DESCRIPTION, ""), matcher)
        return tuple(
            ProcedureType(
                concept, _shifted(record, Column.DESCRIPTION, matches, 0), FROM_DESCRIPTION
            )
            for concept, matches in found
        )

    def _in_headings(self, record: Record) -> tuple[ProcedureType, ...]:
        """Return the type that the nearest heading names; a heading gives no evidence."""
        for heading in reversed(record.section):
            for concept, _ in self._found(heading, self._matcher):
                return (ProcedureType(concept, (), FROM_HEADING),)
        return ()

    def _found(self, text: str, matcher: Matcher) -> Sequence[tuple[Concept, tuple[Match, ...]]]:
        """Return at most `MOST` concepts named, best first, each with its words."""
        words: dict[str, list[Match]] = defaultdict(list)
        for match in matcher.find(text):
            words[match.key].append(match)
        ranked = sorted(words, key=lambda slug: self._rank(slug, words[slug], text))
        return [(self._concepts[slug], tuple(words[slug])) for slug in ranked[:MOST]]

    def _rank(self, slug: str, matches: Sequence[Match], text: str) -> tuple[bool, int, int]:
        """Order special concepts before general ones, then longer words, then earlier ones."""
        longest = max(len(fold_spelling(text[match.start : match.end])) for match in matches)
        return self._concepts[slug].general, -longest, matches[0].start


def _types(concepts: Mapping[str, Concept]) -> Mapping[str, Concept]:
    """Return the concepts that have no narrower one; the others are groups of types."""
    groups = {slug for one in concepts.values() for slug in one.broader}
    return {slug: one for slug, one in concepts.items() if slug not in groups}


def _described(types: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    """Yield the spellings that count in a description beside the types of the name, and masks."""
    for one in types:
        if one.described:
            yield from ((phrase, one.slug) for phrase in one.described)
            yield from ((wording, "") for wording in one.excluded)


def _is_about(
    row: ProcedureTypeDecision, label: ProcedureLabel, labels: Sequence[ProcedureLabel]
) -> bool:
    """Return whether the row applies: the label has its words, or no label of the entry does."""
    words = fold_spelling(row.quote)
    having = [one for one in labels if words in fold_spelling(one.text)]
    return label in having or not having


def _shifted(
    record: Record, column: Column, matches: Iterable[Match], offset: int
) -> tuple[Evidence, ...]:
    """Return the first match as evidence; `offset` is the start of the searched text."""
    first = min(matches)
    return (Evidence(record.key, column, offset + first.start, offset + first.end),)
