"""Interprets the words of a question as a unit to count and a view of answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.counts.view import View

Value = tuple[str, str]


class NotUnderstoodError(Exception):
    """A question has unknown or ambiguous words."""


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """The reading of a question: the unit to count, and the view."""

    unit: str
    view: View


@dataclass(frozen=True, slots=True)
class Word:
    """A known word of a question with its possible meanings; a grammatical word has none.

    `noun` is its unit at the end of a Japanese question, or at the start of an English one.
    """

    text: str
    values: frozenset[Value] = frozenset()
    unit: str = ""
    noun: str = ""
    verb: str = ""
    is_alternative: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets for each unit, and those that need a verb of their own."""

    of_units: Mapping[str, Sequence[str]]
    with_verbs: frozenset[str]


def reading_of(words: Sequence[Word], facets: Facets) -> QuestionReading:
    """Return the meaning of these words together.

    Raises:
        NotUnderstoodError: They have no or several meanings.
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
    """Return the unit to count; a bare "何件" asks for answers."""
    named = {word.unit for word in words if word.unit}
    units = named - {"any"} or _nouns(words)
    if not units and "any" in named:
        units = {"answers"}
    if len(units) != 1:
        raise NotUnderstoodError
    return units.pop()


def _nouns(words: Sequence[Word]) -> set[str]:
    """Return the units of the first word (English) and the last one (Japanese)."""
    ends = [*words[:1], *words[-1:]]
    return {
        word.noun
        for word, in_english in zip(ends, (True, False), strict=False)
        if word.noun and word.text.isascii() is in_english
    }


def _meant(words: Sequence[Word], allowed: set[str]) -> Iterator[Value | None]:
    """Yield the value of each word in these facets, and None for each "or"."""
    for word in words:
        if word.is_alternative:
            yield None
        elif word.values:
            values = [value for value in word.values if value[0] in allowed]
            if len(values) != 1:
                raise NotUnderstoodError(word.text)
            yield from values


def _is_joined(meant: Sequence[Value | None], chosen: Mapping[str, Sequence[str]]) -> bool:
    """Return whether several values of a facet are a list with "or" before the last one.

    Without "or" the text may mean both values at once, which a view cannot express. Neither can it
    express "or" between values of two facets.
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
        NotUnderstoodError: An "or" is not between two values of one facet.
    """
    indexes = [index for index, value in enumerate(meant) if value is None]
    joined = set()
    for index in indexes:
        before, after = meant[index - 1 : index], meant[index + 1 : index + 2]
        if not before or not after or not before[0] or not after[0]:
            raise NotUnderstoodError
        if before[0][0] != after[0][0]:
            raise NotUnderstoodError
        joined.add(after[0][0])
    return {name for name in joined if _ends_with_or(meant, name)}


def _ends_with_or(meant: Sequence[Value | None], name: str) -> bool:
    last = max(index for index, value in enumerate(meant) if value and value[0] == name)
    return last > 0 and meant[last - 1] is None
