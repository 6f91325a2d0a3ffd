"""Folds width, case and kana, and maps offsets back to the printed text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# A character with the marks that follow it: half-width ﾊﾞ is two characters and folds to one.
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099-\u309c\uff9e\uff9f]*", re.DOTALL)
# Spacing voiced marks after kana, as some keyboards write them, are treated as combining ones.
_SPACING = {0x309B: "\u3099", 0x309C: "\u309a"}
_KATAKANA = (*range(0x30A1, 0x30F7), *range(0x30FD, 0x30FF))
_TO_HIRAGANA = 0x60
# People confuse hyphens, minus signs, dashes and the long-vowel mark: AI‐OCR, AIーOCR, デ―タ. All
# are folded to one hyphen, both wave dashes to one tilde.
_SIGNS = {**dict.fromkeys("‐‑‒–—―−⁃﹣ー─", "-"), "〜": "~"}
_FOLDED = str.maketrans({**{chr(code): code - _TO_HIRAGANA for code in _KATAKANA}, **_SIGNS})
# Removed characters: the dot between words (デジタル・ガバメント) and invisible ones.
_IGNORED = frozenset("・\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text, with the start and end of each character in the printed text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed offsets for offsets in the folded text; ends are exclusive."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """Return a text without differences of width, case and kana."""
    return "".join([_fold_cluster(cluster) for cluster in _CLUSTER.findall(text)])


def fold_with_offsets(text: str) -> FoldedText:
    """Return the folded text with the offsets in the original one."""
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
    # Repeat: the result of case folding may not be in NFKC, and vice versa.
    combining = cluster[0] + cluster[1:].translate(_SPACING)
    once = unicodedata.normalize("NFKC", combining).casefold()
    whole = unicodedata.normalize("NFKC", once)
    return "" if whole[:1] in _IGNORED else whole.translate(_FOLDED)
