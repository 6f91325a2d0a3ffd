"""Reasons, offers, tasks and systems acted on, compared with the labelled entries."""

from collections.abc import Callable, Iterable
from typing import TypeAlias, cast

import pytest
from gold import Label, gold_answers
from linked import linked_survey

from converter.findings import Finding, Ref

Note: TypeAlias = Callable[[str, float], None]
LABELS = {
    "dg:sharingReason": "reasons",
    "dg:offersToShare": "offers",
    "dg:automatedTask": "tasks",
    "dg:actsOn": "acts_on",
}
GOLD = gold_answers()
pytestmark = pytest.mark.skipif(not GOLD, reason="no labelled entries beside the checkout")


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    return linked_survey().findings


def slugs(label: Label, key: str) -> set[tuple[str, str]]:
    return {(str(label["id"]), slug) for slug in cast("list[str]", label[key])}


def found_slugs(findings: Iterable[Finding], predicate: str) -> set[tuple[str, str]]:
    labelled = {str(label["id"]) for label in GOLD}
    return {
        (str(one.evidence[0].entry), one.value.path.rpartition("/")[2])
        for one in findings
        if one.predicate == predicate
        and isinstance(one.value, Ref)
        and str(one.evidence[0].entry) in labelled
    }


@pytest.mark.parametrize("predicate", LABELS)
def test_derived_facts_of_answers_agree_with_the_labels(
    predicate: str, findings: tuple[Finding, ...], figure: Note
) -> None:
    key = LABELS[predicate]
    found = found_slugs(findings, predicate)
    wanted = {one for label in GOLD for one in slugs(label, key)}
    optional = {one for label in GOLD for one in slugs(label, f"{key}_optional")}

    precision = len(found & wanted) / len(found - optional | found & wanted)
    recall = len(found & wanted) / len(wanted)

    figure(f"{predicate}: precision", precision)
    figure(f"{predicate}: recall", recall)
    assert precision >= 0.97
    assert recall >= 0.97
