"""Each row of `mutations.tsv` makes one change to the dataset, which the named constraint finds.
Core constraints are broken one by one in the samples of `test_shapes`.

A landing tests the first row of each constraint, `make test-all` every row. A row without a shape
gives the reason why no shape can find the change;
`test_the_mutations_without_a_shape_break_no_shape` checks that none does.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from _pytest.mark.structures import ParameterSet
from mutations import Mutation, change

import shapes
from converter.validation.core import validate
from converter.validation.report import Severity
from converter.validation.sparql_constraints import (
    Constraint,
    Constraints,
    add_applied_shapes,
    focus_nodes,
)

TABLE = Path(__file__).parent / "mutations.tsv"
# To break these takes two changes at once: a single change breaks another constraint first.
# Constraints on continuations need two editions: tests/shapes/test_editions.py.
NEED_MORE = {
    "Annotation-needless",
    "ConceptAgreement-defined",
    "Continuation-class",
    "Continuation-earlier",
    "Continuation-prefecture",
    "Continuation-single",
    "Continuation-words",
    "DerivedSubject-japanese",
    "HeadCountAgreement-sum",
    "Layer-blank",
    "ProcedureAgreement-broader",
    "QuotedNumber-digits",
    "RepeatedProperty-words",
    "SectionAgreement-label",
    "SiteAgreement-owner",
    "ThingAgreement-named",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A mutation, with the shape or constraint that finds it, or the reason why none does."""

    mutation: Mutation
    shape: str
    reason: str

    @property
    def name(self) -> str:
        """Return an identifier of the row for the test report."""
        one = self.mutation
        return f"{one.layer} {one.subject} {one.predicate} {one.how}"


@cache
def rows() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Row(
            Mutation(line["layer"], line["subject"], line["predicate"], line["how"]),
            line["noticed by"],
            line["reason"],
        )
        for line in lines
    )


@cache
def constraints() -> Constraints:
    return Constraints.read(shapes.read(name) for name in shapes.names())


@cache
def by_name() -> dict[str, Constraint]:
    return {one.iri.value.rpartition("#")[2]: one for one in constraints().every}


@pytest.fixture(scope="module")
def store(bundled_dataset: Path) -> ox.Store:
    filled = ox.Store()
    for name in ("digigov", "catalogue"):
        content = (bundled_dataset / f"{name}.nq").read_bytes()
        filled.bulk_load(content, format=ox.RdfFormat.N_QUADS)
    add_applied_shapes([shapes.read(name) for name in shapes.names()], filled)
    return filled


def found(constraint: Constraint, store: ox.Store) -> set[tuple[str, ...]]:
    nodes = focus_nodes(constraint, store)
    return {one.key for one in constraints().results(constraint, store, nodes)}


@cache
def _before(name: str, store: ox.Store) -> frozenset[tuple[str, ...]]:
    constraint = by_name()[name]
    if constraint.severity is Severity.VIOLATION:
        return frozenset()  # the command writes no dataset with a violation
    return frozenset(found(constraint, store))


def by_sparql() -> Iterator[ParameterSet]:
    proven = set()
    for row in rows():
        if row.shape in by_name():
            marks = [pytest.mark.slow] if row.shape in proven else []
            yield pytest.param(row, id=row.name, marks=marks)
            proven.add(row.shape)


@pytest.mark.parametrize("row", [*by_sparql()])
def test_the_constraint_of_a_row_notices_the_mutation(store: ox.Store, row: Row) -> None:
    before = _before(row.shape, store)
    changed = change(store, row.mutation)
    changed.apply(store)
    try:
        after = found(by_name()[row.shape], store)
    finally:
        changed.undo(store)

    assert after - before, row.shape


def test_every_constraint_finds_a_mutation() -> None:
    proven = {row.shape for row in rows()}

    assert set(by_name()) - proven == NEED_MORE


def test_there_are_many_mutations_of_every_layer() -> None:
    layers = {row.mutation.layer for row in rows()}

    assert len(rows()) >= 150
    assert layers == {"source", "derived", "reference", "links", "ontology", "catalogue", "shapes"}
    assert [row.name for row in rows() if not row.shape and not row.reason] == []


def test_no_two_rows_are_the_same() -> None:
    names = [row.name for row in rows()]

    assert [name for name in names if names.count(name) > 1] == []


@pytest.mark.slow
def test_the_mutations_without_a_shape_break_no_shape(store: ox.Store) -> None:
    """All are made at once, since a validation takes long: no two may state the same text."""
    changes = [change(store, row.mutation) for row in rows() if not row.shape]
    for one in changes:
        one.apply(store)
    try:
        broken = violations(store)  # none before: the command writes no dataset with a violation
    finally:
        for one in reversed(changes):
            one.undo(store)

    assert changes
    assert broken == set()


def violations(store: ox.Store) -> set[tuple[str, ...]]:
    return {one.key for one in validate(store).results if one.severity is Severity.VIOLATION}
