"""Labels of IRIs, in the wished language where there is one."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import pyoxigraph as ox

from server.engine import Dataset
from server.languages import Language
from server.pages.messages import Messages
from server.pages.query import bound
from server.prefixes import common_prefixes

_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?rank ?label WHERE {
  { $iri skos:prefLabel ?label BIND(0 AS ?rank) }
  UNION { $iri rdfs:label ?label BIND(1 AS ?rank) }
  UNION { $iri dct:title ?label BIND(2 AS ?rank) }
} ORDER BY ?rank ?label
"""
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its language ("" where it has none)."""

    text: str
    lang: str


class Labels:
    """Looks labels up in the dataset, then among our messages (`term.skos:broader`); keeps them."""

    def __init__(self, dataset: Dataset, messages: Messages) -> None:
        """Read from a dataset and the table of messages."""
        self._dataset = dataset
        self._messages = messages
        self._prefixes = common_prefixes(dataset.identity.base)
        self._kept: OrderedDict[tuple[str, Language], Label | None] = OrderedDict()
        self._lock = Lock()

    def label(self, iri: str, language: Language) -> Label | None:
        """Return the label of an IRI, in another language where there is none in this one."""
        key = (iri, language)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        found = self._from_messages(iri, language) or self._from_dataset(iri, language)
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

    def _from_dataset(self, iri: str, language: Language) -> Label | None:
        rows = self._dataset.rows(bound(_LABELS, iri=ox.NamedNode(iri)))
        labels = [
            Label(term.value, term.language or "")
            for row in rows
            if isinstance(term := row["label"], ox.Literal)
        ]
        same = (label for label in labels if label.lang == language)
        return next(same, None) or next(iter(labels), None)
