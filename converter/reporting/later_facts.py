"""Count the quads of a dataset without translations, and without the facts that came later.

Usage: python -m converter.reporting.later_facts FOLDER

The later facts are why and what can be shared, tasks, systems acted on, the details of
participations, offices, sectors, origins, laws, dates and topics. With each goes its evidence (an
annotation, and a span that nothing else rests on), its term and its concepts.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from converter.iris import BASE
from converter.mapping.terms import node

PROPERTIES = {
    node(name)
    for name in (
        *("dg:sharingReason", "dg:offersToShare", "dg:automatedTask", "dg:actsOn"),
        *("dg:participationStatus", "dg:countedKind", "dg:outOf", "dg:asOf", "dg:startsOn"),
        *("dg:specialistOrigin", "dg:memberSector", "dg:chairedBy", "dg:memberOffice"),
        *("dg:plannedFor", "dg:concernsPeriod", "dg:legalBasis"),
        *("schema:startDate", "schema:endDate"),
    )
}
SCHEMES = (
    *("sharing-reason", "shareable", "task", "internal-system", "participation-status"),
    *("counted-kind", "specialist-origin", "sector", "office", "topic"),
)
CONCEPTS = tuple(f"{BASE}concept/{name}" for name in SCHEMES)


def is_translation(quad: ox.Quad) -> bool:
    """Return whether a statement is a translated text."""
    return quad.predicate.value.startswith(f"{BASE}ontology#translated")


def without_later_facts(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Return the quads without translations and the later facts."""
    annotations = {quad.subject for quad in quads if _is_annotation_of_later_fact(quad)}
    targets = [quad for quad in quads if quad.predicate == node("oa:hasTarget")]
    used = {quad.object for quad in targets if quad.subject not in annotations}
    spans = {_iri(quad.object) for quad in targets} - {_iri(one) for one in used}
    return [
        quad
        for quad in quads
        if quad.subject not in annotations
        and _iri(quad.subject).partition("#")[0] not in spans
        and not _is_later(quad)
    ]


def _is_annotation_of_later_fact(quad: ox.Quad) -> bool:
    if quad.predicate == node("rdf:predicate"):
        return quad.object in PROPERTIES
    return quad.predicate == node("rdf:object") and _is_concept(quad.object)


def _is_later(quad: ox.Quad) -> bool:
    return (
        is_translation(quad)
        or bool({quad.subject, quad.predicate} & PROPERTIES)
        or _is_concept(quad.subject)
        or _is_concept(quad.object)
    )


def _is_concept(term: object) -> bool:
    scheme, _, _ = _iri(term).removeprefix(f"{BASE}concept/").partition("/")
    return f"{BASE}concept/{scheme}" in CONCEPTS


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def main() -> None:
    """Print the three counts, and the last one by layer."""
    folder = Path(sys.argv[1])
    quads = list(ox.parse(path=folder / "digigov.nq", format=ox.RdfFormat.N_QUADS))
    left = without_later_facts(quads)
    layers = Counter(str(quad.graph_name)[1:-1].rpartition("/")[2] for quad in left)
    sys.stdout.write(
        f"all {len(quads):,}\n"
        f"without translations {sum(not is_translation(one) for one in quads):,}\n"
        f"without the later facts {len(left):,}: "
        f"{', '.join(f'{name} {count:,}' for name, count in sorted(layers.items()))}\n"
    )


if __name__ == "__main__":
    main()
