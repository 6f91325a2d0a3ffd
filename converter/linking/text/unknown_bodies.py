"""Reports names that look like bodies but are in no reference table."""

import re
from collections.abc import Iterable, Iterator

from converter.authority.governments import Governments
from converter.findings import Remark
from converter.linking.text.folding import fold, fold_spelling
from converter.model import Column, Record

# A name in kanji or katakana with the ending of a body, a company or an association by its legal
# form, or a name in Latin letters of the form that bodies have.
_LOOKS = re.compile(
    r"(?<![一-龠々ァ-ヴーa-z])[一-龠々ヶァ-ヴーa-z]{1,20}"
    r"(?:企業団|事業団|連合会|機構|協会|組合|協議会|研究所|[省庁警](?![一-龠々])|[市町村](?![一-龠々]))"
    r"|(?:株式会社|\(株\))[一-龠々ァ-ヴー・a-z]{2,20}"
    r"|[一-龠々ァ-ヴー・a-z]{2,20}(?:株式会社|\(株\))"
    r"|(?:npo法人|特定非営利活動法人|(?:一般|公益)(?:社団|財団)法人|学校法人)[一-龠々ァ-ヴー・a-z]{2,20}"
    r"|(?<![a-z])(?:code for [a-z]+|j-lis|[a-z]+ (?:inc|ltd|llc|corp))(?![a-z])"
)
# Kinds and numbers of bodies, which are not names.
_GENERIC = re.compile(
    r"(?:[都道府県]|所轄|電子県|本|各)庁|.*(?:市町|市町村|区市町村|町村|都市|政令市|中核市|特例市|全市|各市|各町|各村|一部事務組合|森林組合)"
)


def unknown_bodies(
    record: Record, columns: Iterable[Column], governments: Governments
) -> Iterator[Remark]:
    """Yield a remark for each such name in the columns."""
    every = (*governments.all, *governments.others)
    known = tuple(fold_spelling(name) for one in every for name in (one.name, *one.aliases))
    for column in columns:
        for words in _LOOKS.findall(fold(record.texts.get(column, "")).text):
            if not _GENERIC.fullmatch(words) and not words.endswith(known):
                yield Remark(record.key, "unknown-body", words)
