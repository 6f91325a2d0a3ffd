"""Finds answers by words in their texts, or in the names of their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

import pyoxigraph as ox

from server.counts.facets import EDITION, facet_named
from server.counts.view import View
from server.engine import Dataset
from server.engine.row_values import text_in
from server.facets.index import Catalogue
from server.rdf.query_files import read_query
from server.search.library import Library, Wanted
from server.search.question import QuestionWords
from server.search.words import words_of


@dataclass(frozen=True, slots=True)
class EntryFinder:
    """Finds entries by words; `entries` has a bit set of entries for each resource.

    `printed` has the entries of its edition for each source and section.

    A word that is the name of a value, in either language, finds the entries with that value.
    """

    library: Library
    vocabulary: QuestionWords
    catalogue: Catalogue
    entries: Mapping[str, int]
    printed: Mapping[str, int]

    @classmethod
    def of(cls, library: Library, vocabulary: QuestionWords, catalogue: Catalogue) -> "EntryFinder":
        """Return the finder of a dataset's entries."""
        dataset = library.dataset
        entries, printed = _entries(dataset, catalogue), _printed(dataset, catalogue)
        return cls(library, vocabulary, catalogue, entries, printed)

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

        def is_wanted(iri: str) -> bool:
            held = self.entries.get(iri, self.printed.get(iri))
            return held is None or bool(held & own)

        return is_wanted

    def _having(self, word: str) -> int:
        matches = self.library.index.matches((word,)).rows.values()
        iris = (self.library.index.iri(row) for rows in matches for row in rows)
        in_texts = reduce(or_, (self.entries.get(iri, 0) for iri in iris), 0)
        known = self.vocabulary.words.get(word)
        values = known.values if known else ()
        named = (self.catalogue.values[facet][slug].entries for facet, slug in values)
        return reduce(or_, named, in_texts)


def _entries(dataset: Dataset, catalogue: Catalogue) -> Mapping[str, int]:
    found = {catalogue.base + path: 1 << position for path, position in catalogue.positions.items()}
    for row in dataset.rows(read_query("server.search", "described", catalogue.base)):
        entry, thing = row["entry"], row["thing"]
        if isinstance(entry, ox.NamedNode) and isinstance(thing, ox.NamedNode):
            found[thing.value] = found.get(thing.value, 0) | found[entry.value]
    return found


def _printed(dataset: Dataset, catalogue: Catalogue) -> Mapping[str, int]:
    """Return the entries of the edition in which each source and section is."""
    start = catalogue.base + facet_named(EDITION).prefix
    found: dict[str, int] = {}
    for row in dataset.rows(read_query("server.search", "printed", catalogue.base)):
        slug, thing = text_in(row, "edition").removeprefix(start), text_in(row, "thing")
        own = catalogue.selected(View({EDITION: (slug,)}))
        found[thing] = found.get(thing, 0) | own
    return found
