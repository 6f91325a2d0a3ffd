"""The rules that derive statements, as `ontology/rules.ttl` describes them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from converter.mapping.terms import Layer, Object, node, turtle_to_quads


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name by language, and the properties whose statements quote no words.

    `whole_text` are those that it takes from the whole of a stated text, `repeated` those that
    rest on words which it quotes for another statement.
    """

    labels: Mapping[str, str]
    whole_text: frozenset[ox.NamedNode] = frozenset()
    repeated: frozenset[ox.NamedNode] = frozenset()


def turtle_to_rules(turtle: bytes) -> dict[str, Rule]:
    """Return slug → rule."""
    plans: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in turtle_to_quads(turtle, Layer.ONTOLOGY):
        plans[str(quad.subject)[1:-1].rpartition("/")[2]].append(quad)
    return {
        slug: Rule(
            {
                one.language: one.value
                for one in _objects(quads, "rdfs:label")
                if isinstance(one, ox.Literal) and one.language
            },
            frozenset(_objects(quads, "dg:takesWholeText")),
            frozenset(_objects(quads, "dg:repeatsWords")),
        )
        for slug, quads in plans.items()
    }


def _objects(quads: Iterable[ox.Quad], predicate: str) -> list[Object]:
    wanted = node(predicate)
    return [one.object for one in quads if one.predicate == wanted]
