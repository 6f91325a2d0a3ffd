"""Makes the tables of `docs/data-model.md` from the ontology and the vocabularies.

`python -m converter.reporting.data_dictionary docs/data-model.md` replaces the text below the mark
in that file.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

import ontology
from converter.authority.vocabulary import Vocabulary, load_vocabulary
from converter.iris import curie
from converter.mapping.terms import node

MARK = "<!-- generated: python -m converter.reporting.data_dictionary docs/data-model.md -->"
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def with_tables(document: str) -> str:
    """Return the document with new tables below its mark.

    Raises:
        ValueError: The document has no mark.
    """
    if MARK not in document:
        message = f"found no line {MARK!r}; expected one where the tables begin"
        raise ValueError(message)
    written = document.partition(MARK)[0]
    return "\n".join((f"{written}{MARK}", "", *_terms(), *_schemes(load_vocabulary()), ""))


def _terms() -> Iterator[str]:
    store = ox.Store()
    store.load(ontology.read("ontology.ttl"), format=ox.RdfFormat.TURTLE)
    for kind in KINDS:
        quads = store.quads_for_pattern(None, node("rdf:type"), node(f"owl:{kind}"))
        terms = sorted(str(quad.subject)[1:-1] for quad in quads)
        if terms:
            yield f"## {_heading(kind)}"
            yield ""
            yield "| term | label | definition | below | from → to |"
            yield "|---|---|---|---|---|"
            yield from (_row(store, ox.NamedNode(term)) for term in terms)
            yield ""


def _heading(kind: str) -> str:
    return (
        "Own classes"
        if kind == "Class"
        else f"Own {kind.replace('Property', '').lower()} properties"
    )


def _row(store: ox.Store, term: ox.NamedNode) -> str:
    below = _curies(store, term, "rdfs:subClassOf", "rdfs:subPropertyOf")
    domain = _curies(store, term, "rdfs:domain", "schema:domainIncludes")
    value = _curies(store, term, "rdfs:range", "schema:rangeIncludes")
    ends = f"{domain or 'any'} → {value or 'any'}" if domain or value else ""
    label, definition = (_texts(store, term, name) for name in ("rdfs:label", "skos:definition"))
    return f"| `{curie(term.value)}` | {label} | {definition} | {below} | {ends} |"


def _texts(store: ox.Store, term: ox.NamedNode, predicate: str) -> str:
    found = (quad.object for quad in store.quads_for_pattern(term, node(predicate), None))
    literals = [one for one in found if isinstance(one, ox.Literal)]
    by_language = {one.language or "": one.value for one in literals}
    return "<br>".join(by_language[tag] for tag in ("en", "ja") if tag in by_language)


def _curies(store: ox.Store, term: ox.NamedNode, *predicates: str) -> str:
    quads = (q for name in predicates for q in store.quads_for_pattern(term, node(name), None))
    named = {curie(quad.object.value) for quad in quads if isinstance(quad.object, ox.NamedNode)}
    return ", ".join(f"`{one}`" for one in sorted(named))


def _schemes(vocabulary: Vocabulary) -> Iterator[str]:
    yield "## Concept schemes"
    yield ""
    yield "| scheme | concepts |"
    yield "|---|---|"
    for name, concepts in sorted(vocabulary.schemes.items()):
        cells = (
            f"{one.notation or ''} `{one.slug}` {one.label_ja} / {one.label_en}".strip()
            for one in concepts.values()
        )
        yield f"| `concept/{name}` ({len(concepts)}) | {'; '.join(cells)} |"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(with_tables(file.read_text(encoding="utf-8")), encoding="utf-8")
