"""Finds answers by words in their texts, or in the names of their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

import pyoxigraph as ox

from server.counts.facets import EDITION
from server.counts.view import View
from server.engine import Dataset
from server.facets.index import Catalogue
from server.rdf.query_files import read_query
from server.search.library import Library, Wanted
from server.search.question import QuestionWords
from server.search.words import words_of


@dataclass(frozen=True, slots=True)
class EntryFinder:
    """Finds entries by words; `entries` has a bit set of entries for each resource.

    A word that is the name of a value, in either language, finds the entries with that value.
    """

    library: Library
    vocabulary: QuestionWords
    catalogue: Catalogue
    entries: Mapping[str, int]

    @classmethod
    def of(cls, library: Library, vocabulary: QuestionWords, catalogue: Catalogue) -> "EntryFinder":
        """Return the finder of a dataset's entries."""
        return cls(library, vocabulary, catalogue, _entries(library.dataset, catalogue))

    def find(self, words: str) -> int:
        """Return the entries that have all words of a text as a bit set.

        Raises:
            QueryTooLongError: The text has too many characters or words.
        """
        every = self.catalogue.every
        for word in words_of(words):
            every &= self._having(word)
        return every

    def of_edition(self, edition: str) -> Wanted:
        """Return a predicate: a resource belongs to the edition, or to no edition."""
        own = self.catalogue.selected(View({EDITION: (edition,)}))
        return lambda iri: iri not in self.entries or bool(self.entries[iri] & own)

    def _having(self, word: str) -> int:
        matches = self.library.index.matches((word,)).rows.values()
        iris = (self.library.index.iri(row) for rows in matches for row in rows)
        in_texts = reduce(or_, (self.entries.get(iri, 0) for iri in iris), 0)
        known = self.vocabulary.words.get(word)
        values = known.values if known else ()
        named = (self.catalogue.values[facet][slug].entries for facet, slug in values)
        return reduce(or_, named, in_texts)


def _entries(dataset: Dataset, catalogue: Catalogue) -> Mapping[str, int]:
    found = {catalogue.base + path: 1 << place for path, place in catalogue.places.items()}
    for row in dataset.rows(read_query("server.search", "described", catalogue.base)):
        entry, thing = row["entry"], row["thing"]
        if isinstance(entry, ox.NamedNode) and isinstance(thing, ox.NamedNode):
            found[thing.value] = found.get(thing.value, 0) | found[entry.value]
    return found
