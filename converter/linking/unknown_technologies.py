"""Reports names that look like technologies but that no concept covers.

A word in katakana or Latin letters is reported unless it is a spelling of a technology or a
reviewed ordinary word (メール, PDF), alone or joined to others. A kanji word directly before AI
(生成AI) is also reported: the spelling AI must not hide it.
"""

import re
from collections.abc import Iterable, Iterator

from converter.authority.vocabulary import Concept
from converter.findings import Remark
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.matching import MARK
from converter.model import Column, Record

KIND = "unknown-technology-name"
_WORD = re.compile(r"[ァ-ヴー]{3,}|[a-z][a-z0-9.+]+")
_COMPOUND = re.compile(r"(?<![一-龠々])([一-龠々]{2,4})ai(?![a-z])")
# Not kinds of AI: 推進課AI担当, クラウド型AI, 京都府AI.
_NO_KIND = tuple("都道府県市区町村部局課室係班型的版等用")


def compounds(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans, in a folded text, of names that consist of a kanji word and AI."""
    found = _COMPOUND.finditer(text)
    return tuple(words.span() for words in found if not words[1].endswith(_NO_KIND))


class UnknownTechnologies:
    """Finds such names in texts."""

    def __init__(self, concepts: Iterable[Concept], known: Iterable[str]) -> None:
        """Prepare the spellings of the technologies and the reviewed ordinary words."""
        spelt = (words for one in concepts for words in (one.label_ja, *one.spellings))
        every = {
            word
            for words in (*spelt, *known)
            for part in words.split(MARK)
            for word in _WORD.findall(fold_spelling(part))
        }
        ordered = sorted(every, key=lambda word: (-len(word), word))
        self._known = re.compile(f"(?:{'|'.join(map(re.escape, ordered))})+")

    def remarks(self, record: Record, columns: Iterable[Column]) -> Iterator[Remark]:
        """Yield a remark for each name in the columns of a record."""
        found: dict[str, None] = {}
        for column in columns:
            text = fold(record.texts.get(column, "")).text
            found |= dict.fromkeys(text[start:end] for start, end in compounds(text))
            words = _WORD.findall(text)
            found |= dict.fromkeys(word for word in words if not self._known.fullmatch(word))
        yield from (Remark(record.key, KIND, name) for name in found)
