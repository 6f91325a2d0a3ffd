"""Spellings found in a text: longest first, whole words, gaps within one sentence.

A spelling is folded as the text is. `…` in it stands for a gap of at most `GAP` characters that
holds no full stop: `音声…テキスト化` is found in 音声データを自動でテキスト化. Words within a
gap can still match other spellings.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from converter.authority.vocabulary import Concept, VocabularyError
from converter.linking.text.folding import Folded, fold, fold_spelling

# A gap that was longer would join words that have nothing to do with each other.
GAP = 25
MARK = "…"
_BETWEEN = f"[^。]{{0,{GAP}}}?"


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Words found in a printed text: their offsets and the key of the spelling."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A spelling prepared for the search: its folded parts around the gaps, and its key.

    Only a spelling with gaps has a pattern: to compile one for each would take longer than the
    search.
    """

    parts: tuple[str, ...]
    pattern: re.Pattern[str] | None
    key: str

    @property
    def weight(self) -> int:
        """How many characters it names: the longer, the earlier it takes its words."""
        return sum(map(len, self.parts))

    def spans(self, text: str, start: int) -> tuple[tuple[int, int], ...]:
        """Return the spans of the parts where the spelling stands at `start`, else none."""
        if self.pattern:
            found = self.pattern.match(text, start)
            return tuple(found.span(i) for i in range(1, len(self.parts) + 1)) if found else ()
        end = start + len(self.parts[0])
        stands = text.startswith(self.parts[0], start) and _is_whole(text, start, end)
        return ((start, end),) if stands else ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A spelling at a place of the folded text, and the spans of its parts."""

    spelling: _Spelling
    spans: tuple[tuple[int, int], ...]


class Matcher:
    """Finds spellings in texts.

    `spellings` are pairs of a spelling and its key. A spelling with several keys gives one match
    for each. A key that is empty is a mask: its words are taken, and give no match.
    """

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Prepare the spellings, by the first character that each begins with.

        Raises:
            VocabularyError: a spelling has no words beside a gap.
        """
        self._by_initial: dict[str, list[_Spelling]] = defaultdict(list)
        for written, key in sorted(set(spellings)):
            spelling = _prepare(written, key)
            self._by_initial[spelling.parts[0][0]].append(spelling)

    def find(self, printed: str) -> tuple[Match, ...]:
        """Return the matches in printed order, no two sharing words unless of one spelling."""
        return self.find_folded(fold(printed))

    def find_folded(self, folded: Folded) -> tuple[Match, ...]:
        """Return the matches in a text that is folded already."""
        candidates = sorted(self._candidates(folded.text), key=_rank)
        return tuple(sorted(_matches(candidates, folded)))

    def occurring(self, printed: str) -> set[str]:
        """Return the keys of all spellings that stand in a text, also where they share words."""
        return {one.spelling.key for one in self._candidates(fold(printed).text)}

    def _candidates(self, text: str) -> Iterator[_Candidate]:
        for start, char in enumerate(text):
            for spelling in self._by_initial.get(char, ()):
                spans = spelling.spans(text, start)
                if spans:
                    yield _Candidate(spelling, spans)


def concept_spellings(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    """Yield labels and spellings of concepts with their slugs as keys, exclusions as masks."""
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
    """Return whether no edge is between two ASCII letters or two digits: `AI` is not in `MAIL`."""
    return not (_joins(text[start - 1 : start], text[start]) or _joins(text[end - 1], text[end:]))


def _joins(before: str, after: str) -> bool:
    """Return whether the end of one text and the start of the next are of one ASCII kind."""
    return bool(before and after and _kind(before)) and _kind(before) == _kind(after[0])


def _whole(part: str) -> str:
    """Return the pattern of a part that, where it begins or ends in ASCII, is a whole word."""
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
        places = [i for start, end in candidate.spans for i in range(start, end)]
        if all(taken.get(i, parts) == parts for i in places):
            taken.update(dict.fromkeys(places, parts))
            if key:
                start, end = candidate.spans[0][0], candidate.spans[-1][1]
                yield Match(*folded.printed_span(start, end), key)
