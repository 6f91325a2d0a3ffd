"""The shapes about continuations find every kind of wrong continuation, on two editions."""

from pathlib import Path

import pyoxigraph as ox
import pytest

import shapes
from converter.mapping.terms import Layer, graph, node
from converter.validation.core import validate
from converter.validation.report import Severity
from converter.validation.sparql_constraints import Constraints, focus_nodes

CONTINUES = node("dg:continues")
DERIVED = graph(Layer.DERIVED)
ANNOTATED = node("rdf:predicate")


@pytest.fixture(scope="module")
def store(two_editions: Path) -> ox.Store:
    filled = ox.Store()
    filled.bulk_load(path=two_editions / "digigov.nq", format=ox.RdfFormat.N_QUADS)
    return filled


def found(name: str, store: ox.Store) -> int:
    constraints = Constraints.read(shapes.read(name) for name in shapes.names())
    (one,) = (one for one in constraints.every if one.iri == node(f"shapes#Continuation-{name}"))
    return len(list(constraints.results(one, store, focus_nodes(one, store))))


def pairs(store: ox.Store) -> list[ox.Quad]:
    return sorted(store.quads_for_pattern(None, CONTINUES, None), key=str)


def continues(later: object, earlier: object) -> ox.Quad:
    assert isinstance(later, ox.NamedNode)
    assert isinstance(earlier, ox.NamedNode)
    return ox.Quad(later, CONTINUES, earlier, DERIVED)


def broken(name: str, store: ox.Store) -> ox.Quad:
    """Return a statement that breaks a constraint."""
    one = next(quad for quad in pairs(store) if "/procedure/" in str(quad.object))
    other = next(quad for quad in reversed(pairs(store)) if "/system/" in str(quad.object))
    wrong = {
        "single": continues(one.subject, pairs(store)[-1].object),
        "class": continues(one.subject, other.object),
        "earlier": continues(one.object, one.subject),
        "prefecture": continues(one.subject, other.object),
        "words": continues(one.subject, other.object),
    }
    return wrong[name]


@pytest.mark.parametrize("name", ["single", "class", "earlier", "prefecture", "words"])
def test_a_wrong_continuation_is_noticed(store: ox.Store, name: str) -> None:
    assert found(name, store) == 0
    wrong = broken(name, store)

    store.add(wrong)
    noticed = found(name, store)
    store.remove(wrong)

    assert noticed


@pytest.mark.slow  # takes as long as all other tests about two editions together
def test_two_editions_break_no_shape(store: ox.Store) -> None:
    results = validate(store).results

    assert [one.key for one in results if one.severity is Severity.VIOLATION] == []


def test_things_of_two_editions_are_linked_one_to_one(store: ox.Store) -> None:
    linked = pairs(store)

    assert len(linked) > 500
    assert len({quad.subject for quad in linked}) == len(linked)
    assert len({quad.object for quad in linked}) == len(linked)
    quoted = list(store.quads_for_pattern(None, ANNOTATED, CONTINUES))
    assert len(quoted) >= 2 * len(linked)
