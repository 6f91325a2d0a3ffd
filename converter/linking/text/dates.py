"""Finds dates in texts, in eras or the common calendar, with the precision of the text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from converter.findings import PartialDate

# The year before year 1 of each era.
_ERAS: Mapping[str, int] = {
    "昭和": 1925,
    "s": 1925,
    "平成": 1988,
    "h": 1988,
    "令和": 2018,
    "r": 2018,
}
_ERA = f"(?P<era>{'|'.join(_ERAS)})"
_YEAR = rf"(?:(?<![a-z]){_ERA}(?P<year>\d{{1,2}}|元)|(?<!\d)(?P<common>(?:19|20)\d\d)(?=年|\.\d))"
_BRACKETS = r"(?:\((?:19|20)\d\d\)|\([^()\d]{0,4}\d{1,2}\))?"
_DATE = re.compile(
    rf"{_YEAR}{_BRACKETS}(?:(?P<fiscal>年度)|年|\.)"
    r"(?:(?P<month>\d{1,2})(?:月|\.(?=\d)|(?!\d))(?:(?P<day>\d{1,2})(?:日|(?!\d)))?)?"
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date in a folded text: its value, whether it is a fiscal year, and the folded span."""

    value: PartialDate
    is_fiscal: bool
    start: int
    end: int


def dates(folded: str) -> Iterator[StatedDate]:
    """Yield the dates of a folded text in order, without days that the calendar does not have."""
    for words in _DATE.finditer(folded):
        value = _value(words)
        if value:
            is_fiscal = bool(words["fiscal"]) and not words["month"]
            yield StatedDate(PartialDate(value), is_fiscal, *words.span())


def _value(words: re.Match[str]) -> str:
    """Return the date in ISO 8601 with the stated precision, or "" if that day does not exist."""
    year = int(words["common"]) if words["common"] else _common_year(words["era"], words["year"])
    month, day = (int(words[name] or 0) for name in ("month", "day"))
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    parts = (f"{year:04}", *(f"{part:02}" for part in (month, day) if part))
    return "-".join(parts)


def _common_year(era: str, year: str) -> int:
    return _ERAS[era] + (1 if year == "元" else int(year))
