"""Finds hits of words in a text as printed, and an excerpt with them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from server.search.folding import fold_with_offsets
from server.search.words import is_short_latin, short_latin_words

# Characters of an excerpt before the first hit, and in total: 1.5 lines of Japanese.
_BEFORE = 24
_SHOWN = 110

# A long-vowel mark belongs to the word before it, even if the search word lacks it.
_LONG_VOWEL = re.compile(r"(?<=[\u3041-\u3096])-")
_LONG_WORD = 3

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A printed text with its hits, as offsets in code points, end exclusive.

    `words` are the folded words found.
    """

    text: str
    hits: Sequence[Span]
    words: frozenset[str]

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text split at its hits, each piece with whether it is a hit."""
        found: list[tuple[str, bool]] = []
        at = 0
        for start, end in self.hits:
            found += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [piece for piece in [*found, (self.text[at:], False)] if piece[0]]


def mark(text: str, words: Iterable[str]) -> Marked:
    """Return a text with all hits of folded words; adjacent or overlapping hits are joined."""
    folded = fold_with_offsets(text)
    spans: list[Span] = []
    found: set[str] = set()
    for word in words:
        for start, end in _offsets(folded.text, word):
            found.add(word)
            spans.append(folded.span(start, end))
    return Marked(text, _joined(spans), frozenset(found))


def _offsets(text: str, word: str) -> Iterator[Span]:
    """Yield the offsets of a word in a folded text, by the rules of the index."""
    if is_short_latin(word):
        yield from (match.span() for match in short_latin_words(text) if match.group() == word)
        return
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        longer = len(word) >= _LONG_WORD and _LONG_VOWEL.match(text, end)
        yield at, end + bool(longer)
        at = text.find(word, end)


def excerpt(marked: Marked) -> Marked:
    """Return the part of a long text around its first hit, with … at the cuts."""
    if len(marked.text) <= _SHOWN:
        return marked
    first = marked.hits[0][0] if marked.hits else 0
    start = max(0, min(first - _BEFORE, len(marked.text) - _SHOWN))
    end = start + _SHOWN
    lead = "…" if start else ""
    tail = "…" if end < len(marked.text) else ""
    moved = [(max(a, start), min(b, end)) for a, b in marked.hits if a < end and b > start]
    shift = len(lead) - start
    hits = [(a + shift, b + shift) for a, b in moved]
    return Marked(lead + marked.text[start:end] + tail, hits, marked.words)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
