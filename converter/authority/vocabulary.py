"""The concept schemes of `ontology/concepts/`, in the form that the rules need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

import ontology
from converter.authority.reviewed_rows import read_rows
from converter.authority.words import SpellingVariants
from converter.errors import ConversionError
from converter.iris import BASE, PREFIXES

SKOS = PREFIXES["skos"]
DG = PREFIXES["dg"]
VARIANTS = "cues/spelling-variants.tsv"


class VocabularyError(ConversionError):
    """A concept scheme cannot be read: the message names the file, what was found and expected."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its labels, notation, spellings and broader concepts.

    `names`: the Japanese label in each orthographic variant; empty if the labels of the scheme are
    not searched for (`dg:labelsNotSought`). `written`: the Japanese alternative, hidden and
    description labels of the file; `spellings`: these in each variant. The matcher folds labels and
    text with NFKC. `described`: the spellings that count in the description even if the name states
    other concepts (`dg:descriptionLabel`). `excluded`: wordings that contain a spelling but do not
    name the concept (`dg:excludedLabel`).
    `general`: the concept comes first only if no other fits (`dg:generalActivity`). `further`: it
    is only added to other concepts and never comes first (`dg:furtherTypeOnly`). `outward`: its
    work serves residents or businesses (`dg:outwardService`).
    """

    scheme: str
    slug: str
    label_ja: str
    label_en: str
    notation: str | None
    spellings: tuple[str, ...]
    broader: tuple[str, ...]
    described: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    general: bool = False
    further: bool = False
    outward: bool = False
    written: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Return the path below the base: `concept/technology/chatbot`."""
        return f"concept/{self.scheme}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All schemes: scheme id → slug → concept, each in file order by slug.

    The other fields are phrases for each scheme: those that negate the words before them
    (`dg:negationPhrase`), that except the words directly before them (`dg:exceptionPhrase`), and
    that state the end of a use (`dg:abandonmentPhrase`).
    """

    schemes: Mapping[str, Mapping[str, Concept]]
    negations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exceptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    abandonments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def by_notation(self, scheme: str, notation: str) -> Concept | None:
        """Return the concept of a scheme that has this notation (`①`)."""
        concepts = self.schemes[scheme].values()
        return next((concept for concept in concepts if concept.notation == notation), None)


@cache
def load_vocabulary() -> Vocabulary:
    """Read every concept scheme of the package.

    Raises:
        VocabularyError: A file is not valid Turtle, or a concept lacks a label.
    """
    files = [file for file in ontology.folder("concepts") if file.name.endswith(".ttl")]
    turtle = {file.name.removesuffix(".ttl"): file.read_bytes() for file in files}
    return vocabulary_from(turtle, load_variants())


def load_variants() -> tuple[tuple[str, ...], ...]:
    """Read the groups of orthographic variants, such as 問合せ and 問い合わせ.

    Raises:
        DecisionFileError: The file has a malformed row.
    """
    return tuple(tuple(row.spellings.split()) for row in read_rows(VARIANTS, SpellingVariants))


def vocabulary_from(
    turtle: Mapping[str, bytes], variants: Iterable[Sequence[str]] = ()
) -> Vocabulary:
    """Return the vocabulary in these Turtle texts, given by the id of their scheme.

    Each item of `variants` has the spellings of one word: a label that contains one of them is
    searched for in all of them.

    Raises:
        VocabularyError: as `load_vocabulary`.
    """
    stores = {scheme: _store(scheme, data) for scheme, data in turtle.items()}
    words = tuple(variants)
    return Vocabulary(
        {scheme: _scheme(store, scheme, words) for scheme, store in stores.items()},
        negations=_phrases(stores, "negationPhrase"),
        exceptions=_phrases(stores, "exceptionPhrase"),
        abandonments=_phrases(stores, "abandonmentPhrase"),
    )


def _store(scheme: str, turtle: bytes) -> ox.Store:
    store = ox.Store()
    try:
        store.load(turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    except SyntaxError as error:
        message = f"ontology/concepts/{scheme}.ttl: invalid Turtle: {error.msg}"
        raise VocabularyError(message) from error
    return store


def _phrases(stores: Mapping[str, ox.Store], name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the phrases that each scheme states by a property of the ontology."""
    found = {
        scheme: _texts(store, f"{BASE}concept/{scheme}", DG + name)
        for scheme, store in stores.items()
    }
    return {scheme: tuple(sorted(text for _, text in texts)) for scheme, texts in found.items()}


