"""IRIs below the canonical base → IRIs below the base that the user chose."""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

import pyoxigraph as ox

from converter.iris import BASE

Term = TypeVar("Term", bound=ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph)


def rebase(quads: Iterable[ox.Quad], base: str) -> list[ox.Quad]:
    """Return the quads with every IRI of the canonical base moved below `base`.

    Literals that contain such an IRI (`sh:namespace`, a citation) change as well.
    """
    if base == BASE:
        return list(quads)

    @cache
    def moved(term: Term) -> Term:
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
            return type(term)(base + term.value.removeprefix(BASE))
        if isinstance(term, ox.Literal) and BASE in term.value:
            value = term.value.replace(BASE, base)
            if term.language:
                return type(term)(value, language=term.language)
            return type(term)(value, datatype=term.datatype)
        return term

    return [
        ox.Quad(
            moved(quad.subject), moved(quad.predicate), moved(quad.object), moved(quad.graph_name)
        )
        for quad in quads
    ]
