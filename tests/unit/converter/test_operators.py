"""The operator of a thing is the reporting prefecture, unless the text names another."""

import pytest
from linked import linked_survey
from surveys import procedure

from converter.authority.governments import load_governments
from converter.findings import Ref
from converter.linking.operators import OperatorRules
from converter.tables import load_tables

RULES = OperatorRules(load_governments(), load_tables().procedures.operators)
OPERATORS = ("dg:operatedBy", "dg:operatorKind", "dg:plannedOperatorKind")


def operators(thing: str) -> list[tuple[str, str]]:
    return [
        (one.predicate.removeprefix("dg:"), one.value.path.partition("/")[2])
        for one in linked_survey().findings
        if one.subject == Ref(thing) and one.predicate in OPERATORS and isinstance(one.value, Ref)
    ]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("procedure/1-95", [("operatorKind", "government-kind/municipality")]),
        ("procedure/1-99", [("operatorKind", "government-kind/municipality")]),
        ("procedure/1-341", [("operatedBy", "body/tokyo-bureau-of-waterworks")]),
        ("procedure/1-335", [("operatedBy", "body/ibaraki-prefectural-police")]),
        (
            "procedure/1-257",
            [
                ("plannedOperatorKind", "government-kind/municipality"),
                ("operatedBy", "pref/29"),
            ],
        ),
        ("system/2-53", [("operatedBy", "body/designated-information-processing-agency")]),
        ("system/2-16", [("operatorKind", "government-kind/council")]),
        ("system/2-70", [("operatedBy", "body/national-land-improvement-federation")]),
    ],
)
def test_the_operator_is_found_in_words(thing: str, expected: list[tuple[str, str]]) -> None:
    assert operators(f"id/{thing}") == expected


@pytest.mark.parametrize(
    ("name", "predicate"),
    [
        ("軽自動車税業務（市町村）", "dg:operatorKind"),
        ("市町村の課税状況調査", "dg:operatedBy"),
        ("東京都水道局との連絡", "dg:operatedBy"),
    ],
)
def test_municipalities_operate_a_thing_only_where_the_text_says_so(
    name: str, predicate: str
) -> None:
    found = list(RULES.findings(Ref("id/procedure/x"), procedure(statedName=name), "rule"))

    assert [one.predicate for one in found] == [predicate]
    assert predicate != "dg:operatedBy" or found[0].value == Ref("id/pref/02")


def test_a_council_that_runs_a_system_operates_it() -> None:
    record = procedure(statedNote="県と市町村で構成する協議会が運営している")
    (found,) = RULES.findings(Ref("id/procedure/x"), record, "rule")

    assert found.predicate == "dg:operatorKind"
    assert found.value == Ref("concept/government-kind/council")
