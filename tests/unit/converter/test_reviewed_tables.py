"""Reviewed tables agree with the source: their entries, words and concepts exist."""

from collections.abc import Iterable
from typing import TypeAlias

import rdflib
from linked import bundled_survey, linked_survey

import ontology
from converter.authority.authorities import load_authorities
from converter.authority.decisions import (
    OperatorDecision,
    OrganisationDecision,
    PostDecision,
    ProcedureDecision,
    ProcedureTypeDecision,
    RelationDecision,
    SystemDecision,
    TechnologyDecision,
)
from converter.findings import Evidence
from converter.linking.merging import is_about
from converter.linking.technologies import TechnologyTagger
from converter.linking.text.stated import words_of
from converter.tables import load_tables

Plain: TypeAlias = (
    TechnologyDecision
    | ProcedureDecision
    | ProcedureTypeDecision
    | OperatorDecision
    | RelationDecision
)
Named: TypeAlias = SystemDecision | PostDecision | OrganisationDecision

AUTHORITIES = load_authorities()
TABLES = load_tables()


def test_every_reviewed_row_applies_only_to_the_entry_of_its_review() -> None:
    plain: tuple[Plain, ...] = (
        *TABLES.technologies,
        *TABLES.procedures.labels,
        *TABLES.procedures.kinds,
        *TABLES.procedures.operators.rows,
        *TABLES.relations,
    )
    named: tuple[Named, ...] = (
        *TABLES.systems.systems,
        *TABLES.posts.posts,
        *TABLES.organisations.organisations,
    )
    records = bundled_survey().records
    found = [
        *((row.entry, _keys(words_of(row, one) for one in records)) for row in plain),
        *((row.entry, _keys(is_about(row, one) for one in records)) for row in named),
    ]

    # Entry 3-1-27 is printed twice.
    elsewhere = {entry: keys for entry, keys in found if keys != {entry}}
    assert elsewhere == {"3-1-27": {"3-1-9", "3-1-27"}}


def _keys(found: Iterable[tuple[Evidence, ...]]) -> set[str]:
    return {str(words.entry) for several in found for words in several}


def test_no_reviewed_row_is_unused() -> None:
    assert linked_survey().notes == ()


def test_every_reviewed_row_names_known_concepts_and_a_reason() -> None:
    schemes = AUTHORITIES.vocabulary.schemes
    technologies, kinds = TABLES.technologies, TABLES.procedures.kinds

    assert {row.technology for row in technologies} <= set(schemes["technology"])
    assert {row.decision for row in technologies} <= {"add", "drop"}
    assert {slug for row in kinds for slug in row.procedure_types.split()} <= set(
        schemes["procedure-type"]
    )
    assert all(row.reason for row in technologies)
    assert all(row.reason for row in kinds)
    assert all(row.reason for row in TABLES.procedures.labels)


def test_a_reviewed_label_is_part_of_its_quoted_words() -> None:
    rows = TABLES.procedures.labels

    assert [row.label for row in rows if row.label not in row.quote] == []


def test_every_procedure_has_a_first_type_unless_its_only_type_is_never_first() -> None:
    untyped = [one.words for one in linked_survey().remarks if one.kind == "procedure-without-type"]

    assert untyped == ["県立図書館との重複資料調査"]


def test_every_entry_of_the_table_describes_a_procedure() -> None:
    things = [refs for key, refs in linked_survey().things.items() if key.table == "1"]

    assert len(things) == 357
    assert all(things)


def test_every_technology_type_and_label_quotes_words_of_its_entry() -> None:
    records = {record.key: record for record in bundled_survey().records}
    asserted = {"dg:usesTechnology", "dg:concernsTechnology", "dg:procedureType", "rdfs:label"}
    findings = [one for one in linked_survey().findings if one.predicate in asserted]
    resting = [one for one in findings if one.rule.startswith(("technology", "procedure"))]

    quotes = [
        records[words.entry].texts[words.column][words.start : words.end]
        for one in resting
        for words in one.evidence
    ]

    assert [one for one in resting if not one.evidence] == []
    assert all(quote and quote == quote.strip() for quote in quotes)


def test_every_named_technology_is_stated_of_a_thing() -> None:
    tagger = TechnologyTagger(AUTHORITIES.vocabulary, TABLES.technologies)
    named = sum(
        len(tagger.mentions(record)) * len(linked_survey().things[record.key])
        for record in bundled_survey().records
    )

    attached = [one for one in linked_survey().findings if one.rule.startswith("technology")]

    assert len(attached) == named


def test_every_deriving_rule_is_described() -> None:
    rules = rdflib.Graph().parse(data=ontology.read("rules.ttl"), format="turtle")
    described = {str(one).rpartition("/")[2] for one in rules.subjects(rdflib.SKOS.definition)}

    assert {one.rule for one in linked_survey().findings} - described == set()
