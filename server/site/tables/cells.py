"""The parts that tables and facts are made of: what is shown, and where it leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from server.engine import Term
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.rdf.prefixes import common_prefixes
from server.site.statements.labels import Labels

# What others identify is shown with their name; there are no labels of theirs in the dataset.
_ELSEWHERE = {
    "http://www.wikidata.org/entity/": "Wikidata ",
    "http://ja.dbpedia.org/resource/": "DBpedia ",
    "https://sws.geonames.org/": "GeoNames ",
    "http://data.e-stat.go.jp/lod/sac/": "e-Stat ",
    "https://www.iana.org/assignments/media-types/": "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its language, and the address to which it leads, if any.

    `count` names the figure that a number is (`answers?type=payroll`); `several` are the cells of
    a value that is a list.
    """

    text: str
    href: str = ""
    lang: str = ""
    count: str = ""
    several: Sequence["Cell"] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns terms into cells for one language."""

    addresses: Addresses
    labels: Labels
    language: Language
    prefixes: dict[str, str] = field(default_factory=dict)

    def read(self, terms: Iterable[Term | None]) -> None:
        """Read the labels of terms of which cells will be made."""
        self.labels.read([term.value for term in terms if isinstance(term, ox.NamedNode)])

    def cell(self, term: Term | None, label: Term | None = None) -> Cell:
        """Return the cell of a term; a label that is at hand need not be looked up.

        The label of a literal is its translation.
        """
        if isinstance(term, ox.NamedNode):
            return self._link(term.value, label)
        if isinstance(term, ox.Literal):
            text = label if isinstance(label, ox.Literal) else term
            return Cell(text.value, lang=text.language or "")
        return Cell("" if term is None else str(term))

    def link(self, iri: str) -> Cell:
        """Return the cell of an IRI."""
        return self._link(iri, None)

    def _link(self, iri: str, label: Term | None) -> Cell:
        href = self.addresses.page(iri, self.language)
        if isinstance(label, ox.Literal):
            return Cell(label.value, href, label.language or "")
        name = self.labels.label(iri, self.language)
        if name:
            return Cell(name.text, href, name.lang)
        if iri.startswith(self.addresses.base) and "#" in iri and "ontology#" not in iri:
            return Cell(iri.partition("#")[2], href)
        return Cell(named_elsewhere(iri) or self.short(iri), href)

    def short(self, iri: str) -> str:
        """Return an IRI without its base, with a prefix, or as it is."""
        if iri.startswith(self.addresses.base) and "ontology#" not in iri:
            return iri.removeprefix(self.addresses.base)
        known = self.prefixes or common_prefixes(self.addresses.base)
        for name, namespace in known.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{name}:{iri.removeprefix(namespace)}"
        return iri


def named_elsewhere(iri: str) -> str:
    """Return the name of a resource of a well-known dataset ("Wikidata Q1490"), "" of others."""
    found = (
        f"{name}{iri.removeprefix(start).rstrip('/')}"
        for start, name in _ELSEWHERE.items()
        if iri.startswith(start) and iri != start
    )
    return next(found, "")
