"""Answers that are easily misread, each with the statements of the graph about it."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from converter.iris import BASE
from converter.mapping.terms import node

MUNICIPALITY = "concept/government-kind/municipality"
TYPE, SCOPE = "concept/procedure-type", "concept/participant-scope"
STATUS, MEASURE = "concept/participation-status", "concept/staffing-measure-kind"
NETWORK = "id/product/ibaraki-nuclear-emergency-network"
# Subject, property, and all values of the property: paths below the base, or literals.
CASES: tuple[tuple[str, str, set[str]], ...] = (
    ("id/organisation/3-2-8", "dg:memberCount", {"13"}),
    ("id/organisation/3-2-59", "dg:memberCount", {"112"}),
    ("id/organisation/3-2-62", "dg:memberCount", {"132"}),
    ("id/organisation/3-2-62", "dg:headCount", set()),
    ("id/procedure/1-95", "dg:operatorKind", {MUNICIPALITY}),
    ("id/procedure/1-95", "dg:operatedBy", set()),
    ("id/procedure/1-96", "dg:operatorKind", {MUNICIPALITY}),
    ("id/procedure/1-96", "dg:operatedBy", set()),
    ("id/procedure/1-98", "dg:operatorKind", {MUNICIPALITY}),
    ("id/procedure/1-98", "dg:operatedBy", set()),
    ("id/procedure/1-99", "dg:operatorKind", {MUNICIPALITY}),
    ("id/procedure/1-257", "dg:plannedOperatorKind", {MUNICIPALITY}),
    ("id/system/2-53", "dg:operatedBy", {"id/body/designated-information-processing-agency"}),
    ("id/procedure/1-341", "dg:operatedBy", {"id/body/tokyo-bureau-of-waterworks"}),
    ("id/participation/2-9", "dg:participationStatus", {f"{STATUS}/current"}),
    ("id/participation/2-9-2", "dg:participationStatus", {f"{STATUS}/planned"}),
    ("id/participation/2-9-2", "dg:participantCount", {"52"}),
    ("id/participation/2-34", "dg:participationStatus", {f"{STATUS}/planned"}),
    ("id/participation/2-77", "dg:participationStatus", {f"{STATUS}/planned"}),
    ("id/participation/2-115", "dg:participationStatus", {f"{STATUS}/none"}),
    ("id/participation/2-54", "dg:participantScope", {f"{SCOPE}/some-municipalities"}),
    ("id/participation/2-89", "dg:participantScope", {f"{SCOPE}/all-municipalities"}),
    (
        "id/entry/3-2-32",
        "dg:describes",
        {"id/organisation/3-2-32-1", "id/organisation/3-2-32-2"},
    ),
    ("id/entry/1-111", "dg:describes", {"id/procedure/1-111-1", "id/procedure/1-111-2"}),
    ("id/procedure/1-344", "dg:usesTechnology", {"concept/technology/chatbot"}),
    ("id/procedure/1-31", "dg:primaryProcedureType", {f"{TYPE}/commuting-allowance"}),
    ("id/procedure/1-54", "dg:primaryProcedureType", {f"{TYPE}/tax-enquiries"}),
    ("id/procedure/1-93", "dg:primaryProcedureType", {f"{TYPE}/staff-training"}),
    ("id/procedure/1-199", "dg:primaryProcedureType", {f"{TYPE}/procurement"}),
    # Its note says that RPA was given up; the report on data quality lists the contradiction.
    ("id/entry/1-303", "dg:sharingReason", {"concept/sharing-reason/no-need"}),
    ("id/measure/3-1-11", "dg:measureKind", {f"{MEASURE}/recruitment"}),
    ("id/measure/3-1-13", "dg:measureKind", {f"{MEASURE}/recruitment"}),
    ("id/measure/3-1-33", "dg:measureKind", {f"{MEASURE}/contract"}),
    ("id/system/2-34", "dct:relation", {"id/system/2-33"}),
    ("id/system/2-97", "dct:isPartOf", {NETWORK}),
    ("id/system/2-98", "dct:isPartOf", {NETWORK}),
)


@pytest.fixture(scope="module")
def store(bundled_dataset: Path) -> ox.Store:
    filled = ox.Store()
    filled.bulk_load(path=bundled_dataset / "digigov.nq", format=ox.RdfFormat.N_QUADS)
    return filled


@pytest.mark.parametrize(("subject", "predicate", "values"), CASES)
def test_the_graph_agrees_with_the_answer(
    store: ox.Store, subject: str, predicate: str, values: set[str]
) -> None:
    objects = (
        quad.object for quad in store.quads_for_pattern(node(subject), node(predicate), None)
    )

    found = {
        one.value.removeprefix(BASE)
        for one in objects
        if isinstance(one, ox.NamedNode | ox.Literal)
    }

    assert found == values
