"""Finds spellings in texts: longest first, whole words, gaps within one sentence.

Spellings and texts are folded. `…` in a spelling is a gap of at most `GAP` characters without a
full stop: `音声…テキスト化` matches 音声データを自動でテキスト化. Words within a gap can match
other spellings.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from converter.authority.vocabulary import Concept, VocabularyError
from converter.linking.text.folding import Folded, fold, fold_spelling

# A longer gap would join unrelated words.
GAP = 25
MARK = "…"
_BETWEEN = f"[^。]{{0,{GAP}}}?"


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A match in a printed text: offsets, and the key of the spelling."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A spelling prepared for the search: the folded parts between its gaps, and its key.

    Only a spelling with gaps has a pattern: compiling one for each spelling would take longer than
    the search.
    """

    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None
    key: str

    @property
    def weight(self) -> int:
        """The number of characters: longer spellings match first."""
        return sum(map(len, self.parts))

    def spans(self, text: str, start: int) -> tuple[tuple[int, int], ...]:
        """Return the spans of the parts if the spelling matches at `start`, else nothing."""
        if self.pattern:
            found = self.pattern.match(text, start)
            return tuple(found.span(i) for i in range(1, len(self.parts) + 1)) if found else ()
        end = start + len(self.parts[0])
        stands = text.startswith(self.parts[0], start) and _is_whole(text, start, end)
        return ((start, end),) if stands else ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible match: a spelling and the spans of its parts in the folded text."""

    spelling: _Spelling
    spans: tuple[tuple[int, int], ...]


class Matcher:
    """Finds spellings in texts.

    `spellings` are pairs of a spelling and its key. A spelling with several keys gives one match
    for each. A spelling with the key "" is a mask: its words are used up without a match.
    """

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Prepare the spellings, indexed by first character.

        Raises:
            VocabularyError: A spelling has a gap without words beside it.
        """
        self._by_initial: dict[str, list[_Spelling]] = defaultdict(list)
        for written, key in sorted(set(spellings)):
            spelling = _prepare(written, key)
            self._by_initial[spelling.parts[0][0]].append(spelling)

    def find(self, printed: str) -> tuple[Match, ...]:
        """Return the matches in printed order; only those of one spelling may overlap."""
        return self.find_folded(fold(printed))

    def find_folded(self, folded: Folded) -> tuple[Match, ...]:
        """Return the matches in a folded text."""
        candidates = sorted(self._candidates(folded.text), key=_rank)
        return tuple(sorted(_matches(candidates, folded)))

    def occurring(self, printed: str) -> set[str]:
        """Return the keys of all spellings in a text, overlapping ones included."""
        return {one.spelling.key for one in self._candidates(fold(printed).text)}

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        for start, char in enumerate(text):
            for spelling in self._by_initial.get(char, ()):
                spans = spelling.spans(text, start)
                if spans:
                    yield _Candidate(spelling, spans)


def concept_spellings(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    """Yield labels and spellings with the concept's slug as key, excluded wordings as masks."""
    for concept in concepts:
        yield from ((name, concept.slug) for name in concept.names)
        yield from ((spelling, concept.slug) for spelling in concept.spellings)
        yield from ((wording, "") for wording in concept.excluded)


def _prepare(written: str, key: str) -> _Spelling:
    parts = tuple(fold_spelling(part) for part in written.split(MARK))
    if not all(parts):
        message = (
            f"spelling 「{written}」 of {key or 'what is excluded'}: found an empty part; "
            f"expected words on both sides of each gap ({MARK})"
        )
        raise VocabularyError(message)
    if len(parts) == 1:
        return _Spelling(parts, None, key)
    pattern = _BETWEEN.join(f"({_whole(part)})" for part in parts)
    return _Spelling(parts, re.compile(pattern), key)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no edge splits ASCII letters or digits: `AI` is not found in `MAIL`."""
    return not (_joins(text[start - 1 : start], text[start]) or _joins(text[end - 1], text[end:]))


def _joins(before: str, after: str) -> bool:
    """Return whether the characters on both sides are ASCII letters, or are digits."""
    return bool(before and after and _kind(before)) and _kind(before) == _kind(after[0])


def _whole(part: str) -> str:
    """Return the pattern of a part; an edge in ASCII must be the edge of a word."""
    before = f"(?<!{_kind(part[0])})" if _kind(part[0]) else ""
    after = f"(?!{_kind(part[-1])})" if _kind(part[-1]) else ""
    return f"{before}{re.escape(part)}{after}"


def _kind(char: str) -> str:
    if not char.isascii():
        return ""
    return "[a-z]" if char.isalpha() else "[0-9]" if char.isdigit() else ""


def _rank(candidate: _Candidate) -> tuple[int, int, tuple[str, ...]]:
    return -candidate.spelling.weight, candidate.spans[0][0], candidate.spelling.parts


def _matches(candidates: Iterable[_Candidate], folded: Folded) -> Iterator[Match]:
    taken: dict[int, tuple[str, ...]] = {}
    for candidate in candidates:
        parts, key = candidate.spelling.parts, candidate.spelling.key
        offsets = [i for start, end in candidate.spans for i in range(start, end)]
        if all(taken.get(i, parts) == parts for i in offsets):
            taken.update(dict.fromkeys(offsets, parts))
            if key:
                start, end = candidate.spans[0][0], candidate.spans[-1][1]
                yield Match(*folded.printed_span(start, end), key)


def is_negated(following: str, negations: Iterable[str]) -> bool:
    """Return whether one of these folded phrases denies a match, by the text that follows it.

    The phrase begins in the same sentence, at most `GAP` characters after the match.
    """
    sentence = fold(following.partition("。")[0]).text
    return any(0 <= sentence.find(phrase) <= GAP for phrase in negations)


def is_excepted(following: str, exceptions: Iterable[str]) -> bool:
    """Return whether the text directly after a match begins with one of these folded phrases."""
    return fold(following[:GAP]).text.startswith(tuple(exceptions))
