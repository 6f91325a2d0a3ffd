"""Reads a question into a view by the names of the vocabularies, without any model.

Every word of a question must be known, else it is not understood: a reading that leaves a word out
would answer another question.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from server.counts.facets import SILENT, facet_named
from server.counts.view import View
from server.engine import Dataset, Pattern
from server.facets.index import Catalogue
from server.search.folding import fold

# Facets whose values a question may name.
FACETS = ("prefecture", "region", "field", "type", "technology", "status", "offer")
_NAMING = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#altLabel",
    )
)
_GAP = re.compile(r"[\s、。，．,.?？!！「」『』“”\"']+")
_LATIN = re.compile(r"[a-z0-9]")
_REST = re.compile(r"[a-z0-9-]+|.")
_PLURALS = ("s", "es")

Value = tuple[str, str]


class NotUnderstoodError(Exception):
    """A question has words that are not known, or that may mean several things."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question is read as: the unit that is asked for, and the view."""

    unit: str
    view: View


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words with what they mean; names of several values mean none of them."""

    names: Mapping[str, frozenset[Value]]
    asked: Mapping[str, str]
    verbs: Mapping[str, str]
    alternatives: frozenset[str]
    grammar: frozenset[str]
    longest: int

    def read(self, text: str) -> Reading | None:
        """Return what a question means, None where the text asks for nothing.

        Raises:
            NotUnderstoodError: a word is unknown or may mean several things.
        """
        folded = fold(text).strip()
        if not any(_stands_in(word, folded) for word in self.asked):
            return None
        found = _Found()
        for word in self._words(folded):
            self._take(word, found)
        return found.reading()

    def _words(self, text: str) -> Iterator[str]:
        """Yield the words of a text, at each place the longest that is known.

        Raises:
            NotUnderstoodError: no known word begins at a place.
        """
        place = 0
        while place < len(text):
            if gap := _GAP.match(text, place):
                place = gap.end()
                continue
            end = self._end(text, place)
            if not end:
                rest = _REST.match(text, place)
                raise NotUnderstoodError(rest[0] if rest else text[place:])
            yield text[place:end]
            place = end

    def _end(self, text: str, place: int) -> int:
        ends = range(min(len(text), place + self.longest), place, -1)
        known = (
            end for end in ends if self._knows(text[place:end]) and _is_whole(text, place, end)
        )
        return next(known, 0)

    def _knows(self, word: str) -> bool:
        tables = (self.asked, self.verbs, self.alternatives, self.grammar)
        return any(word in table for table in tables) or bool(self._values(word))

    def _values(self, word: str) -> frozenset[Value]:
        singulars = (word.removesuffix(end) for end in ("", *_PLURALS))
        return next((self.names[one] for one in singulars if one in self.names), frozenset())

    def _take(self, word: str, found: "_Found") -> None:
        if values := self._values(word):
            if len(values) > 1:
                raise NotUnderstoodError(word)
            found.values.append(*values)
        if word in self.asked:
            found.units.add(self.asked[word])
        if word in self.verbs:
            found.verbs.add(self.verbs[word])
        if word in self.alternatives:
            found.has_alternatives = True


@dataclass(slots=True)
class _Found:
    """What has been read of a question so far."""

    values: list[Value] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    verbs: set[str] = field(default_factory=set)
    has_alternatives: bool = False

    def reading(self) -> Reading:
        """Return what it all means together.

        Raises:
            NotUnderstoodError: it has no one meaning.
        """
        chosen: dict[str, tuple[str, ...]] = {}
        for name, slug in dict.fromkeys(self.values):
            chosen[name] = tuple(sorted((*chosen.get(name, ()), slug)))
        several = [name for name, slugs in chosen.items() if len(slugs) > 1]
        # A word for alternatives joins the values of one facet, and nothing else.
        is_joined = len(several) == int(self.has_alternatives)
        has_verbs = self.verbs == {name for name in chosen if name in load_words()["verbs"]}
        if not chosen or len(self.units) != 1 or not is_joined or not has_verbs:
            raise NotUnderstoodError
        (unit,) = self.units
        return Reading(unit, View(chosen))


def vocabulary_of(dataset: Dataset, catalogue: Catalogue) -> Vocabulary:
    """Return the words by which questions about a dataset are read."""
    words = load_words()
    names = _names(dataset, catalogue, words)
    asked = {fold(word): unit for unit, known in words["asked"].items() for word in known}
    verbs = {fold(w): name for name, verb in words["verbs"].items() for w in verb["words"]}
    grammar = frozenset(map(fold, words["grammar"]["words"]))
    longest = max(map(len, (*names, *asked, *verbs, *grammar))) + len(max(_PLURALS, key=len))
    alternatives = frozenset(map(fold, words["or"]["words"]))
    return Vocabulary(names, asked, verbs, alternatives, grammar, longest)


@lru_cache(maxsize=1)
def load_words() -> Mapping[str, Any]:
    """Return the words of questions."""
    return tomllib.loads((files("server.search") / "question_words.toml").read_text("utf-8"))


def _names(
    dataset: Dataset, catalogue: Catalogue, words: Mapping[str, Any]
) -> dict[str, frozenset[Value]]:
    found: dict[str, set[Value]] = {}
    skipped = {fold(name) for name in words["skipped"]["names"]}
    for name in FACETS:
        further = words["names"].get(name, {})
        for slug in catalogue.values[name]:
            if slug == SILENT or f"{name}/{slug}" in words["skipped"]["values"]:
                continue
            iri = catalogue.base + facet_named(name).prefix + slug
            for text in (*_labels(dataset, iri), *further.get(slug, ())):
                if (folded := fold(text).strip()) not in skipped:
                    found.setdefault(folded, set()).add((name, slug))
    return {name: frozenset(values) for name, values in found.items()}


def _labels(dataset: Dataset, iri: str) -> Sequence[str]:
    return [
        quad.object.value
        for name in _NAMING
        for quad in dataset.quads(Pattern(ox.NamedNode(iri), name))
        if isinstance(quad.object, ox.Literal)
    ]


def _stands_in(word: str, text: str) -> bool:
    place = text.find(word)
    return place >= 0 and _is_whole(text, place, place + len(word))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether Latin letters end where a word does: AI is none of "training"."""
    before = start and _LATIN.match(text[start - 1]) and _LATIN.match(text[start])
    after = end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end])
    return not before and not after
