"""Terms for completion: classes, properties, concepts and prefectures with their labels."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from server.engine import Dataset, Row
from server.http.language import Language
from server.rdf.prefixes import common_prefixes, writing_prefixes
from server.rdf.query_files import read_query
from server.site.site import Site
from server.site.statements.statements import iri_of

# Prefixes for folders of our IRIs, as in the examples; other folders have their own name.
_SHORT = {"technology": "tech", "procedure-type": "type", "system-type": "system"}


@dataclass(frozen=True, slots=True)
class CompletionTerm:
    """A term: `prefix` stands for `namespace`, and `ja` and `en` are its labels ("" for none)."""

    iri: str
    kind: str
    prefix: str
    namespace: str
    ja: str
    en: str
    spellings: tuple[str, ...] = ()


def terms_document(site: Site) -> bytes:
    """Return the terms of the dataset as JSON, in the order of kinds and IRIs."""
    rows = [asdict(term) for term in read_terms(site)]
    return (json.dumps(rows, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_terms(site: Site) -> list[CompletionTerm]:
    """Return the classes, properties, concepts and prefectures that a query can name."""
    base = site.addresses.base
    spellings = _spellings(site.dataset)
    namer = _Namer(base)
    kinds = (
        ("class", "classes"),
        ("property", "properties"),
        ("concept", "concepts"),
        ("prefecture", "prefectures"),
    )
    return [
        _term(site, kind, iri, namer, spellings.get(iri, ()))
        for kind, query in kinds
        for iri in _iris(site.dataset.rows(read_query("server.editor", query, base)))
    ]


def _iris(rows: Iterable[Row]) -> Iterator[str]:
    return (term.value for row in rows if isinstance(term := row["term"], ox.NamedNode))


def _spellings(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in dataset.rows(read_query("server.editor", "spellings", dataset.identity.base)):
        label = row["label"]
        if isinstance(label, ox.Literal):
            iri = iri_of(row["term"])
            found[iri] = (*found.get(iri, ()), label.value)
    return found


def _term(
    site: Site, kind: str, iri: str, namer: "_Namer", spellings: tuple[str, ...]
) -> CompletionTerm:
    labels = {language: site.labels.label(iri, language) for language in Language}
    own = {
        language: label.text if label and label.lang in {"", language} else ""
        for language, label in labels.items()
    }
    prefix, namespace = namer.name(iri)
    return CompletionTerm(
        iri, kind, prefix, namespace, own[Language.JA], own[Language.EN], spellings
    )


class _Namer:
    """Finds the prefix of an IRI: a common one, or one made from its folder."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._known = writing_prefixes(common_prefixes(base))

    def name(self, iri: str) -> tuple[str, str]:
        """Return prefix and namespace."""
        for prefix, namespace in self._known.items():
            if iri.startswith(namespace):
                return prefix, namespace
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        namespace = iri[:cut]
        folder = namespace.rstrip("/#").rpartition("/")[2]
        return _SHORT.get(folder, folder.replace(".", "-")), namespace
