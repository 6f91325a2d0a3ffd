"""Folding of width, case and kana, with the way back to the text as printed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# A character with the marks that follow it: half-width ﾊﾞ is two characters and folds to one.
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099-\u309c\uff9e\uff9f]*", re.DOTALL)
# Spacing voiced marks, as some keyboards write them behind a kana, are combining ones there.
_SPACING = {0x309B: "\u3099", 0x309C: "\u309a"}
_KATAKANA = (*range(0x30A1, 0x30F7), *range(0x30FD, 0x30FF))
_TO_HIRAGANA = 0x60
# Hyphens, minus signs, dashes and the long-vowel mark are mistaken for one another: AI‐OCR,
# AIーOCR, デ―タ. All fold to one hyphen, both wave dashes to one tilde.
_SIGNS = {**dict.fromkeys("‐‑‒–—―−⁃﹣ー─", "-"), "〜": "~"}
_FOLDED = str.maketrans({**{chr(code): code - _TO_HIRAGANA for code in _KATAKANA}, **_SIGNS})
# What is left out: the dot between words (デジタル・ガバメント), and what nobody sees or types.
_IGNORED = frozenset("・\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text; of each character, where its origin begins and ends in the printed one."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed offsets of folded ones, both with the end exclusive."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """Return a text without differences of width, case and kana."""
    return "".join([_fold_cluster(cluster) for cluster in _CLUSTER.findall(text)])


def fold_with_offsets(text: str) -> FoldedText:
    """Return the same with the way back to the offsets of the text."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _CLUSTER.finditer(text):
        piece = _fold_cluster(found.group())
        pieces.append(piece)
        starts += [found.start()] * len(piece)
        ends += [found.end()] * len(piece)
    return FoldedText("".join(pieces), starts, ends)


@lru_cache(maxsize=1 << 16)
def _fold_cluster(cluster: str) -> str:
    # Case folding can leave what NFKC composes, and NFKC what case folding changes.
    combining = cluster[0] + cluster[1:].translate(_SPACING)
    once = unicodedata.normalize("NFKC", combining).casefold()
    whole = unicodedata.normalize("NFKC", once)
    return "" if whole[:1] in _IGNORED else whole.translate(_FOLDED)
