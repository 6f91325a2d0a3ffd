"""Finds the technologies that a record names, each with the words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.authority.decisions import TechnologyDecision
from converter.authority.reviewed_rows import check_slugs
from converter.authority.vocabulary import Concept, Vocabulary
from converter.findings import Evidence
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.matching import (
    Match,
    Matcher,
    concept_spellings,
    is_excepted,
    is_negated,
)
from converter.linking.text.stated import matches_in, words_by_key, words_of
from converter.linking.unknown_technologies import compounds
from converter.model import Column, Record, SurveyTable

SCHEME = "technology"
SPELLING = "technology-spelling"
REVIEWED = "technology-reviewed"

_OF_THINGS = (Column.NAME, Column.DESCRIPTION)
_OF_PEOPLE = (Column.NAME, Column.PROFILE, Column.DESCRIPTION)
# The reason column is left out: it is about sharing, not about what the procedure uses.
SEARCHED: Mapping[SurveyTable, tuple[Column, ...]] = {
    SurveyTable.PROCEDURES: _OF_THINGS,
    SurveyTable.SYSTEMS: _OF_THINGS,
    SurveyTable.POSTS: _OF_PEOPLE,
    SurveyTable.ORGANISATIONS: _OF_PEOPLE,
}


@dataclass(frozen=True, slots=True)
class TechnologyMention:
    """A technology that an entry names: its concept, rule and words; `reason` if reviewed."""

    concept: Concept
    evidence: tuple[Evidence, ...]
    rule: str = SPELLING
    reason: str = ""


class TechnologyTagger:
    """Finds the technologies of records, by the vocabulary's spellings and reviewed decisions."""

    def __init__(self, vocabulary: Vocabulary, decisions: Iterable[TechnologyDecision]) -> None:
        """Prepare the spellings once for all records.

        Raises:
            DecisionFileError: A row names a technology that the vocabulary does not have.
        """
        self._concepts = vocabulary.schemes[SCHEME]
        self._negations = _folded(vocabulary.negations)
        self._exceptions = _folded(vocabulary.exceptions)
        self._abandonments = _folded(vocabulary.abandonments)
        self._matcher = Matcher(concept_spellings(self._concepts.values()))
        self._decisions = tuple(decisions)
        for row in self._decisions:
            check_slugs(
                (row.technology,), self._concepts, f"decisions/technologies.tsv {row.entry}"
            )

    def mentions(self, record: Record) -> tuple[TechnologyMention, ...]:
        """Return the mentions of a record, one for each concept, sorted by concept."""
        found = self._spelt(record)
        narrowest = {
            slug: words for slug, words in found.items() if not self._replaced(slug, found)
        }
        mentions = {
            slug: TechnologyMention(self._concepts[slug], words)
            for slug, words in narrowest.items()
        }
        for decision in self._decisions:
            self._apply(decision, record, mentions)
        return tuple(mentions[slug] for slug in sorted(mentions))

    def is_name(self, line: str) -> bool:
        """Return whether a line consists of names of technologies only: `ＲＰＡ`, `【AI・RPA】`."""
        matches = self._matcher.find(line)
        named = {index for match in matches for index in range(match.start, match.end)}
        rest = (char for index, char in enumerate(line) if index not in named)
        return bool(matches) and not any(map(str.isalnum, rest))

    def first_mention(self, text: str) -> int:
        """Return the offset of the first name of a technology, or 0 without a name."""
        return next((match.start for match in self._asserted(text)), 0)

    def given_up(self, record: Record) -> str:
        """Return the words of the reason column that state the end of a technology's use, or ""."""
        note = record.texts.get(Column.NOTE, "")
        sentences = re.split("[。\n]", note)
        says_so = (one for one in sentences if self._is_given_up(fold(one).text))
        return next((one for one in says_so if self._matcher.find(one)), "")

    def _is_given_up(self, sentence: str) -> bool:
        return any(phrase in sentence for phrase in self._abandonments)

    def _spelt(self, record: Record) -> dict[str, tuple[Evidence, ...]]:
        return words_by_key(matches_in(record, SEARCHED[record.key.table], self._asserted))

    def _asserted(self, text: str) -> Iterator[Match]:
        folded = fold(text)
        # 生成AI is a technology of its own, not its ending AI.
        ends = {folded.printed_span(*span)[1] for span in compounds(folded.text)}
        for match in self._matcher.find(text):
            is_part = match.end in ends and fold_spelling(text[match.start : match.end]) == "ai"
            if not is_part and not self._is_denied(text[match.end :]):
                yield match

    def _is_denied(self, following: str) -> bool:
        return is_negated(following, self._negations) or is_excepted(following, self._exceptions)

    def _replaced(self, slug: str, found: Iterable[str]) -> bool:
        """Return whether a narrower concept was found, which replaces this one."""
        return any(slug in self._broader(other) for other in found)

    def _broader(self, slug: str) -> set[str]:
        """Return every concept above this one."""
        above: set[str] = set()
        waiting = [slug]
        while waiting:
            new = set(self._concepts[waiting.pop()].broader) - above
            above |= new
            waiting += new
        return above - {slug}

    def _apply(
        self, decision: TechnologyDecision, record: Record, mentions: dict[str, TechnologyMention]
    ) -> None:
        evidence = words_of(decision, record)
        if not evidence:
            return
        if decision.decision == "drop":
            mentions.pop(decision.technology, None)
            return
        concept = self._concepts[decision.technology]
        mentions[concept.slug] = TechnologyMention(concept, evidence, REVIEWED, decision.reason)


def _folded(phrases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(fold_spelling(phrase) for phrase in phrases.get(SCHEME, ()))
