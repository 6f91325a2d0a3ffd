"""The parts that tables and facts are made of: what is shown, and where it leads."""

from dataclasses import dataclass, field

import pyoxigraph as ox

from server.addresses import Addresses
from server.engine import Term
from server.languages import Language
from server.pages.labels import Labels
from server.prefixes import common_prefixes


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its language, and the address to which it leads, if any."""

    text: str
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns terms into cells for one language."""

    addresses: Addresses
    labels: Labels
    language: Language
    prefixes: dict[str, str] = field(default_factory=dict)

    def cell(self, term: Term | None, label: Term | None = None) -> Cell:
        """Return the cell of a term; a label that is at hand need not be looked up."""
        if isinstance(term, ox.NamedNode):
            return self._link(term.value, label)
        if isinstance(term, ox.Literal):
            return Cell(term.value, lang=term.language or "")
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
        whole, hash_, part = iri.partition("#")
        if hash_ and iri.startswith(self.addresses.base):
            name = self.labels.label(whole, self.language)
            return Cell(f"{name.text} #{part}", href, name.lang) if name else Cell(part, href)
        return Cell(self.short(iri), href)

    def short(self, iri: str) -> str:
        """Return an IRI without its base, with a prefix, or as it is."""
        if iri.startswith(self.addresses.base) and "ontology#" not in iri:
            return iri.removeprefix(self.addresses.base)
        known = self.prefixes or common_prefixes(self.addresses.base)
        for name, namespace in known.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{name}:{iri.removeprefix(namespace)}"
        return iri
