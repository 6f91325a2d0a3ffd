"""Resolves names of resources to IRIs, or suggests the most similar names."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.engine import Dataset
from server.rdf.addresses import is_iri
from server.rdf.prefixes import common_prefixes
from server.search.documents import documents_of
from server.search.folding import fold
from server.sparql.terms import exists

_FIRST_GROUPS = frozenset({"concepts", "governments", "terms"})
_NEAREST = 5
_CUTOFF = 0.5
# Maximum characters of a name to compare, because the comparison takes quadratic time.
_LONGEST_COMPARED = 60


class UnknownNameError(Exception):
    """A name is unknown or ambiguous; has the most similar names, or all meanings."""

    def __init__(self, name: str, candidates: Sequence[str], *, ambiguous: bool) -> None:
        """Keep all three."""
        super().__init__(name)
        self.name = name
        self.candidates = candidates
        self.ambiguous = ambiguous


@dataclass(frozen=True, slots=True)
class Names:
    """Folded names with the IRIs that have them."""

    dataset: Dataset
    by_name: Mapping[str, Sequence[str]]

    def iri(self, text: str) -> str:
        """Return the IRI for a name.

        Raises:
            UnknownNameError: The name is unknown or ambiguous.
        """
        if found := self._written(text):
            return found
        known = self.by_name.get(fold(text).strip(), ())
        if len(known) == 1:
            return known[0]
        candidates = known or self.nearest(text)
        raise UnknownNameError(text, candidates, ambiguous=bool(known))

    def known(self, text: str) -> str | None:
        """Return the IRI for a name, None if it is unknown or ambiguous."""
        try:
            return self.iri(text)
        except UnknownNameError:
            return None

    def nearest(self, text: str) -> list[str]:
        """Return the names most similar to a text."""
        wanted = fold(text.rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]).strip()
        if len(wanted) > _LONGEST_COMPARED:
            return []
        return difflib.get_close_matches(wanted, self.by_name, _NEAREST, _CUTOFF)

    def _written(self, text: str) -> str | None:
        """Return the existing IRI for a prefixed name or a path below the base, or None."""
        base = self.dataset.identity.base
        prefix, colon, local = text.partition(":")
        namespace = common_prefixes(base).get(prefix) if colon else None
        written = (f"{namespace}{local}" if namespace else text, f"{base}{text}")
        return next((iri for iri in written if self._exists(iri)), None)

    def _exists(self, iri: str) -> bool:
        return ":" in iri and is_iri(iri) and exists(self.dataset, iri)


def names_of(dataset: Dataset) -> Names:
    """Return the index of all names; a concept takes precedence over a thing of the same name.

    The last segment of a concept's IRI is also a name, unless a label is the same.
    """
    found: dict[str, list[str]] = {}
    ranks: dict[str, int] = {}
    for name, rank, iri in _ranked(dataset):
        if rank > ranks.get(name, rank):
            continue
        if rank < ranks.setdefault(name, rank):
            found[name], ranks[name] = [], rank
        iris = found.setdefault(name, [])
        if iri not in iris:
            iris.append(iri)
    return Names(dataset, found)


def _ranked(dataset: Dataset) -> Iterator[tuple[str, int, str]]:
    """Yield names with rank (the lowest wins) and IRI."""
    for document in documents_of(dataset):
        rank = 0 if document.group in _FIRST_GROUPS else 1
        for text in document.texts:
            if text.name:
                yield fold(text.text).strip(), rank, document.iri
        if document.group == "concepts":
            yield fold(document.iri.rpartition("/")[2]), 2, document.iri
