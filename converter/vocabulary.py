"""The concept schemes of `ontology/concepts/`, as the rules read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import pyoxigraph as ox

import ontology
from converter.iris import BASE, PREFIXES

SKOS = PREFIXES["skos"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its labels, notation, spellings (alternative and hidden labels) and broader ones.

    `spellings` are as written in the file; whoever matches folds both sides with NFKC.
    """

    scheme: str
    slug: str
    label_ja: str
    label_en: str
    notation: str | None
    spellings: tuple[str, ...]
    broader: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the path below the base: `concept/technology/chatbot`."""
        return f"concept/{self.scheme}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All schemes: scheme id → slug → concept, each in file order by slug."""

    schemes: Mapping[str, Mapping[str, Concept]]

    def by_notation(self, scheme: str, notation: str) -> Concept | None:
        """Return the concept of a scheme that has this notation (`①`)."""
        concepts = self.schemes[scheme].values()
        return next((concept for concept in concepts if concept.notation == notation), None)


def load_vocabulary() -> Vocabulary:
    """Read every concept scheme that the package brings."""
    files = [file for file in ontology.folder("concepts") if file.name.endswith(".ttl")]
    return Vocabulary({file.name.removesuffix(".ttl"): _scheme(file) for file in files})


def _scheme(file: Traversable) -> dict[str, Concept]:
    store = ox.Store()
    store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    prefix = f"{BASE}concept/{file.name.removesuffix('.ttl')}/"
    kind = (ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(SKOS + "Concept"))
    subjects = (quad.subject for quad in store.quads_for_pattern(None, *kind))
    iris = sorted(node.value for node in subjects if isinstance(node, ox.NamedNode))
    return {iri.removeprefix(prefix): _concept(store, iri, prefix) for iri in iris}


def _concept(store: ox.Store, iri: str, prefix: str) -> Concept:
    labels = dict(_texts(store, iri, "prefLabel"))
    notations = [text for _, text in _texts(store, iri, "notation")]
    spelt = (*_texts(store, iri, "altLabel"), *_texts(store, iri, "hiddenLabel"))
    broader = _objects(store, iri, "broader")
    return Concept(
        scheme=prefix.rstrip("/").rpartition("/")[2],
        slug=iri.removeprefix(prefix),
        label_ja=labels["ja"],
        label_en=labels["en"],
        notation=notations[0] if notations else None,
        spellings=tuple(sorted({text for _, text in spelt})),
        broader=tuple(
            sorted(term.value.removeprefix(prefix) for term in broader if not _is_text(term))
        ),
    )


def _objects(store: ox.Store, iri: str, local: str) -> Iterable[ox.NamedNode | ox.Literal]:
    pattern = (ox.NamedNode(iri), ox.NamedNode(SKOS + local), None)
    terms = (quad.object for quad in store.quads_for_pattern(*pattern))
    return [term for term in terms if isinstance(term, ox.NamedNode | ox.Literal)]


def _texts(store: ox.Store, iri: str, local: str) -> list[tuple[str, str]]:
    literals = (term for term in _objects(store, iri, local) if isinstance(term, ox.Literal))
    return [(literal.language or "", literal.value) for literal in literals]


def _is_text(term: ox.NamedNode | ox.Literal) -> bool:
    return isinstance(term, ox.Literal)
