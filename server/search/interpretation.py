"""What the words of a question mean together: one unit, and a view of answers, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.counts.view import View

Value = tuple[str, str]


class NotUnderstoodError(Exception):
    """A question has words that are not known, or that may mean several things."""


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """What a question is read as: the unit that is counted, and the view."""

    unit: str
    view: View


@dataclass(frozen=True, slots=True)
class Word:
    """A known word of a question with all that it may mean; a word of grammar means nothing.

    `noun` is the unit that it means at the end of Japanese, at the start of English.
    """

    text: str
    values: frozenset[Value] = frozenset()
    unit: str = ""
    noun: str = ""
    verb: str = ""
    is_alternative: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets that each unit can be chosen by, and those that need a verb of their own."""

    of_units: Mapping[str, Sequence[str]]
    with_verbs: frozenset[str]


def reading_of(words: Sequence[Word], facets: Facets) -> QuestionReading:
    """Return what words mean together.

    Raises:
        NotUnderstoodError: they have no one meaning.
    """
    unit = _unit(words)
    verbs = {word.verb for word in words if word.verb}
    allowed = set(facets.of_units[unit]) - (facets.with_verbs - verbs)
    meant = list(_meant(words, allowed))
    chosen: dict[str, tuple[str, ...]] = {}
    for name, slug in filter(None, dict.fromkeys(meant)):
        chosen[name] = tuple(sorted((*chosen.get(name, ()), slug)))
    if not chosen or verbs != facets.with_verbs & set(chosen) or not _is_joined(meant, chosen):
        raise NotUnderstoodError
    return QuestionReading(unit, View(chosen))


def _unit(words: Sequence[Word]) -> str:
    """Return the unit that is counted; a bare number ("何件") is one of answers."""
    named = {word.unit for word in words if word.unit}
    units = named - {"any"} or _nouns(words)
    if not units and "any" in named:
        units = {"answers"}
    if len(units) != 1:
        raise NotUnderstoodError
    return units.pop()


def _nouns(words: Sequence[Word]) -> set[str]:
    """Return what the first word means in English, the last one in Japanese."""
    ends = [*words[:1], *words[-1:]]
    return {
        word.noun
        for word, in_english in zip(ends, (True, False), strict=False)
        if word.noun and word.text.isascii() is in_english
    }


def _meant(words: Sequence[Word], allowed: set[str]) -> Iterator[Value | None]:
    """Yield the one value that each word means in these facets, and None for each "or"."""
    for word in words:
        if word.is_alternative:
            yield None
        elif word.values:
            values = [value for value in word.values if value[0] in allowed]
            if len(values) != 1:
                raise NotUnderstoodError(word.text)
            yield from values


def _is_joined(meant: Sequence[Value | None], chosen: Mapping[str, Sequence[str]]) -> bool:
    """Return whether several values of a facet are an enumeration with "or" before its last one.

    Without that word the text may mean both at once, which no view chooses by; elsewhere the word
    stands between values of two facets, which no view joins either.
    """
    runs = [value[0] for value in meant if value]
    is_one_run = len([name for name, after in pairwise([*runs, ""]) if name != after]) == len(
        set(runs)
    )
    several = {name for name, slugs in chosen.items() if len(slugs) > 1}
    return is_one_run and _joined(meant) == several


def _joined(meant: Sequence[Value | None]) -> set[str]:
    """Return the facets that have an "or" between their last two values.

    Raises:
        NotUnderstoodError: an "or" does not stand between two values of one facet.
    """
    places = [place for place, value in enumerate(meant) if value is None]
    joined = set()
    for place in places:
        before, after = meant[place - 1 : place], meant[place + 1 : place + 2]
        if not before or not after or not before[0] or not after[0]:
            raise NotUnderstoodError
        if before[0][0] != after[0][0]:
            raise NotUnderstoodError
        joined.add(after[0][0])
    return {name for name in joined if _ends_with_or(meant, name)}


def _ends_with_or(meant: Sequence[Value | None], name: str) -> bool:
    last = max(place for place, value in enumerate(meant) if value and value[0] == name)
    return last > 0 and meant[last - 1] is None
