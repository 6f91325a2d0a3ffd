"""Answers searches: groups of results, with hits marked in the printed texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from server.engine import Dataset
from server.http.language import Language
from server.search.documents import SearchText, documents_of, texts_of, texts_query
from server.search.index import SearchIndex
from server.search.marking import Marked, excerpt, mark

# A predicate that restricts a search to some resources.
Wanted = Callable[[str], bool]
# Results of each group on the overview, and on a page of one group.
FIRST = 5
PAGE = 20
# Maximum names suggested during typing.
SUGGESTED = 8
_TRANSLATED_NAME = "#translatedName"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search: folded words, group ("" for all), page and language."""

    words: Sequence[str]
    language: Language
    group: str = ""
    page: int = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Hit:
    """A text with hits: its property and language, and the excerpt to show."""

    property: str
    lang: str
    marked: Marked


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A resource with name, translated name, and further texts with hits."""

    iri: str
    name: Hit
    hits: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A group with its number of results and the results to show."""

    name: str
    total: int
    results: Sequence[SearchResult]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer to a search; groups without results are absent."""

    total: int
    groups: Sequence[FoundGroup]


@dataclass(frozen=True, slots=True)
class Library:
    """Searches resources of a dataset by their texts."""

    dataset: Dataset
    index: SearchIndex

    @classmethod
    def of(cls, dataset: Dataset) -> "Library":
        """Build the index of all texts of a dataset."""
        return cls(dataset, SearchIndex.of(documents_of(dataset)))

    def count(self, words: Sequence[str], is_wanted: Wanted | None = None) -> int:
        """Return the number of resources that have all of these folded words."""
        return sum(map(len, self._rows(words, is_wanted).values()))

    def _rows(self, words: Sequence[str], is_wanted: Wanted | None) -> Mapping[str, Sequence[int]]:
        """Return the matching rows of wanted resources, by group."""
        found = self.index.matches(words).rows
        if is_wanted is None:
            return found
        kept = {
            name: [row for row in rows if is_wanted(self.index.iri(row))]
            for name, rows in found.items()
        }
        return {name: rows for name, rows in kept.items() if rows}

    def named(self, words: Sequence[str]) -> list[str]:
        """Return the IRIs of resources with a name of exactly these folded words."""
        return [self.index.iri(row) for row in self.index.named(words)]

    def names(
        self, request: SearchRequest, is_wanted: Wanted | None = None, most: int = SUGGESTED
    ) -> list[str]:
        """Return names of wanted resources with all words of a request, concepts first."""
        found = [
            result.name.marked.text
            for group in self.search(request, is_wanted).groups
            for result in group.results
            if result.name.marked.words == set(request.words)
        ]
        return list(dict.fromkeys(found))[:most]

    def search(self, request: SearchRequest, is_wanted: Wanted | None = None) -> SearchResults:
        """Return the wanted resources that have all words of a request."""
        matched = self._rows(request.words, is_wanted)
        total = sum(map(len, matched.values()))
        parts = {
            name: _part(rows, request)
            for name, rows in matched.items()
            if request.group in {"", name}
        }
        base, iri_of = self.dataset.identity.base, self.index.iri
        shown = [iri_of(row) for part in parts.values() for row in part]
        self.dataset.read(queries=[texts_query(iri, base) for iri in shown])
        groups = [
            FoundGroup(name, len(matched[name]), [self._result(row, request) for row in part])
            for name, part in parts.items()
        ]
        return SearchResults(total, groups)

    def _result(self, row: int, request: SearchRequest) -> SearchResult:
        iri = self.index.iri(row)
        return _result(iri, texts_of(self.dataset, iri), request)


def _part(rows: Sequence[int], request: SearchRequest) -> Sequence[int]:
    if not request.group:
        return rows[:FIRST]
    start = (request.page - 1) * request.size
    return rows[start : start + request.size]


def _result(iri: str, texts: Sequence[SearchText], request: SearchRequest) -> SearchResult:
    name = _name(texts, request.language)
    shown = _hit(name, request.words)
    translated = _translated(texts, request.language)
    missing = set(request.words) - shown.marked.words
    hits = []
    # Of a text and its translation, prefer the reader's language.
    for text in sorted(texts, key=lambda text: text.lang != request.language):
        if text is not name and (missing or text is translated):
            hit = _hit(text, request.words)
            if hit.marked.words & missing or text is translated:
                missing -= hit.marked.words
                hits.append(hit)
    return SearchResult(iri, shown, hits)


def _hit(text: SearchText, words: Sequence[str]) -> Hit:
    return Hit(text.property, text.lang, excerpt(mark(text.text, words)))


def _translated(texts: Sequence[SearchText], language: Language) -> SearchText | None:
    """Return the translation of a stated name, because an entry's label is only its number."""
    found = (one for one in texts if one.property.endswith(_TRANSLATED_NAME))
    return next((one for one in found if one.lang == language), None)


def _name(texts: Sequence[SearchText], language: Language) -> SearchText:
    """Return the name in a language; every resource has a text, and names come first."""
    names = [text for text in texts if text.name]
    same = (text for text in names if text.lang == language)
    return next(same, None) or next(iter(names), texts[0])
