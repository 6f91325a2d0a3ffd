"""The descriptions in `ontology/rules.ttl` of the rules that derive statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from converter.mapping.terms import Layer, node, turtle_to_quads


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its names by language, and how its statements quote words, by property.

    `whole_text`: properties taken from a whole stated text, without a quote. `repeated`: properties
    whose words are quoted by another statement of the rule, so not again. `own_words`: properties
    whose quote shares no span with other statements.
    """

    labels: Mapping[str, str]
    whole_text: frozenset[ox.NamedNode] = frozenset()
    repeated: frozenset[ox.NamedNode] = frozenset()
    own_words: frozenset[ox.NamedNode] = frozenset()


def turtle_to_rules(turtle: bytes) -> dict[str, Rule]:
    """Return the rules by slug."""
    plans: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in turtle_to_quads(turtle, Layer.ONTOLOGY):
        plans[str(quad.subject)[1:-1].rpartition("/")[2]].append(quad)
    return {slug: _rule(quads) for slug, quads in plans.items()}


def _rule(quads: Iterable[ox.Quad]) -> Rule:
    values: defaultdict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    labels: dict[str, str] = {}
    for quad in quads:
        if isinstance(quad.object, ox.NamedNode):
            values[quad.predicate].add(quad.object)
        elif quad.predicate == node("rdfs:label") and isinstance(quad.object, ox.Literal):
            labels[quad.object.language or ""] = quad.object.value
    return Rule(
        labels,
        frozenset(values[node("dg:takesWholeText")]),
        frozenset(values[node("dg:repeatsWords")]),
        frozenset(values[node("dg:quotesOwnWords")]),
    )
