"""Make many single changes of a dataset, and list those that no shape detects.

Usage: python -m bench.mutations FOLDER [--samples N] [--layers source,derived] [--evidence]
       [--catalogue] [--shapes catalogue,layers] [--subjects id/service,id/target] > survivors.tsv

The catalogue counts the statements of each layer, so that with it every deletion is detected.
Shapes of few files take less time: those of catalogue, layers and texts find the changes of the
catalogue.
"""

import argparse
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
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

CHECKED = 60  # subjects of a change that core constraints check
# Predicates of evidence and provenance.
EVIDENCE = tuple(f"id/{kind}" for kind in ("annotation", "span", "activity", "rule", "software"))
PROVENANCE = {node(f"prov:{name}").value for name in ("wasGeneratedBy", "wasInfluencedBy")}
SHOWN = 200  # characters of a statement in the table


class AppliedShapes:
    """All constraints on a dataset; of the SPARQL-based ones those first that detect such a change.

    The others follow by the time that they take, the quickest first.
    """

    def __init__(self, store: ox.Store, files: Iterable[str]) -> None:
        """Keep the results of each constraint in these files for the unchanged dataset."""
        turtle = [shapes.read(name) for name in {"prefixes", *files}]
        add_applied_shapes(turtle, store)
        self._core = core_shapes(turtle)
        self._store = store
        self._constraints = Constraints.read(turtle)
        self._before: dict[ox.NamedNode, set[tuple[str, ...]]] = {}
        every = self._constraints.every
        broken = [one for one in every if one.severity is Severity.VIOLATION]
        self._order = sorted(broken, key=self._seconds)
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

    def core_results_near(self, change: Change) -> set[tuple[str, ...]]:
        """Return the results of core constraints for the changed resources and their neighbours."""
        subjects = {quad.subject for quad in (*change.removed[:CHECKED], *change.added)}
        near: set[ox.Quad] = set()
        for subject in subjects:
            near.update(self._store.quads_for_pattern(subject, None, None))
            near.update(self._store.quads_for_pattern(None, None, subject))
        for term in {quad.object for quad in near if isinstance(quad.object, ox.NamedNode)}:
            near.update(self._store.quads_for_pattern(term, TYPE, None))
        results = core_results(near, self._core)
        broken = (one for one in results if one.severity is Severity.VIOLATION)
        return {one.key for one in broken if one.focus in subjects}

    def _seconds(self, constraint: Constraint) -> float:
        """Keep the results for the unchanged dataset, and return the time that they took."""
        begin = time.process_time()
        self._before[constraint.iri] = self._found(constraint)
        return time.process_time() - begin

    def _found(self, constraint: Constraint) -> set[tuple[str, ...]]:
        nodes = focus_nodes(constraint, self._store)
        return {one.key for one in self._constraints.results(constraint, self._store, nodes)}


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
    parser.add_argument("--shapes", help="files of shapes to apply (default: all)")
    parser.add_argument("--subjects", default="", help="only subjects whose path begins with one")
    given = parser.parse_args()
    store = ox.Store()
    for name in ("digigov", *(["catalogue"] if given.catalogue else [])):
        store.bulk_load(path=given.folder / f"{name}.nq", format=ox.RdfFormat.N_QUADS)
    layers = set(filter(None, given.layers.split(",")))
    families = tuple(given.subjects.split(","))
    made = [
        one
        for one in changes(list(store), given.samples)
        if (not layers or one.group.layer in layers)
        and (not given.evidence or _about_evidence(one))
        and one.group.family.startswith(families)
    ]
    left = 0
    files = given.shapes.split(",") if given.shapes else shapes.names()
    applied = AppliedShapes(store, files)
    for change in (one for one in made if _survives(store, applied, one)):
        left += 1
        sys.stdout.write(_row(change))
        sys.stdout.flush()
    sys.stderr.write(f"{len(made)} changes, {left} of them unnoticed\n")


if __name__ == "__main__":
    main()
