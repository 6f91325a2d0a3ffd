"""Systems, participants and head counts, compared with the labelled entries."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias, cast

import pytest
from gold import Label, gold_entries
from linked import linked_organisations, linked_systems

from converter.authority.governments import load_governments
from converter.findings import Finding, Linked, Ref
from converter.model import EntryKey, SurveyTable

Note: TypeAlias = Callable[[str, float], None]
Body: TypeAlias = tuple[str, str]
ROLES = {
    "dg:participant": "participant",
    "dg:plannedParticipant": "planned",
    "dg:excludedParticipant": "excluded",
}
GOLD = gold_entries()
SYSTEMS = [label for label in GOLD if label["table"] == "2"]
ORGANISATIONS = [label for label in GOLD if label["table"] == "3-2"]
pytestmark = pytest.mark.skipif(not GOLD, reason="no labelled entries beside the checkout")


@pytest.fixture(scope="module")
def systems() -> Linked:
    return linked_systems()


@pytest.fixture(scope="module")
def organisations() -> Linked:
    return linked_organisations()


def key_of(label: Label) -> EntryKey:
    return EntryKey("", SurveyTable(str(label["table"])), cast("int", label["no"]))


def from_entry(linked: Linked, predicate: str, key: EntryKey) -> list[Finding]:
    """Return the findings of a predicate that quote words of the entry."""
    return [
        one
        for one in linked.findings
        if one.predicate == predicate and any(words.entry == key for words in one.evidence)
    ]


def of_subject(linked: Linked, predicate: str, subject: str) -> list[Finding]:
    wanted = (Ref(subject), predicate)
    return [one for one in linked.findings if (one.subject, one.predicate) == wanted]


def share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


def last(findings: Iterable[Finding]) -> str:
    """Return the last segment of the concept's path."""
    return next(
        (one.value.path.rpartition("/")[2] for one in findings if isinstance(one.value, Ref)), ""
    )


def test_system_types_agree_with_the_labels(systems: Linked, figure: Note) -> None:
    types = {
        key_of(label): last(
            of_subject(systems, "dg:systemType", systems.things[key_of(label)][0].path)
        )
        for label in SYSTEMS
    }

    right = share(
        types[key_of(label)] in cast("list[str]", label["system_type_accepted"])
        for label in SYSTEMS
    )

    figure("system types right", right)
    assert right >= 0.98


def test_participants_agree_with_the_labels(systems: Linked, figure: Note) -> None:
    names = {one.path: one.name for one in load_governments().all}
    found = {
        (str(key_of(label)), names[one.value.path], role)
        for label in SYSTEMS
        for predicate, role in ROLES.items()
        for one in from_entry(systems, predicate, key_of(label))
        if isinstance(one.value, Ref)
    }

    wanted = {(str(key_of(label)), *one) for label in SYSTEMS for one in bodies(label, "bodies")}
    optional = {
        (str(key_of(label)), *one) for label in SYSTEMS for one in bodies(label, "bodies_optional")
    }
    precision = share(one in wanted | optional for one in found)
    recall = share(one in found for one in wanted)

    figure("participants: precision", precision)
    figure("participants: recall", recall)
    assert precision >= 0.97
    assert recall >= 0.97


def bodies(label: Label, key: str) -> list[Body]:
    rows = cast("list[Mapping[str, str]]", label[key])
    return [(row["name"], row["role"]) for row in rows]


def test_scopes_agree_with_the_labels(systems: Linked, figure: Note) -> None:
    scopes = {
        key_of(label): last(
            of_subject(systems, "dg:participantScope", f"id/participation/{key_of(label)}")
        )
        for label in SYSTEMS
    }

    right = share(
        scopes[key_of(label)] in cast("list[str]", label["scope_accepted"]) for label in SYSTEMS
    )

    figure("participant scopes right", right)
    assert right >= 0.95


def test_counts_agree_with_the_labels(systems: Linked, figure: Note) -> None:
    counts = {
        key_of(label): numbers(systems, f"id/participation/{key_of(label)}") for label in SYSTEMS
    }

    right = share(
        counts[key_of(label)].get("dg:participantCount") == label["count"] for label in SYSTEMS
    )

    figure("participant counts right", right)
    assert right >= 0.95


def test_head_counts_agree_with_the_labels(organisations: Linked, figure: Note) -> None:
    counts = {key_of(label): counted(organisations, key_of(label)) for label in ORGANISATIONS}

    right = share(counts[key_of(label)] == labelled_counts(label) for label in ORGANISATIONS)

    figure("head counts right", right)
    assert right >= 0.97


def counted(linked: Linked, key: EntryKey) -> dict[str, int]:
    """Return the counts; the labels use "total" for the number of members of a council."""
    members = numbers(linked, f"id/organisation/{key}").get("dg:memberCount")
    counts = numbers(linked, f"id/head-count/{key}")
    return counts if members is None else counts | {"dg:total": members}


def numbers(linked: Linked, subject: str) -> dict[str, int]:
    return {
        one.predicate: one.value
        for one in linked.findings
        if one.subject == Ref(subject) and isinstance(one.value, int)
    }


def labelled_counts(label: Label) -> dict[str, int]:
    counted = cast("Mapping[str, int | None]", label["headcount"])
    return {f"dg:{name}": number for name, number in counted.items() if number is not None}
