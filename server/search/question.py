"""Reads a question as a view, by the names in the vocabularies, without a language model.

Every word of a question must be known: ignoring a word would answer another question.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

import pyoxigraph as ox

from server.counts.facets import SILENT, facet_named
from server.engine import Dataset, Pattern
from server.facets.index import Catalogue
from server.search.folding import fold
from server.search.interpretation import (
    Facets,
    NotUnderstoodError,
    QuestionReading,
    Value,
    Word,
    reading_of,
)

_NAMING = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#altLabel",
    )
)
# Spaces, punctuation, and the particle か, which means "or" between words.
_GAP = re.compile(r"[\s、。，．,.?？!！「」『』“”\"']+|か(?=\W*$)")
_LATIN = re.compile(r"[a-z0-9]")
_REST = re.compile(r"[a-z0-9-]+|.")
_PLURALS = ("s", "es")
# Forms of questions without an interrogative: a question mark, or a noun with a relative clause.
_ASKS = re.compile(
    r"\w.*(\?|か[。.]?|教えて(ください)?[。.]?|[るたい](都道府県|県|手続|業務|事務|回答))$"
    r"|(prefectures|procedures|answers|posts) (that|which|with|without|using|in) "
)


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Folded words and their meanings; the name of several values can mean each of them."""

    words: Mapping[str, Word]
    facets: Facets
    longest: int

    def read(self, text: str) -> QuestionReading | None:
        """Return the meaning of a question, None if the text is not a question.

        Raises:
            NotUnderstoodError: A word is unknown or ambiguous.
        """
        folded = fold(text).strip()
        if not _ASKS.match(folded) and not self._asks(folded):
            return None
        return reading_of(list(self._read(folded)), self.facets)

    def _asks(self, text: str) -> bool:
        return any(_stands_in(word.text, text) for word in self.words.values() if word.unit)

    def _read(self, text: str) -> Iterator[Word]:
        """Yield the words of a text, the longest known word at each position.

        Raises:
            NotUnderstoodError: No known word begins at a position.
        """
        offset = 0
        while offset < len(text):
            if gap := _GAP.match(text, offset):
                offset = gap.end()
                continue
            word, end = self._longest(text, offset)
            if word is None:
                rest = _REST.match(text, offset)
                raise NotUnderstoodError(rest[0] if rest else text[offset:])
            yield word
            offset = end

    def _longest(self, text: str, offset: int) -> tuple[Word | None, int]:
        for end in range(min(len(text), offset + self.longest), offset, -1):
            word = self._known(text[offset:end])
            if word is not None and _is_whole(text, offset, end):
                return word, end
        return None, offset

    def _known(self, text: str) -> Word | None:
        """Return the known word for a text; names may have a plural ending."""
        singulars = (text.removesuffix(end) for end in _PLURALS)
        found = self.words.get(text)
        named = (self.words.get(one) for one in singulars)
        return found or next((word for word in named if word and word.values), None)


def vocabulary_of(dataset: Dataset, catalogue: Catalogue) -> QuestionWords:
    """Return the vocabulary of questions about a dataset."""
    table = load_words()
    names = _names(dataset, catalogue, table)
    words = {name: Word(name, values=values) for name, values in names.items()}
    for word in _further(table):
        before = words.get(word.text, word)
        words[word.text] = replace(word, values=before.values, noun=before.noun or word.noun)
    longest = max(map(len, words)) + len(max(_PLURALS, key=len))
    return QuestionWords(words, Facets(table["units"], frozenset(table["verbs"])), longest)


def _further(table: Mapping[str, Any]) -> Iterator[Word]:
    """Yield the words that are not names of values."""
    yield from (Word(fold(text)) for text in table["grammar"]["words"])
    yield from (Word(fold(text), is_alternative=True) for text in table["or"]["words"])
    for unit, texts in table["nouns"].items():
        yield from (Word(fold(text), noun=unit) for text in texts)
    for unit, texts in table["interrogatives"].items():
        yield from (Word(fold(text), unit=unit) for text in texts)
    for verb, entry in table["verbs"].items():
        yield from (Word(fold(text), verb=verb) for text in entry["words"])


@lru_cache(maxsize=1)
def load_words() -> Mapping[str, Any]:
    """Return the words of questions."""
    return tomllib.loads((files("server.search") / "question_words.toml").read_text("utf-8"))


def _names(
    dataset: Dataset, catalogue: Catalogue, words: Mapping[str, Any]
) -> dict[str, frozenset[Value]]:
    found: dict[str, set[Value]] = {}
    skipped = {fold(name) for name in words["skipped"]["names"]}
    dataset.read(Pattern(ox.NamedNode(iri)) for iri in _iris(catalogue))
    for name in dict.fromkeys(chain(*words["units"].values())):
        further = words["names"].get(name, {})
        for slug in catalogue.values[name]:
            if slug == SILENT or f"{name}/{slug}" in words["skipped"]["values"]:
                continue
            iri = catalogue.base + facet_named(name).prefix + slug
            for text in (*_labels(dataset, iri), *further.get(slug, ())):
                if (folded := fold(text).strip()) not in skipped:
                    found.setdefault(folded, set()).add((name, slug))
    return {name: frozenset(values) for name, values in found.items()}


def _iris(catalogue: Catalogue) -> Iterator[str]:
    for name in catalogue.values:
        start = catalogue.base + facet_named(name).prefix
        yield from (start + slug for slug in catalogue.values[name] if slug != SILENT)


def _labels(dataset: Dataset, iri: str) -> Sequence[str]:
    return [
        quad.object.value
        for name in _NAMING
        for quad in dataset.quads(Pattern(ox.NamedNode(iri), name))
        if isinstance(quad.object, ox.Literal)
    ]


def _stands_in(word: str, text: str) -> bool:
    offset = text.find(word)
    return offset >= 0 and _is_whole(text, offset, offset + len(word))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether Latin letters are a whole word: AI is not a word of "training"."""
    before = start and _LATIN.match(text[start - 1]) and _LATIN.match(text[start])
    after = end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end])
    return not before and not after
