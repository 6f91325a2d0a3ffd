"""Finds furigana: kana in small type above or below a word, which give its reading."""

import re
from collections import defaultdict
from collections.abc import Sequence

from converter.sources.layout.glyphs.content import Glyph

KANA = re.compile(r"[ぁ-ゖァ-ヺー・ｦ-ﾟ]+")
KANJI = re.compile(r"[々〇㐀-鿿豈-﫿⺀-⿕𠀀-𲎯]+")
# Maximum size of furigana, as a share of their word's.
SMALL = 0.65
# Maximum gap between furigana and word, or overlap, as a share of the word's size.
CLOSE = 0.35
BAND = 24.0  # points: words are looked up by horizontal bands of this height


def find_ruby(glyphs: Sequence[Glyph]) -> frozenset[Glyph]:
    """Return the glyphs that give the reading of kanji directly below or above them."""
    sizes = sorted(glyph.size for glyph in glyphs)
    usual = sizes[len(sizes) // 2] if sizes else 0
    small = [g for g in glyphs if g.size <= SMALL * usual and KANA.fullmatch(g.text)]
    if not small:
        return frozenset()
    words: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if KANJI.fullmatch(glyph.text):
            words[int(glyph.box.top // BAND)].append(glyph)
    return frozenset(
        kana for kana in small if any(_stands_on(kana, word) for word in _near(kana, words))
    )


def _near(glyph: Glyph, words: dict[int, list[Glyph]]) -> list[Glyph]:
    band = int(glyph.box.bottom // BAND)
    return [word for near in (band - 1, band, band + 1) for word in words.get(near, ())]


def _stands_on(kana: Glyph, word: Glyph) -> bool:
    """Return whether kana are directly above or below a character, or up to half beside it."""
    gap = min(abs(kana.box.bottom - word.box.top), abs(kana.box.top - word.box.bottom))
    if kana.size > SMALL * word.size or gap > CLOSE * word.size:
        return False
    return kana.box.x0 < word.box.x1 + kana.box.width and kana.box.x1 > word.box.x0 - kana.box.width
