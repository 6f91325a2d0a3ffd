"""Reads the number of people or members of an organisation from its overview."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.findings import Evidence
from converter.linking.text.folding import Folded, fold
from converter.model import Column, Record

_PEOPLE = "(?:名|人)"
# 20人以内 and 1名以上 are bounds, 約30名 is an estimate; they are not counts.
_NUMBER = r"(?<![約\d])(\d+)"
_EXACT = rf"{_PEOPLE}(?!以内|以上|以下|程度|未満|前後)"
_STATED: Mapping[str, re.Pattern[str]] = {
    "dg:dedicated": re.compile(rf"(?:専任|選任|専従|本務)(?:職員)?:?(\d+){_EXACT}"),
    "dg:concurrent": re.compile(rf"(?:兼務|兼任|併任)(?:職員)?等?:?(\d+){_EXACT}"),
}
_LISTED = r"(?:^|(?<=[\n、,。(]))"
# A total that is stated beside the dedicated or concurrent staff: 職員10名(うち兼務3名).
_WHOLE = (
    rf"(?:合計|総勢|総数|全体で){_NUMBER}{_EXACT}",
    rf"{_LISTED}(?:職員|構成員)?:?{_NUMBER}{_EXACT}(?=\(うち)",
)
_STATED_TOTALS = tuple(map(re.compile, _WHOLE))
_TOTALS = tuple(
    re.compile(pattern)
    for pattern in (
        *_WHOLE,
        rf"以下(\d+){_EXACT}",
        rf"{_LISTED}(?:会員|構成員|委員)(?:数|は)?:?(\d+){_EXACT}",
    )
)
_BODIES = "(?:事業体|団体|機関|自治体|市町村|市町|企業|会社|法人|大学|社)"
# Members that are organisations, or that the words do not call people:
# 会員132 · 会員69名(民間企業、各種団体で構成) · 66団体/全89団体 · 13の水道事業体から構成.
_MEMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_LISTED}(?:会員|構成員|委員)(?:数|は)?:?(\d+)(?={_BODIES}|(?![\d名人]))",
        rf"{_LISTED}(?:会員|構成員|委員)(?:数|は)?:?(\d+){_EXACT}(?=\([^()]*{_BODIES}[^()]*\))",
        rf"(\d+){_BODIES}/全\d+{_BODIES}",
        rf"(\d+)(?:の[^\d、。,]{{0,12}})?{_BODIES}(?:から構成|で構成|により構成|が(?:参加|参画|加入|加盟))",
        rf"{_LISTED}(?:会員|構成員|委員)(?:数|は)?:[^\d、。,\n]{{1,10}}{_NUMBER}{_BODIES}",
        rf"{_LISTED}(?:参加|会員|加盟){_BODIES}数?:?{_NUMBER}(?![\d名人])",
        rf"等{_NUMBER}(?:団体|機関|社)(?=[。(\n]|$)",
    )
)
_COUNTED = re.compile(rf"{_NUMBER}{_EXACT}")
_PART = re.compile(r"[^、,\n]+")
_BARE = re.compile(rf"計?(\d+){_EXACT}(?:\(.*\))?")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_UNITS = re.compile(r"\d+(?:班|課|室|係|グループ|チーム)")


@dataclass(frozen=True, slots=True)
class HeadCount:
    """A number of people or members, its property, and the words that state it."""

    predicate: str
    number: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    spans: tuple[tuple[int, int], ...]


def head_counts(record: Record) -> tuple[HeadCount, ...]:
    """Return the dedicated, concurrent and total numbers that the overview states.

    The total is the stated one, or the sum of a list in which every part has a number and none is
    called dedicated or concurrent. There is no total of people if the overview counts members.
    """
    folded = _without_notes(record.texts.get(Column.PROFILE, ""))
    found = dict(_by_duty(folded.text))
    if found:
        found |= _stated_total(folded.text, _STATED_TOTALS)
    elif not _members(folded.text):
        found = _total(folded.text)
    return tuple(
        HeadCount(predicate, number.value, tuple(_evidence(record, folded, number)))
        for predicate, number in found.items()
    )


def member_count(record: Record) -> HeadCount | None:
    """Return the number of members that the overview states, or None if it counts people."""
    folded = _without_notes(record.texts.get(Column.PROFILE, ""))
    number = _members(folded.text)
    if number is None:
        return None
    evidence = tuple(_evidence(record, folded, number))
    return HeadCount("dg:memberCount", number.value, evidence)


def _members(text: str) -> _Number | None:
    for pattern in _MEMBERS:
        if words := pattern.search(text):
            return _Number(int(words[1]), (words.span(),))
    return None


def _by_duty(text: str) -> Iterator[tuple[str, _Number]]:
    for predicate, pattern in _STATED.items():
        if words := pattern.search(text):
            yield predicate, _Number(int(words[1]), (words.span(),))


def _stated_total(text: str, patterns: Iterable[re.Pattern[str]]) -> dict[str, _Number]:
    words = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
    return {"dg:total": _Number(int(words[1]), (words.span(),))} if words else {}


def _total(text: str) -> dict[str, _Number]:
    if stated := _stated_total(text, _TOTALS):
        return stated
    number = _sum(0, _BRACKETED.sub(lambda words: " " * len(words[0]), text)) or next(
        _sums_in_brackets(text), None
    )
    return {"dg:total": number} if number else {}


def _sums_in_brackets(text: str) -> Iterator[_Number]:
    """Yield the sums of lists in brackets: (チーム長1名,チーム員16名)."""
    for words in _BRACKETED.finditer(text):
        number = _sum(words.start(1), words[1])
        if number and len(number.spans) > 1:
            yield number


def _sum(start: int, listed: str) -> _Number | None:
    """Return the sum of the list at `start`, or None if a part has no number."""
    parts = [part for part in _PART.finditer(listed) if part[0].strip()]
    for part in parts:
        if bare := _BARE.fullmatch(part[0].strip()):
            return _Number(int(bare[1]), ((start + part.start(), start + part.end()),))
    people = [part for part in parts if not _UNITS.fullmatch(part[0].strip())]
    counted = [(part, _COUNTED.findall(part[0])) for part in people]
    if not counted or any(len(numbers) != 1 for _, numbers in counted):
        return None
    spans = tuple((start + part.start(), start + part.end()) for part, _ in counted)
    return _Number(sum(int(numbers[0]) for _, numbers in counted), spans)


def _without_notes(printed: str) -> Folded:
    """Return the folded overview with its line breaks, without the notes (※) below it."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    offset = 0
    for line in printed.split("\n"):
        if not line.lstrip().startswith("※"):
            folded = fold(line)
            characters += [*folded.text, "\n"]
            starts += [*(offset + start for start in folded.starts), offset + len(line)]
            ends += [*(offset + end for end in folded.ends), offset + len(line)]
        offset += len(line) + 1
    return Folded("".join(characters), tuple(starts), tuple(ends))


def _evidence(record: Record, folded: Folded, number: _Number) -> Iterator[Evidence]:
    for start, end in number.spans:
        yield Evidence(record.key, Column.PROFILE, *folded.printed_span(start, end))
