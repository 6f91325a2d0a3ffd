"""Replaces code points that PDF fonts give for look-alike characters, and finds unreadable ones.

Fonts use one glyph for a character and its look-alikes, and their table to Unicode has only one of
them: often the radical ⼈ (U+2F08) for the character 人. Only code points that do not occur in
Japanese office texts are replaced; the width stays as printed (ＡＩ, ｱ).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from converter.sources.layout.glyphs.content import Glyph

# Ranges with the right mapping in NFKC (https://unicode.org/reports/tr15/): Kangxi radicals, CJK
# compatibility ideographs and their supplement, Latin ligatures.
COMPATIBILITY = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
LIGATURES = range(0xFB00, 0xFB07)
# Radicals with the glyph of a character in Japanese fonts for which NFKC has no mapping (the
# supplement) or another one (⼾).
RADICALS = dict(
    zip(
        "⺂⺃⺅⺉⺋⺎⺏⺐⺒⺓⺔⺖⺘⺙⺛⺞⺟⺠⺡⺣⺤⺦⺨⺫⺭⺯⺱⺲⺳⺹⺺⺾⺿⻀⻂⻃⻄⻌⻍⻑⻒⻖⻘⻟⻨⻩⻫⻭⻯⻲⼾",
        "乛乚亻刂㔾兀尣尢巳幺彑忄扌攵旡歺母民氵灬爫丬犭罒礻糹罓罒㓁耂肀艹艹艹衤覀西辶辶長镸阝青飠麦黄斉歯竜亀戸",
        strict=True,
    )
)
LOOKALIKES = {
    "‧": "・",  # HYPHENATION POINT
    "·": "・",  # MIDDLE DOT
    "∕": "／",  # DIVISION SLASH
    "⋯": "…",  # MIDLINE HORIZONTAL ELLIPSIS
    "〜": "～",  # WAVE DASH in Adobe-Japan1, FULLWIDTH TILDE on Windows
    "−": "－",  # MINUS SIGN, FULLWIDTH HYPHEN-MINUS on Windows
    "—": "―",  # EM DASH, HORIZONTAL BAR on Windows
    "‐": "-",  # HYPHEN
    "‑": "-",  # NON-BREAKING HYPHEN
    "\u00ad": "-",  # SOFT HYPHEN: if it has a glyph, it is printed
    "\u2003": "　",  # EM SPACE, as wide as an ideographic space
    **dict(zip("➀➁➂➃➄➅➆➇➈➉", "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
}
SPACES = "\u00a0\u2000\u2001\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
# What pdfminer and other programs give for a glyph whose font has no table to Unicode.
UNREADABLE = re.compile(r"\(cid:\d+\)|�|\x00")


def _table() -> Mapping[str, str]:
    folds = {
        chr(point): unicodedata.normalize("NFKC", chr(point))
        for points in (*COMPATIBILITY, LIGATURES)
        for point in points
    }
    folds |= RADICALS | LOOKALIKES | dict.fromkeys(SPACES, " ") | dict.fromkeys(INVISIBLE, "")
    return {char: plain for char, plain in folds.items() if char != plain}


FOLDS: Mapping[str, str] = _table()


def fold(text: str) -> str:
    """Return the text with look-alike code points replaced by the ordinary ones."""
    return text if text.isascii() else "".join(FOLDS.get(char, char) for char in text)


def is_unreadable(text: str) -> bool:
    """Return whether a glyph has no text, because its font has no table to Unicode."""
    return UNREADABLE.search(text) is not None


class Folds:
    """Counts the replaced code points, for the report."""

    def __init__(self) -> None:
        """Start with no code points."""
        self._times: Counter[str] = Counter()
        self._first_page: dict[str, int] = {}

    def add(self, glyphs: Iterable[Glyph], page: int) -> None:
        """Count the replaced code points of a page, given by its index."""
        for glyph in glyphs:
            for char in FOLDS.keys() & set(glyph.text):
                self._times[char] += glyph.text.count(char)
                self._first_page.setdefault(char, page)

    def remarks(self) -> tuple[str, ...]:
        """Return a remark for each code point, sorted by code point."""
        return tuple(map(self._remark, sorted(self._times)))

    def _remark(self, char: str) -> str:
        shown = f" {char}" if char.isprintable() else ""
        plain = FOLDS[char]
        what = f"“{plain}”" if plain.strip() else "a space" if plain else "nothing"
        where = f"{self._times[char]} ×, first on page {self._first_page[char]} of the PDF"
        return f"U+{ord(char):04X}{shown} read as {what}, {where}"
