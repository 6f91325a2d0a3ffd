"""Links posts to the organisations whose overviews name them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from converter.findings import Evidence
from converter.linking.organisations.names import named_organisations
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.stated import label_of
from converter.model import Column, EntryKey, Record

# A shorter title (情報職, 主事) may be part of other words.
_SHORTEST = 5
_KANJI_OR_KANA = "一-龠々ァ-ヴー"


@dataclass(frozen=True, slots=True)
class Standing:
    """A post, the path of the organisation that has it, and the words of both entries."""

    post: EntryKey
    organisation: str
    evidence: tuple[Evidence, ...]


def posts_in_organisations(
    posts: Iterable[Record], organisations: Iterable[Record]
) -> tuple[Standing, ...]:
    """Return the posts whose title the overview of an organisation of the same prefecture names."""
    listed = tuple(organisations)
    return tuple(
        standing
        for post in posts
        for organisation in listed
        if organisation.prefecture == post.prefecture
        for standing in _standing(post, organisation)
    )


def _standing(post: Record, organisation: Record) -> Iterator[Standing]:
    title = fold_spelling(label_of(post.name))
    folded = fold(organisation.texts.get(Column.PROFILE, ""))
    whole = rf"(?<![{_KANJI_OR_KANA}]){re.escape(title)}(?![{_KANJI_OR_KANA}])"
    after_link = rf"(?<=及び){re.escape(title)}(?![{_KANJI_OR_KANA}])"
    words = re.search(f"{whole}|{after_link}", folded.text)
    several = named_organisations(organisation)
    if words and len(title) >= _SHORTEST and len(several) == 1:
        span = Evidence(organisation.key, Column.PROFILE, *folded.printed_span(*words.span()))
        name = Evidence(post.key, Column.NAME, 0, len(post.name))
        yield Standing(post.key, f"id/organisation/{several[0].slug}", (name, span))
