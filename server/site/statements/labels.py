"""Labels of IRIs, in the reader's language if possible."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock

import pyoxigraph as ox

from server.engine import Dataset, Pattern
from server.http.language import Language
from server.rdf.prefixes import common_prefixes
from server.site.statements.annotations import quote_of, target_of
from server.site.texts import Messages

_NAMING = tuple(
    ox.NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://purl.org/dc/terms/title",
    )
)
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its language ("" if none)."""

    text: str
    lang: str


class Labels:
    """Looks up labels in the dataset, then in our texts (`term.skos:broader`); caches them."""

    def __init__(self, dataset: Dataset, messages: Messages) -> None:
        """Read from a dataset and the table of messages."""
        self._dataset = dataset
        self._messages = messages
        self._base = dataset.identity.base
        self._quoting = (f"{self._base}id/annotation/", f"{self._base}id/span/")
        self._prefixes = common_prefixes(self._base)
        self._kept: OrderedDict[tuple[str, Language], Label | None] = OrderedDict()
        self._lock = Lock()

    def read(self, iris: Iterable[str]) -> None:
        """Prefetch the data for labels of resources.

        The label of a part contains that of its whole; that of an annotation or a span, its words.
        """
        wanted = {iri.partition("#")[0] for iri in iris if self._is_part(iri)} | set(iris)
        self._describe(wanted)
        annotated = (iri for iri in wanted if iri.startswith(self._quoting[0]))
        targets = (target_of(self._dataset, iri) for iri in annotated)
        self._describe([target for target in targets if target])

    def _describe(self, iris: Collection[str]) -> None:
        selectors = (f"{iri}#selector" for iri in iris if self._is_span(iri))
        self._dataset.read(Pattern(ox.NamedNode(iri)) for iri in (*iris, *selectors))

    def _is_part(self, iri: str) -> bool:
        return iri.startswith(self._base) and not iri.startswith(f"{self._base}ontology#")

    def _is_span(self, iri: str) -> bool:
        return iri.startswith(self._quoting[1]) and "#" not in iri

    def label(self, iri: str, language: Language) -> Label | None:
        """Return the label of an IRI in this language, else in another."""
        key = (iri, language)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        found = (
            self._from_messages(iri, language)
            or self._from_dataset(iri, language)
            or self._of_quote(iri, language)
            or self._of_part(iri, language)
        )
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _from_messages(self, iri: str, language: Language) -> Label | None:
        for name, namespace in self._prefixes.items():
            if iri.startswith(namespace):
                key = f"term.{name}:{iri.removeprefix(namespace)}"
                text = self._messages.find(language, key)
                return Label(text, language) if text else None
        return None

    def _of_quote(self, iri: str, language: Language) -> Label | None:
        """Return the words of a span or an annotation, with the number of the entry."""
        if not iri.startswith(self._quoting) or "#" in iri:
            return None
        quote = quote_of(self._dataset, iri)
        if quote is None:
            return None
        values = {"entry": quote.entry.rpartition("/")[2], "words": " ".join(quote.words.split())}
        return Label(self._messages.text(language, "quote.of", **values), language)

    def _of_part(self, iri: str, language: Language) -> Label | None:
        """Return the label of the whole with the name of the part (`…#selector`)."""
        whole, hash_, part = iri.partition("#")
        if not iri.startswith(self._base) or whole == f"{self._base}ontology":
            return None
        if not hash_:
            text = self._messages.find(language, f"path.{iri.removeprefix(self._base)}")
            return Label(text, language) if text else None
        name, named = self.label(whole, language), self._messages.find(language, f"part.{part}")
        if not name:
            return None
        values = {"whole": name.text, "part": named or f"#{part}"}
        return Label(self._messages.text(language, "part.of", **values), name.lang)

    def _from_dataset(self, iri: str, language: Language) -> Label | None:
        this = ox.NamedNode(iri)
        labels = [
            Label(quad.object.value, quad.object.language or "")
            for name in _NAMING
            for quad in self._dataset.quads(Pattern(this, name))
            if isinstance(quad.object, ox.Literal)
        ]
        ranked = sorted(labels, key=lambda label: (label.lang != language, label.lang != "ja"))
        return ranked[0] if ranked else None
