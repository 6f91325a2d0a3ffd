"""Finds governments and bodies in a folded text: full names, lists of short names, bare 県.

All offsets are offsets in the folded text (`folding.fold`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from converter.authority.governments import Government, Governments
from converter.linking.text.folding import fold_spelling

CONNECTOR = "(?:[・、,]|及び|および|並びに|ならびに|と|や)"
_KANJI = "一-龠々ヶ"
# Kanji that may follow a name without making it part of a longer name.
_LINKS = "(?:及び|並びに|他|等|以外|を)"
_NAME_ENDS = rf"(?!(?!{_LINKS})[{_KANJI}ァ-ヴーa-z0-9])"
_LIST_ENDS = rf"(?={CONNECTOR}|[(\)。]|他|等|$)"
_ENDINGS = re.compile("[市区町村]")
_LIST_BEGINS = re.compile(rf"(?:{CONNECTOR}|[(:。・])$")


@dataclass(frozen=True, slots=True, order=True)
class BodyMention:
    """A body named by the folded characters `start` to `end`.

    `listed`: the name stands alone or in a list of bodies, not within a sentence.
    """

    start: int
    end: int
    government: Government
    listed: bool


class Gazetteer:
    """Finds the bodies of the reference tables in folded texts."""

    def __init__(self, governments: Governments, cues: Mapping[str, Sequence[str]] = {}) -> None:
        """Prepare the patterns; `cues` are the words of `cues/participants.tsv`, folded by kind."""
        self._by_name = {
            fold_spelling(name): one for one in governments.all for name in (one.name, *one.aliases)
        }
        self._others: dict[str, list[Government]] = {}
        for one in governments.others:
            self._others.setdefault(fold_spelling(one.name), []).append(one)
        self._prefectures = {one.name for one in governments.prefectures}
        self._longest = max(map(len, self._others), default=0)
        self._by_short = {short_name(one): one for one in governments.prefectures}
        shorts = _any(self._by_short)
        item = rf"{shorts}[都道府県]?"
        # Words after the name of a national agency are its parts or services, not another name.
        agencies = [name for name, one in self._by_name.items() if one.kind == "state-agency"]
        names = rf"{_any(self._by_name)}{_NAME_ENDS}|{_any(agencies)}"
        self._full = re.compile(rf"(?<![{_KANJI}])(?:{names})")
        self._list = re.compile(rf"{item}(?:{CONNECTOR}{item})+(?P<tail>の\d+[都道府県]+)?(?!市)")
        self._item = re.compile(rf"({shorts})[都道府県]?")
        self._region = re.compile(rf"{_any(cues.get('region', ()))}・({shorts})(?![市町村区])")
        others = (*cues.get("aside-after", ()), *cues.get("operator-after", ()))
        uses = f"{_any(cues.get('uses', ()))}(?!{_any(cues.get('uses-not', ()))})"
        self._own = {
            one: _own(one, uses, _any(others)) for one in {name[-1] for name in self._prefectures}
        }

    def find(self, text: str, own: Government | None = None) -> tuple[BodyMention, ...]:
        """Return the mentions in order; a bare 県 means the prefecture `own`."""
        found = [*self._listed(text), *self._beside_regions(text)]
        taken = {index for one in found for index in range(one.start, one.end)}
        found += (one for one in self._named(text) if one.start not in taken)
        taken = {index for one in found for index in range(one.start, one.end)}
        found += (one for one in self._municipalities(text, own) if one.end - 1 not in taken)
        if own:
            bare = self._own[own.name[-1]].finditer(text)
            found += (BodyMention(*words.span(), own, listed=True) for words in bare)
        return tuple(sorted(found))

    def _listed(self, text: str) -> Iterator[BodyMention]:
        """Yield lists of short names that end in 県 or their number: 鳥取・岡山・広島県の3県."""
        for words in self._list.finditer(text):
            items = [match[0] for match in self._item.finditer(words[0])]
            # 北海道 has no short name: a list that consists of it alone is not a list of short
            # names.
            short = [item not in self._by_name for item in items]
            if any(short) and (words["tail"] or not short[-1]):
                for item in self._item.finditer(words[0]):
                    yield BodyMention(*words.span(), self._by_short[item[1]], listed=True)

    def _beside_regions(self, text: str) -> Iterator[BodyMention]:
        """Yield the short name of a prefecture beside a region that it is not in: 九州・山口."""
        for words in self._region.finditer(text):
            yield BodyMention(*words.span(), self._by_short[words[1]], listed=False)

    def _named(self, text: str) -> Iterator[BodyMention]:
        for words in self._full.finditer(text):
            start, end = words.span()
            yield BodyMention(
                start, end, self._by_name[words[0]], listed=is_listed(text, start, end)
            )

    def _municipalities(self, text: str, own: Government | None) -> Iterator[BodyMention]:
        """Yield the municipalities that are not reviewed: the longest name before each ending."""
        for ending in _ENDINGS.finditer(text):
            end = ending.end()
            for start in range(max(0, end - self._longest), end):
                if one := self._municipality(text, start, end, own):
                    listed = is_listed(text, start, end)
                    yield BodyMention(start, end, one, listed=listed)
                    break

    def _municipality(
        self, text: str, start: int, end: int, own: Government | None
    ) -> Government | None:
        """Return the municipality: in the prefecture named before, in the own, or the only one."""
        several = self._others.get(text[start:end], [])
        before = next((name for name in self._prefectures if text[:start].endswith(name)), "")
        home = before or (own.name if own else "")
        stands = bool(before) or not re.search(rf"[{_KANJI}]$", text[:start])
        near = [one for one in several if one.prefecture == home]
        wards = all(one.kind == "special-ward" for one in several)
        only = several if len(several) == 1 and not wards and not before else []
        found = near or only
        return found[0] if stands and found and re.match(_NAME_ENDS, text[end:]) else None


def is_listed(text: str, start: int, end: int) -> bool:
    """Return whether the words from `start` to `end` stand alone or in a list."""
    before, after = text[:start], text[end:]
    begins = not before or _LIST_BEGINS.search(before[-4:])
    return bool(begins or re.match(_LIST_ENDS, after))


def _own(symbol: str, uses: str, others: str) -> re.Pattern[str]:
    """Return the pattern of a bare 県 (府, 都, 道) that is in a list or is said to use.

    `uses` matches what it is said to do, `others` the words after a body in another role.
    """
    alone = rf"(?<![{_KANJI}0-9]){symbol}(?:機関)?"
    leads = rf"{alone}(?={CONNECTOR}[、,]?[{_KANJI}0-9])"
    # After a noun a comma joins (市町村、県が); after a verb it begins a clause (利用し、県が).
    joined = rf"(?:(?<=[{_KANJI}a-z0-9][・、,と])|(?<=及び)|(?<=および))"
    closes = rf"{joined}{symbol}(?=[がでは。)、,]|等|$)(?!{others})"
    takes_part = rf"{alone}(?=(?:のみ|だけ)?が{uses})"
    return re.compile(rf"{leads}|{closes}|{takes_part}")


def short_name(prefecture: Government) -> str:
    """Return the name without 都, 府 or 県 (鳥取); 北海道 has no short name."""
    return prefecture.name if prefecture.name.endswith("道") else prefecture.name[:-1]


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest first; no words, no match."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"
