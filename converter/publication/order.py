"""Sorts quads for files: equal datasets give equal bytes, and subjects are easy to find."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from converter.iris import BASE, PREFIXES

Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
RUN = re.compile(r"([^0-9]*)([0-9]*)")
# The predicates that come first; the others follow by IRI.
FIRST = {f"{PREFIXES['rdf']}type": "0", f"{PREFIXES['rdfs']}label": "1"}
FAMILY = re.compile(r"(?:id|concept)/([a-z-]+)/")


def sorted_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return unique quads by graph, subject (1-2 before 1-10), predicate and object.

    `rdf:type` and `rdfs:label` come first, so that a subject begins with its class and label.
    """
    graphs: defaultdict[str, set[ox.Quad]] = defaultdict(set)
    for quad in quads:
        graphs[str(quad.graph_name)].add(quad)
    return [quad for name in sorted(graphs) for quad in _by_subject(graphs[name])]


def sorted_triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield the union of all graphs in the same order; `quads` come from `sorted_quads`."""
    subjects = _grouped(quads)
    for subject in sorted(subjects, key=natural):
        own = subjects.pop(subject)
        if own[0].graph_name != own[-1].graph_name:
            own = sorted({quad.triple: quad for quad in own}.values(), key=_statement)
        yield from (quad.triple for quad in own)


def _by_subject(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads by subject: sorting the subjects, then short lists, is faster than one sort."""
    subjects = _grouped(quads)
    for subject in sorted(subjects, key=natural):
        yield from sorted(subjects.pop(subject), key=_statement)


def _grouped(quads: Iterable[ox.Quad]) -> defaultdict[Subject, list[ox.Quad]]:
    subjects: defaultdict[Subject, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        subjects[quad.subject].append(quad)
    return subjects


def prefixes_for(quads: Iterable[ox.Quad], base: str) -> dict[str, str]:
    """Return the used prefixes by name, with one for each family of IRIs below the base.

    `entry:1-24` and `technology:chatbot` are families: `id/entry/`, `concept/technology/`.
    """
    namespaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in _iris(quads)}
    known = {name: _moved(iri, base) for name, iri in PREFIXES.items()}
    inside = {iri: FAMILY.fullmatch(iri.removeprefix(base)) for iri in namespaces}
    families = {match[1]: iri for iri, match in inside.items() if match and iri.startswith(base)}
    used = {name: iri for name, iri in (families | known).items() if iri in namespaces}
    return dict(sorted(used.items()))


def _moved(iri: str, base: str) -> str:
    return base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


def _iris(quads: Iterable[ox.Quad]) -> set[str]:
    terms = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    literals = {term.datatype for term in terms if isinstance(term, ox.Literal)}
    return {term.value for term in terms | literals if isinstance(term, ox.NamedNode)}


def _statement(quad: ox.Quad) -> tuple[str, str]:
    predicate = quad.predicate.value
    return FIRST.get(predicate, predicate), str(quad.object)


def natural(term: Subject | str) -> tuple[tuple[str, int], ...]:
    """Return a sort key with numbers in numeric order: 1-9 before 1-10."""
    found = RUN.findall(str(term).rstrip(">"))
    return tuple((words, int(digits or -1)) for words, digits in found)