def _scheme(store: ox.Store, scheme: str, variants: Sequence[Sequence[str]]) -> dict[str, Concept]:
    prefix = f"{BASE}concept/{scheme}/"
    kind = (ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(SKOS + "Concept"))
    subjects = (quad.subject for quad in store.quads_for_pattern(None, *kind))
    iris = sorted(node.value for node in subjects if isinstance(node, ox.NamedNode))
    return {iri.removeprefix(prefix): _concept(store, iri, prefix, variants) for iri in iris}


def _concept(store: ox.Store, iri: str, prefix: str, variants: Sequence[Sequence[str]]) -> Concept:
    labels = dict(_texts(store, iri, SKOS + "prefLabel"))
    if not {"ja", "en"} <= set(labels):
        message = f"<{iri}>: found prefLabel in {sorted(labels)}; expected one in ja and one in en"
        raise VocabularyError(message)
    notations = [text for _, text in _texts(store, iri, SKOS + "notation")]
    described = _japanese(store, iri, DG + "descriptionLabel")
    phrases = _japanese(store, iri, SKOS + "hiddenLabel") | described
    written = sorted({*_japanese(store, iri, SKOS + "altLabel"), *phrases})
    broader = _objects(store, iri, SKOS + "broader")
    unsought = ("", "true") in _texts(store, prefix.rstrip("/"), DG + "labelsNotSought")
    return Concept(
        scheme=prefix.rstrip("/").rpartition("/")[2],
        slug=iri.removeprefix(prefix),
        label_ja=labels["ja"],
        label_en=labels["en"],
        notation=notations[0] if notations else None,
        spellings=_in_all_variants(written, variants),
        broader=tuple(
            sorted(term.value.removeprefix(prefix) for term in broader if not _is_text(term))
        ),
        described=_in_all_variants(described, variants),
        excluded=tuple(sorted(text for _, text in _texts(store, iri, DG + "excludedLabel"))),
        general=("", "true") in _texts(store, iri, DG + "generalActivity"),
        further=("", "true") in _texts(store, iri, DG + "furtherTypeOnly"),
        outward=("", "true") in _texts(store, iri, DG + "outwardService"),
        written=tuple(written),
        names=() if unsought else tuple(sorted(in_each_variant(labels["ja"], variants))),
        phrases=tuple(sorted(phrases)),
    )


def _in_all_variants(written: Iterable[str], variants: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({one for words in written for one in in_each_variant(words, variants)}))


def in_each_variant(words: str, variants: Sequence[Sequence[str]]) -> set[str]:
    """Return the words in every combination of the spelling variants that they contain."""
    found = {words}
    for spellings in variants:
        # 申込み contains 申込: the longest variant found is replaced.
        longest_first = sorted(spellings, key=len, reverse=True)
        for one in tuple(found):
            inside = next((spelling for spelling in longest_first if spelling in one), "")
            if inside:
                found |= {one.replace(inside, other) for other in spellings}
    return found


def _objects(store: ox.Store, iri: str, predicate: str) -> Iterable[ox.NamedNode | ox.Literal]:
    pattern = (ox.NamedNode(iri), ox.NamedNode(predicate), None)
    terms = (quad.object for quad in store.quads_for_pattern(*pattern))
    return [term for term in terms if isinstance(term, ox.NamedNode | ox.Literal)]


def _texts(store: ox.Store, iri: str, predicate: str) -> list[tuple[str, str]]:
    literals = (term for term in _objects(store, iri, predicate) if isinstance(term, ox.Literal))
    return [(literal.language or "", literal.value) for literal in literals]


def _japanese(store: ox.Store, iri: str, predicate: str) -> set[str]:
    return {words for language, words in _texts(store, iri, predicate) if language == "ja"}


def _is_text(term: ox.NamedNode | ox.Literal) -> bool:
    return isinstance(term, ox.Literal)
