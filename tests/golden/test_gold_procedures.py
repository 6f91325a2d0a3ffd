"""Technologies, procedures and their types, compared with the labelled entries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

import gold
import pytest
from linked import bundled_survey, linked_survey

from converter.authority.authorities import load_authorities
from converter.findings import Linked, Ref, Text
from converter.linking.joining import ReviewedTables, survey_to_findings
from converter.linking.procedures.linker import ProcedureTables
from converter.linking.technologies import TechnologyTagger
from converter.model import Record, SurveyTable
from converter.tables import load_tables

LABELS = gold.gold_entries()
pytestmark = pytest.mark.skipif(not LABELS, reason="no labelled entries beside the checkout")

AUTHORITIES = load_authorities()
Note: TypeAlias = Callable[[str, float], None]


@pytest.fixture(scope="module")
def linked() -> Linked:
    return linked_survey()


def _linked(tables: ReviewedTables) -> Linked:
    return survey_to_findings(
        bundled_survey(), AUTHORITIES.vocabulary, AUTHORITIES.governments, tables
    )


def _key(label: gold.Label) -> str:
    return f"{label['table']}-{label['no']}"


def _named(value: object) -> set[str]:
    return {str(one) for one in value} if isinstance(value, list) else set()


def _records() -> Mapping[str, Record]:
    return {str(record.key): record for record in bundled_survey().records}


def _stated(found: Linked, predicate: str) -> Mapping[str, list[str]]:
    """Return the values of a predicate for each thing: slugs of concepts, or texts."""
    stated: dict[str, list[str]] = {}
    for one in found.findings:
        if one.predicate == predicate:
            value = one.value.path.rpartition("/")[2] if isinstance(one.value, Ref) else one.value
            text = value.value if isinstance(value, Text) else str(value)
            stated.setdefault(one.subject.path, []).append(text)
    return stated


def _of_procedures() -> Iterable[gold.Label]:
    return [label for label in LABELS if label["table"] == SurveyTable.PROCEDURES]


def _first_types(found: Linked) -> float:
    primary = _stated(found, "dg:primaryProcedureType")
    things = {str(key): refs for key, refs in found.things.items()}
    right = [
        primary[things[_key(label)][0].path][0] in _named(label["primary_accepted"])
        for label in _of_procedures()
    ]
    return sum(right) / len(right)


def test_technologies_agree_with_those_found_by_people(figure: Note) -> None:
    tagger = TechnologyTagger(AUTHORITIES.vocabulary, load_tables().technologies)
    records = _records()

    known = gold.reference_ids("technology")
    found = [
        {m.concept.slug for m in tagger.mentions(records[_key(one)])} & known for one in LABELS
    ]
    wanted = [_named(one["technologies"]) for one in LABELS]

    both = sum(len(f & w) for f, w in zip(found, wanted, strict=True))
    precision, recall = both / sum(map(len, found)), both / sum(map(len, wanted))
    figure("technologies: precision", precision)
    figure("technologies: recall", recall)
    assert precision >= 0.99
    assert recall >= 0.99


def test_procedures_agree_with_those_named_by_people(linked: Linked, figure: Note) -> None:
    labels = _stated(linked, "rdfs:label")
    things = {str(key): refs for key, refs in linked.things.items()}

    right = [
        {gold.without_space(labels[thing.path][0]) for thing in things[_key(one)]}
        == _named(one["procedures"])
        for one in _of_procedures()
    ]

    figure("procedures and labels right", sum(right) / len(right))
    assert sum(right) / len(right) >= 0.98


def test_the_first_type_is_one_that_people_accept(linked: Linked, figure: Note) -> None:
    right = _first_types(linked)

    figure("first procedure types right", right)
    assert right >= 0.97


def test_the_first_type_is_one_of_the_reference_list(linked: Linked) -> None:
    first = {
        slug for stated in _stated(linked, "dg:primaryProcedureType").values() for slug in stated
    }

    assert first <= gold.reference_ids("procedure_type")


def test_the_types_agree_with_those_given_by_people(linked: Linked, figure: Note) -> None:
    types, known = _stated(linked, "dg:procedureType"), gold.reference_ids("procedure_type")
    things = {str(key): refs for key, refs in linked.things.items()}

    found = [
        {slug for thing in things[_key(one)] for slug in types[thing.path]} & known
        for one in _of_procedures()
    ]
    wanted = [_named(one["procedure_types"]) for one in _of_procedures()]

    both = sum(len(f & w) for f, w in zip(found, wanted, strict=True))
    precision, recall = both / sum(map(len, found)), both / sum(map(len, wanted))
    figure("procedure types: precision", precision)
    figure("procedure types: recall", recall)
    assert precision >= 0.99
    assert recall >= 0.99


def test_spellings_alone_find_the_first_type(figure: Note) -> None:
    right = _first_types(_linked(replace(load_tables(), procedures=ProcedureTables())))

    figure("first procedure types right by spellings alone", right)
    assert right >= 0.95
