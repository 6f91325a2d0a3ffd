"""Make many single changes of a dataset, and list those that no shape detects.

Usage: python -m bench.mutations FOLDER [--samples N] [--layers source,derived] [--evidence]
       [--catalogue] > survivors.tsv

The catalogue counts the statements of each layer, so that with it every deletion is detected.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

import shapes
from bench.changes import TYPE, Change, changes
from converter.iris import BASE
from converter.mapping.terms import node
from converter.validation.core import core_results, core_shapes
from converter.validation.report import Severity
from converter.validation.sparql_constraints import (
    Constraint,
    Constraints,
    add_applied_shapes,
    focus_nodes,
)

# Changes made at once: a result about a subject is attributed to the change of that subject.
BATCH = 60
# So few are tried one by one: this stops at the first constraint that detects a change.
FEW = 5
# Predicates of evidence and provenance.
EVIDENCE = tuple(f"id/{kind}" for kind in ("annotation", "span", "activity", "rule", "software"))
PROVENANCE = {node(f"prov:{name}").value for name in ("wasGeneratedBy", "wasInfluencedBy")}
SHOWN = 200  # characters of a statement in the table


class AppliedShapes:
    """All constraints on a dataset; the SPARQL-based ones that detect a kind of change first."""

    def __init__(self, store: ox.Store) -> None:
        """Keep the results of each constraint for the unchanged dataset."""
        turtle = [shapes.read(name) for name in shapes.names()]
        add_applied_shapes(turtle, store)
        self._core = core_shapes(turtle)
        self._store = store
        self._constraints = Constraints.read(turtle)
        every = self._constraints.every
        self._order = [one for one in every if one.severity is Severity.VIOLATION]
        self._before = {one.iri: self._found(one) for one in self._order}
        self._useful: defaultdict[tuple[str, str], list[Constraint]] = defaultdict(list)

    def noticed(self, change: Change) -> bool:
        """Return whether a constraint has a new result."""
        useful = self._useful[change.way, change.group.predicate]
        name = ":" + re.split("[#/]", change.group.predicate)[-1]
        naming = [one for one in self._order if name in one.select]
        for one in dict.fromkeys((*useful, *naming, *self._order)):
            if self._found(one) - self._before[one.iri]:
                useful.append(one)
                return True
        return False

    def new_results(self) -> str:
        """Return all new results of constraints as one text."""
        every = (key for one in self._order for key in self._found(one) - self._before[one.iri])
        return " ".join(word for key in every for word in key)

    def core_results_near(self, change: Change) -> set[tuple[str, ...]]:
        """Return the results of core constraints for the changed resources and their neighbours."""
        subjects = {quad.subject for quad in (*change.removed[:BATCH], *change.added)}
        near: set[ox.Quad] = set()
        for subject in subjects:
            near.update(self._store.quads_for_pattern(subject, None, None))
            near.update(self._store.quads_for_pattern(None, None, subject))
        for term in {quad.object for quad in near if isinstance(quad.object, ox.NamedNode)}:
            near.update(self._store.quads_for_pattern(term, TYPE, None))
        results = core_results(near, self._core)
        broken = (one for one in results if one.severity is Severity.VIOLATION)
        return {one.key for one in broken if one.focus in subjects}

    def _found(self, constraint: Constraint) -> set[tuple[str, ...]]:
        nodes = focus_nodes(constraint, self._store)
        return {one.key for one in self._constraints.results(constraint, self._store, nodes)}


def survivors(store: ox.Store, every: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes that no shape detects."""
    applied = AppliedShapes(store)
    for batch in _batches(every):
        found = _found_at_once(store, applied, batch) if len(batch) > FEW else ""
        left = [one for one in batch if not any(iri in found for iri in _subjects(one))]
        yield from (one for one in left if _survives(store, applied, one))


def _found_at_once(store: ox.Store, applied: AppliedShapes, batch: Sequence[Change]) -> str:
    for change in batch:
        change.apply(store)
    found = applied.new_results()
    for change in batch:
        change.undo(store)
    return found


def _batches(every: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield batches of changes in which no two have a subject or a value in common."""
    left = list(every)
    while left:
        batch: list[Change] = []
        rest: list[Change] = []
        taken: set[str] = set()
        for change in left:
            quads = (*change.removed, *change.added)
            nodes = {str(one) for quad in quads for one in (quad.subject, quad.object)}
            if batch and (len(batch) == BATCH or len(nodes) > BATCH or nodes & taken):
                rest.append(change)
            else:
                batch.append(change)
                taken |= nodes
        yield batch
        left = rest


def _subjects(change: Change) -> set[str]:
    return {str(quad.subject) for quad in (*change.removed, *change.added)}


def _survives(store: ox.Store, applied: AppliedShapes, change: Change) -> bool:
    # Core constraints first: they take a fraction of the time of all SPARQL-based ones.
    before = applied.core_results_near(change)
    change.apply(store)
    try:
        return not (applied.core_results_near(change) - before or applied.noticed(change))
    finally:
        change.undo(store)


def _about_evidence(change: Change) -> bool:
    """Return whether a change is about annotations, spans, activities, rules or software."""
    group = change.group
    return group.family.startswith(EVIDENCE) or group.predicate in PROVENANCE


def _row(change: Change) -> str:
    group = change.group
    gone, come = (" ".join(map(str, one[:1]))[:SHOWN] for one in (change.removed, change.added))
    fields = (change.way, group.layer, group.family, group.predicate, gone, come)
    return "\t".join(fields).replace(BASE, "") + "\n"


def main() -> None:
    """Print the surviving changes, and the number of all changes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--samples", type=int, default=1)
    parser.add_argument("--layers", default="")
    parser.add_argument("--evidence", action="store_true", help="only what says why or by whom")
    parser.add_argument("--catalogue", action="store_true", help="load the catalogue as well")
    given = parser.parse_args()
    store = ox.Store()
    for name in ("digigov", *(["catalogue"] if given.catalogue else [])):
        store.bulk_load(path=given.folder / f"{name}.nq", format=ox.RdfFormat.N_QUADS)
    layers = set(filter(None, given.layers.split(",")))
    made = [
        one
        for one in changes(list(store), given.samples)
        if (not layers or one.group.layer in layers)
        and (not given.evidence or _about_evidence(one))
    ]
    # In this order neighbours are of different groups, so that batches are full.
    made.sort(key=lambda one: (one.way, one.group.predicate, one.group.family))
    left = 0
    for change in survivors(store, made):
        left += 1
        sys.stdout.write(_row(change))
        sys.stdout.flush()
    sys.stderr.write(f"{len(made)} changes, {left} of them unnoticed\n")


if __name__ == "__main__":
    main()
