"""The concept schemes of `ontology/concepts/`, as the rules read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

import ontology
from converter.errors import ConversionError
from converter.iris import BASE, PREFIXES

SKOS = PREFIXES["skos"]
DG = PREFIXES["dg"]


class VocabularyError(ConversionError):
    """A concept scheme that cannot be read: which file, what was found and expected."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its labels, notation, spellings (alternative and hidden labels) and broader ones.

    `spellings` are as written in the file; whoever matches folds both sides with NFKC. `excluded`
    are wordings that hold a spelling and do not name the concept (`dg:excludedLabel`). `general`
    says that the concept comes first only where no other fits (`dg:generalActivity`).
    """

    scheme: str
    slug: str
    label_ja: str
    label_en: str
    notation: str | None
    spellings: tuple[str, ...]
    broader: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    general: bool = False

    @property
    def path(self) -> str:
        """Return the path below the base: `concept/technology/chatbot`."""
        return f"concept/{self.scheme}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All schemes: scheme id → slug → concept, each in file order by slug.

    `negations` are, by scheme, the phrases that deny what stands just before (`dg:negationPhrase`).
    """

    schemes: Mapping[str, Mapping[str, Concept]]
    negations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def by_notation(self, scheme: str, notation: str) -> Concept | None:
        """Return the concept of a scheme that has this notation (`①`)."""
        concepts = self.schemes[scheme].values()
        return next((concept for concept in concepts if concept.notation == notation), None)


def load_vocabulary() -> Vocabulary:
    """Read every concept scheme that the package brings.

    Raises:
        VocabularyError: a file is no Turtle, or a concept lacks a label.
    """
    files = [file for file in ontology.folder("concepts") if file.name.endswith(".ttl")]
    return vocabulary_from({file.name.removesuffix(".ttl"): file.read_bytes() for file in files})


def vocabulary_from(turtle: Mapping[str, bytes]) -> Vocabulary:
    """Return the vocabulary of these Turtle files, by the id of the scheme that each one holds.

    Raises:
        VocabularyError: as `load_vocabulary`.
    """
    stores = {scheme: _store(scheme, data) for scheme, data in turtle.items()}
    return Vocabulary(
        {scheme: _scheme(store, scheme) for scheme, store in stores.items()},
        {scheme: _negations(store, scheme) for scheme, store in stores.items()},
    )


def _store(scheme: str, turtle: bytes) -> ox.Store:
    store = ox.Store()
    try:
        store.load(turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    except SyntaxError as error:
        message = f"ontology/concepts/{scheme}.ttl: no valid Turtle: {error.msg}"
        raise VocabularyError(message) from error
    return store


def _negations(store: ox.Store, scheme: str) -> tuple[str, ...]:
    texts = _texts(store, f"{BASE}concept/{scheme}", DG + "negationPhrase")
    return tuple(sorted(text for _, text in texts))


def _scheme(store: ox.Store, scheme: str) -> dict[str, Concept]:
    prefix = f"{BASE}concept/{scheme}/"
    kind = (ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(SKOS + "Concept"))
    subjects = (quad.subject for quad in store.quads_for_pattern(None, *kind))
    iris = sorted(node.value for node in subjects if isinstance(node, ox.NamedNode))
    return {iri.removeprefix(prefix): _concept(store, iri, prefix) for iri in iris}


def _concept(store: ox.Store, iri: str, prefix: str) -> Concept:
    labels = dict(_texts(store, iri, SKOS + "prefLabel"))
    if not {"ja", "en"} <= set(labels):
        message = f"<{iri}>: found prefLabel in {sorted(labels)}; expected one in ja and one in en"
        raise VocabularyError(message)
    notations = [text for _, text in _texts(store, iri, SKOS + "notation")]
    spelt = (*_texts(store, iri, SKOS + "altLabel"), *_texts(store, iri, SKOS + "hiddenLabel"))
    broader = _objects(store, iri, SKOS + "broader")
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
        excluded=tuple(sorted(text for _, text in _texts(store, iri, DG + "excludedLabel"))),
        general=("", "true") in _texts(store, iri, DG + "generalActivity"),
    )


def _objects(store: ox.Store, iri: str, predicate: str) -> Iterable[ox.NamedNode | ox.Literal]:
    pattern = (ox.NamedNode(iri), ox.NamedNode(predicate), None)
    terms = (quad.object for quad in store.quads_for_pattern(*pattern))
    return [term for term in terms if isinstance(term, ox.NamedNode | ox.Literal)]


def _texts(store: ox.Store, iri: str, predicate: str) -> list[tuple[str, str]]:
    literals = (term for term in _objects(store, iri, predicate) if isinstance(term, ox.Literal))
    return [(literal.language or "", literal.value) for literal in literals]


def _is_text(term: ox.NamedNode | ox.Literal) -> bool:
    return isinstance(term, ox.Literal)
