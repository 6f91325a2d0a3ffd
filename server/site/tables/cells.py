"""The cells of tables and facts: a text and its link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from server.engine import Term
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.rdf.prefixes import common_prefixes
from server.site.statements.labels import Labels

# Names for IRIs of other datasets, whose labels this dataset does not have.
_ELSEWHERE = {
    "http://www.wikidata.org/entity/": "Wikidata ",
    "http://ja.dbpedia.org/resource/": "DBpedia ",
    "https://sws.geonames.org/": "GeoNames ",
    "http://data.e-stat.go.jp/lod/sac/": "e-Stat ",
    "https://www.iana.org/assignments/media-types/": "",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its language, and its link, if any.

    `count` is the key of the figure of a number (`answers?type=payroll`); `several` are the cells
    of a list of values; `depth` is how many broader values a value is below; `iri` is that of the
    resource that the text names.
    """

    text: str
    href: str = ""
    lang: str = ""
    count: str = ""
    several: Sequence["Cell"] = ()
    depth: int = 0
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Makes cells from terms in one language."""

    addresses: Addresses
    labels: Labels
    language: Language
    prefixes: dict[str, str] = field(default_factory=dict)

    def read(self, terms: Iterable[Term | None]) -> None:
        """Prefetch the labels of terms."""
        self.labels.read([term.value for term in terms if isinstance(term, ox.NamedNode)])

    def cell(self, term: Term | None, label: Term | None = None) -> Cell:
        """Return the cell of a term; a given `label` is not looked up.

        For a literal, `label` is its translation.
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
        text, lang = self._name(iri, label)
        return Cell(text, self.addresses.page(iri, self.language), lang, iri=iri)

    def _name(self, iri: str, label: Term | None) -> tuple[str, str]:
        """Return the name of a resource and its language, "" if it has none."""
        if isinstance(label, ox.Literal):
            return label.value, label.language or ""
        name = self.labels.label(iri, self.language)
        if name:
            return name.text, name.lang
        if iri.startswith(self.addresses.base) and "#" in iri and "ontology#" not in iri:
            return iri.partition("#")[2], ""
        return named_elsewhere(iri) or self.short(iri), ""

    def short(self, iri: str) -> str:
        """Return an IRI without the base, or with a prefix, or unchanged."""
        if iri.startswith(self.addresses.base) and "ontology#" not in iri:
            return iri.removeprefix(self.addresses.base)
        known = self.prefixes or common_prefixes(self.addresses.base)
        for name, namespace in known.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{name}:{iri.removeprefix(namespace)}"
        return iri


def named_elsewhere(iri: str) -> str:
    """Return a name for a resource of a well-known dataset ("Wikidata Q1490"), else ""."""
    found = (
        f"{name}{iri.removeprefix(start).rstrip('/')}"
        for start, name in _ELSEWHERE.items()
        if iri.startswith(start) and iri != start
    )
    return next(found, "")
