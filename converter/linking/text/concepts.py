"""Finds the concepts of one scheme in records: by spellings, then by reviewed rows.

A reviewed row names the prefecture and quotes the words, so it applies to every edition in which
the prefecture writes the same words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from converter.authority.decisions import ConceptDecision
from converter.authority.reviewed_rows import check_slugs
from converter.authority.vocabulary import Concept, Vocabulary
from converter.findings import Evidence
from converter.linking.text.folding import fold_spelling
from converter.linking.text.matching import Match, Matcher, concept_spellings, is_negated
from converter.linking.text.stated import applied, matches_in, words_by_key
from converter.model import Column, Record

# A noun that words continue: 港湾統計 in 港湾統計システムへ, but nothing in 情報をシステムへ.
_LETTER = "[A-Za-zＡ-Ｚａ-ｚァ-ヺーｦ-ﾟ一-鿿々]"
_NOUN = re.compile(rf"{_LETTER}{{2,}}$")
_NOUN_GOES_ON = re.compile(_LETTER)


@dataclass(frozen=True, slots=True)
class NamedKind:
    """The concept of words without a name (システムへ), and that of other names."""

    unnamed: str
    named: str


@dataclass(frozen=True, slots=True)
class Searched:
    """A scheme and the columns that state its concepts; `named` if words can be a name or not."""

    scheme: str
    columns: tuple[Column, ...]
    named: NamedKind | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A concept that a record states: the words, and the reason if a reviewed row adds it."""

    concept: Concept
    evidence: tuple[Evidence, ...]
    reason: str = ""


class ConceptRules:
    """Finds the concepts of a scheme in some columns of records."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        searched: Searched,
        decisions: Iterable[ConceptDecision] = (),
        *,
        spellings: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Prepare the spellings and the reviewed rows of the scheme once for all records.

        `spellings` are pairs of words and slug that replace the spellings of the scheme.

        Raises:
            DecisionFileError: A row has an unknown concept, or an effect other than `add` and
                `drop`.
        """
        scheme = searched.scheme
        self._concepts = vocabulary.schemes[scheme]
        self._columns = searched.columns
        self._named = searched.named
        self._negations = [fold_spelling(one) for one in vocabulary.negations.get(scheme, ())]
        self._matcher = Matcher(tuple(spellings) or concept_spellings(self._concepts.values()))
        self._decisions = tuple(row for row in decisions if row.scheme == scheme)
        for row in self._decisions:
            position = f"decisions/concepts.tsv {row.prefecture} 「{row.quote}」"
            check_slugs((row.concept,), self._concepts, position)
            check_slugs((row.decision,), ("add", "drop"), position)

    def said(self, record: Record) -> tuple[Said, ...]:
        """Return the concepts that a record states, each once, sorted by slug."""
        found = {
            slug: Said(self._concepts[slug], words) for slug, words in self._spelt(record).items()
        }
        for row, words in self.applied(record):
            if row.decision == "drop":
                found.pop(row.concept, None)
            else:
                found[row.concept] = Said(self._concepts[row.concept], words, row.reason)
        return tuple(found[slug] for slug in sorted(found))

    def applied(self, record: Record) -> Iterator[tuple[ConceptDecision, tuple[Evidence, ...]]]:
        """Return the reviewed rows that apply to this record, each with the words it quotes."""
        return applied(self._decisions, record, self._columns)

    def _spelt(self, record: Record) -> dict[str, tuple[Evidence, ...]]:
        """Return the concepts whose spellings occur, each with all words found."""
        return words_by_key(matches_in(record, self._columns, self._asserted))

    def _asserted(self, text: str) -> Iterator[Match]:
        found = self._matcher.find(text)
        for match in _with_names(text, found, self._named) if self._named else found:
            if not is_negated(text[match.end :], self._negations):
                yield match


def _with_names(text: str, found: Sequence[Match], kinds: NamedKind) -> Iterator[Match]:
    """Yield the matches; those without a name that continue a noun have one.

    The noun makes no name of its own where words of another concept are a part of it.
    """
    for match in found:
        start = _noun_start(text, match) if match.key == kinds.unnamed else match.start
        if start == match.start:
            yield match
        elif not any(start < one.end and one.start < match.start for one in found):
            yield replace(match, start=start, key=kinds.named)


def _noun_start(text: str, match: Match) -> int:
    """Return where the noun begins that the words continue, else where the words begin."""
    noun = _NOUN.search(text[: match.start])
    return noun.start() if noun and _NOUN_GOES_ON.match(text, match.start) else match.start
