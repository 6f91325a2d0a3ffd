"""Content negotiation by Accept and Accept-Language (RFC 9110, 12.5)."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from server.bounds.bounded_cache import cached_by_text
from server.http.language import language_in
from server.http.message import Request

_EXACT = 2
_LANGUAGES = ("ja", "en")
_LANG = re.compile(rb"(?:^|&)lang=(ja|en)(?=&|$)")
# Maximum ranges: the rest of a longer header is ignored.
_MOST_RANGES = 64


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of a header: `specificity` is 2 for a type, 1 for `type/*`, 0 for `*/*`."""

    value: str
    quality: float
    specificity: int
    position: int = 0

    def matches(self, media_type: str) -> bool:
        if self.specificity == 0:
            return True
        wanted = self.value[:-1] if self.specificity == 1 else self.value
        return media_type.startswith(wanted) if self.specificity == 1 else media_type == wanted


def best_media_type(accept: str, offered: Iterable[str]) -> str | None:
    """Return the offered media type that the header prefers, else the first one."""
    ranges = _ranges(accept) or [_Range("*/*", 1.0, 0)]
    ranked = [(_preference(name, ranges), name) for name in offered]
    acceptable = [item for item in ranked if item[0][0] > 0]
    # max() returns the first of equals, so our order decides.
    return max(acceptable, key=lambda item: item[0])[1] if acceptable else None


def exact_media_types(accept: str) -> frozenset[str]:
    """Return the media types in the header without wildcards."""
    return frozenset(item.value for item in _ranges(accept) if item.specificity == _EXACT)


@cached_by_text
def choose_language(accept_language: str) -> str:
    """Return `ja` or `en`; English if the header has neither, as with most programs."""
    ranked: list[tuple[float, int, str]] = []
    for position, (tag, quality) in enumerate(_elements(accept_language)):
        primary = tag.partition("-")[0].lower()
        if primary in _LANGUAGES and quality > 0:
            ranked.append((-quality, position, primary))
    return min(ranked)[2] if ranked else "en"


def language_of(request: Request) -> str:
    """Return the language that a request names in its path or in `lang`, else the preferred one.

    The form of the query page sends `lang`, because a browser may prefer another language.
    """
    named = language_in(request.path)
    if named is None and (found := _LANG.search(request.query_string)):
        return found[1].decode()
    return named or choose_language(request.header("accept-language"))


def _preference(media_type: str, ranges: list[_Range]) -> tuple[float, int, int]:
    matching = [item for item in ranges if item.matches(media_type)]
    if not matching:
        return (0.0, 0, 0)
    best = max(matching, key=lambda item: (item.specificity, item.quality))
    return (best.quality, best.specificity, -best.position)


def _ranges(accept: str) -> list[_Range]:
    return [
        _Range(value.lower(), quality, _specificity(value), position)
        for position, (value, quality) in enumerate(_elements(accept))
    ]


def _specificity(value: str) -> int:
    # Java's URLConnection sends a bare `*`.
    if value in {"*", "*/*"}:
        return 0
    return 1 if value.endswith("/*") else _EXACT


def _elements(header: str) -> list[tuple[str, float]]:
    """Return value and quality of each element; parameters other than `q` are ignored."""
    found = []
    for element in header.split(",")[:_MOST_RANGES]:
        value, *parameters = (part.strip() for part in element.split(";"))
        if value:
            found.append((value, _quality(parameters)))
    return found


def _quality(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, number = parameter.partition("=")
        if name.strip().lower() == "q":
            return _number(number.strip())
    return 1.0


def _number(text: str) -> float:
    """Return a weight in 0…1; an invalid one counts as 1, as with most servers."""
    try:
        weight = float(text)
    except ValueError:
        return 1.0
    return 1.0 if math.isnan(weight) else min(max(weight, 0.0), 1.0)
