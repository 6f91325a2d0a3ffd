"""Folds text for matching, and maps offsets back to the printed text."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from converter.authority.words import Cue


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; its character `i` is `printed[starts[i]:ends[i]]`.

    Offsets count Unicode code points, ends are exclusive.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def printed_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed offsets of the folded characters `start` to `end` (exclusive)."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=8192)
def fold(printed: str) -> Folded:
    """Return the text in NFKC, case-folded and without white space.

    One space is kept if white space separates two ASCII letters or digits (`SNS AI`).
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(printed):
        folded = _fold_cluster(printed[start:end])
        if folded.isspace():
            folded = ""
        elif characters and _is_separated(printed, ends[-1], start):
            folded = _spaced(characters[-1], folded)
        characters += folded
        starts += [start] * len(folded)
        ends += [end] * len(folded)
    return Folded("".join(characters), tuple(starts), tuple(ends))


@cache
def fold_spelling(spelling: str) -> str:
    """Return a spelling folded in the same way as the texts."""
    return fold(spelling).text


def folded_by_kind(cues: Iterable[Cue]) -> Mapping[str, Sequence[str]]:
    """Return the folded words of each kind of cue."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for cue in cues:
        words[cue.kind].append(fold_spelling(cue.words))
    return words


def _clusters(printed: str) -> list[tuple[int, int]]:
    """Return the spans to fold separately: a character with its combining marks (`ｶﾞ`)."""
    starts = [i for i, char in enumerate(printed) if i == 0 or not _joins(char)]
    return list(pairwise([*starts, len(printed)]))


@cache
def _joins(char: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) != 0


@cache
def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster).casefold()
    return unicodedata.normalize("NFKC", folded)


def _is_separated(printed: str, end: int, start: int) -> bool:
    return end < start and printed[end:start].isspace()


def _spaced(before: str, folded: str) -> str:
    return f" {folded}" if _is_word(before) and _is_word(folded[:1]) else folded


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
