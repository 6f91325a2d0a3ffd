"""Reads what a number of participants counts, out of how many, and the date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from converter.findings import Evidence, PartialDate
from converter.linking.text.dates import dates
from converter.linking.text.folding import fold
from converter.model import Column, Record

# Patterns for the sentence up to the number and its unit, tried in this order.
_KINDS = (
    ("prefectures", re.compile(r"\d(?:都府|都道府)?県$")),
    ("governments", re.compile(r"自治体$")),
    ("municipalities", re.compile(r"(?:市町村数:?\d+|(?:市町村|市区町村|市町|町村|市|町|村))$")),
    ("bodies", re.compile(r"(?:組合|機関|事業体|企業|法人).*団体$")),
    ("governments", re.compile(r"(?:自治体|[都道府県](?:及び|と|[・、,])[^。]*市町).*団体$")),
    ("municipalities", re.compile(r"市町.*団体$")),
)
# 15団体(県、14市町村)
_MADE_UP = re.compile(r"\([^)]*[都道府県](?:及び|と|[・、,])[^)]*市町[^)]*\)")
# 20団体のうち16団体 · 市町村数:2/45 · 15/27市町村
_SHARES = (
    re.compile(r"(?P<all>\d+)\D{1,5}(?:のうち|中)の?(?P<part>\d+)"),
    re.compile(r"(?P<part>\d+)/(?P<all>\d+)"),
)
_AS_OF = re.compile(r"(?:時点|現在)")
_FROM = re.compile(r"(?:から|より)")
_SINCE = re.compile(r"をもって")
_UNTIL = re.compile(r"(?:にかけて|までに)")


@dataclass(frozen=True, slots=True)
class Base:
    """The number of possible participants, and the words that state it."""

    number: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of a participation: the property, the date and its words."""

    predicate: str
    value: PartialDate
    evidence: Evidence


def counted_kind(words: Evidence, record: Record) -> str:
    """Return the counted kind, by the unit, the words before it and those in brackets after it."""
    text = record.texts[words.column]
    if _MADE_UP.match(fold(text[words.end :]).text):
        return "governments"
    sentence = re.split("[。\n]", text[: words.end])[-1]
    folded = fold(sentence).text
    return next((slug for slug, pattern in _KINDS if pattern.search(folded)), "bodies")


def out_of(words: Evidence, record: Record) -> Base | None:
    """Return the number of possible participants stated around a count."""
    folded = fold(record.texts[words.column])
    for pattern in _SHARES:
        for found in pattern.finditer(folded.text):
            start, end = folded.printed_span(*found.span())
            if start <= words.end and words.start <= end:
                evidence = Evidence(record.key, words.column, start, end)
                return Base(int(found["all"]), evidence)
    return None


def when(record: Record, *, planned: bool) -> Iterator[Moment]:
    """Yield the start dates and reference dates of a participation in the reason column.

    A start date (から) counts only for a planned participation: in a running one it may
    be that of a single body.
    """
    folded = fold(record.texts.get(Column.NOTE, ""))
    for one in dates(folded.text):
        following = folded.text[one.end : one.end + 5]
        evidence = Evidence(record.key, Column.NOTE, *folded.printed_span(one.start, one.end))
        if _AS_OF.match(following) or (planned and _UNTIL.match(following)):
            yield Moment("dg:asOf", one.value, evidence)
        elif _SINCE.match(following) or (planned and _FROM.match(following)):
            yield Moment("dg:startsOn", one.value, evidence)
