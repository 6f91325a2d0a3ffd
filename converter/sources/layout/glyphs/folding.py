"""Code points that PDF fonts give for ordinary characters, and which of them mean nothing.

Fonts share one glyph between a character and its look-alikes, and the font's table back to Unicode
names only one: often the radical ⼈ (U+2F08) where 人 was written. Only characters that Japanese
office text does not print are folded; width is kept as printed (ＡＩ, ｱ).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from converter.sources.layout.glyphs.content import Glyph

# Ranges that NFKC (https://unicode.org/reports/tr15/) maps to the ordinary characters: Kangxi
# radicals, CJK compatibility ideographs with their supplement, Latin ligatures.
COMPATIBILITY = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
LIGATURES = range(0xFB00, 0xFB07)
# Radicals that share their glyph with a character in Japanese fonts, where NFKC has no mapping (the
# supplement) or one to another form of the character (⼾).
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
    "〜": "～",  # WAVE DASH, as Adobe-Japan1 maps what Windows writes as FULLWIDTH TILDE
    "−": "－",  # MINUS SIGN, likewise FULLWIDTH HYPHEN-MINUS
    "—": "―",  # EM DASH, likewise HORIZONTAL BAR
    "‐": "-",  # HYPHEN
    "‑": "-",  # NON-BREAKING HYPHEN
    "\u00ad": "-",  # SOFT HYPHEN, which has a glyph only where it is printed
    "\u2003": "　",  # EM SPACE, as wide as the ideographic one
    **dict(zip("➀➁➂➃➄➅➆➇➈➉", "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
}
SPACES = "\u00a0\u2000\u2001\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
# What pdfminer writes for a glyph whose font has no table to Unicode, and what others do.
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
    """Return the text with look-alike code points folded to the ordinary ones."""
    return text if text.isascii() else "".join(FOLDS.get(char, char) for char in text)


def is_unreadable(text: str) -> bool:
    """Return whether a glyph has no text: its font has no map to Unicode."""
    return UNREADABLE.search(text) is not None


class Folds:
    """Counts the code points that were read as others, for the report."""

    def __init__(self) -> None:
        """Start with none."""
        self._times: Counter[str] = Counter()
        self._first_page: dict[str, int] = {}

    def add(self, glyphs: Iterable[Glyph], page: int) -> None:
        """Count those on a page, given by its index."""
        for glyph in glyphs:
            for char in FOLDS.keys() & set(glyph.text):
                self._times[char] += glyph.text.count(char)
                self._first_page.setdefault(char, page)

    def remarks(self) -> tuple[str, ...]:
        """Return one remark for each code point, in the order of Unicode."""
        return tuple(map(self._remark, sorted(self._times)))

    def _remark(self, char: str) -> str:
        shown = f" {char}" if char.isprintable() else ""
        plain = FOLDS[char]
        what = f"“{plain}”" if plain.strip() else "a space" if plain else "nothing"
        where = f"{self._times[char]} ×, first on page {self._first_page[char]} of the PDF"
        return f"U+{ord(char):04X}{shown} read as {what}, {where}"
