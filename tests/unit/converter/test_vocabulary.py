"""The concept schemes: SKOS integrity, documentation, and the coverage of their spellings."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, Node, URIRef

import ontology
from converter.authority.vocabulary import in_each_variant, load_vocabulary
from converter.iris import BASE
from converter.pipeline import read_bundled_survey
from converter.reporting.spellings import HeldOut, held_out, spellings_report
from converter.tables import load_tables

ROOT = Path(__file__).parents[3]
SCHEMES = {
    file.name.removesuffix(".ttl"): rdflib.Graph().parse(data=file.read_bytes(), format="turtle")
    for file in ontology.folder("concepts")
}
GRAPH = rdflib.Graph()
for _scheme in SCHEMES.values():
    GRAPH += _scheme  # `sum` would copy the graph each time
CONCEPTS = sorted(map(str, GRAPH.subjects(RDF.type, SKOS.Concept)))
DG = rdflib.Namespace(f"{BASE}ontology#")
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
VOCABULARY = load_vocabulary()
# Words that a definition must add to its label; a notation alone defines its concept.
FEWEST_WORDS = 4
# Answer codes of the form, which are not found by words.
NOTATIONS = {
    "employment": [(f"{BASE}concept/employment/full-time", f"{BASE}concept/employment/part-time")]
}


def literals(subject: Node, predicate: URIRef) -> Iterator[Literal]:
    return (one for one in GRAPH.objects(subject, predicate) if isinstance(one, Literal))


def above(concept: Node) -> set[Node]:
    return {
        one for one in GRAPH.transitive_objects(concept, SKOS.broader) if one and one != concept
    }


def test_schemes_and_concepts_are_disjoint() -> None:  # SKOS S9
    schemes = set(GRAPH.subjects(RDF.type, SKOS.ConceptScheme))

    assert not schemes & set(map(URIRef, CONCEPTS))
    assert len(schemes) == len(SCHEMES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_label_of_a_concept_is_of_two_kinds(scheme: str) -> None:  # SKOS S13
    graph = SCHEMES[scheme]
    twice = [
        (str(subject), str(label))
        for one, other in combinations(LABELS, 2)
        for subject, label in graph.subject_objects(one)
        if (subject, other, label) in graph
    ]

    assert twice == []


def test_a_concept_has_one_preferred_label_a_language() -> None:  # SKOS S14
    for concept in CONCEPTS:
        languages = Counter(one.language for one in literals(URIRef(concept), SKOS.prefLabel))

        assert languages == {"ja": 1, "en": 1}, concept


def test_no_two_concepts_of_a_scheme_have_one_preferred_label() -> None:
    for name, graph in SCHEMES.items():
        labels = Counter(graph.objects(None, SKOS.prefLabel))

        assert [str(one) for one, number in labels.items() if number > 1] == [], name


def test_related_concepts_are_not_broader_than_each_other() -> None:  # SKOS S27
    for one, other in GRAPH.subject_objects(SKOS.related):
        assert (other, SKOS.related, one) in GRAPH
        assert other not in above(one)
        assert one not in above(other)


def test_a_hierarchy_has_no_cycle_and_stays_in_its_scheme() -> None:
    for narrower, broader in GRAPH.subject_objects(SKOS.broader):
        assert narrower not in above(broader)
        assert GRAPH.value(narrower, SKOS.inScheme) == GRAPH.value(broader, SKOS.inScheme)


def test_every_concept_is_at_the_top_or_below_another() -> None:
    for concept in map(URIRef, CONCEPTS):
        top = (concept, SKOS.topConceptOf, None) in GRAPH
        below = (concept, SKOS.broader, None) in GRAPH

        assert top != below, concept


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_has_its_creators_dates_and_licence(scheme: str) -> None:
    iri = URIRef(f"{BASE}concept/{scheme}")

    assert {one.language for one in literals(iri, SKOS.definition)} == {"ja", "en"}
    assert GRAPH.value(iri, DCTERMS.creator) == URIRef(f"{BASE}id/agent/digigov-developers")
    assert GRAPH.value(iri, DCTERMS.license)
    issued, modified = GRAPH.value(iri, DCTERMS.issued), GRAPH.value(iri, DCTERMS.modified)
    assert isinstance(issued, Literal)
    assert isinstance(modified, Literal)
    assert issued.datatype == modified.datatype == XSD.date
    assert issued <= modified


@pytest.mark.parametrize("scheme", ["technology", "procedure-type", "system-type"])
def test_a_definition_says_more_than_the_label(scheme: str) -> None:
    for concept in SCHEMES[scheme].subjects(RDF.type, SKOS.Concept):
        label = {one.language: one for one in literals(concept, SKOS.prefLabel)}
        definition = {one.language: one for one in literals(concept, SKOS.definition)}
        new = set(definition["en"].lower().split()) - set(label["en"].lower().split())

        assert len(new) >= FEWEST_WORDS, concept
        assert len(definition["ja"]) > len(label["ja"]), concept


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_definition_repeats_its_label(scheme: str) -> None:
    for concept in SCHEMES[scheme].subjects(RDF.type, SKOS.Concept):
        labels = {words(one) for one in literals(concept, SKOS.prefLabel)}

        assert not labels & {words(one) for one in literals(concept, SKOS.definition)}, concept


def words(text: str) -> str:
    bare = text.casefold().strip("。.")
    return bare.removeprefix("the ").removeprefix("an ").removeprefix("a ")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_of_two_concepts_with_overlapping_words_one_has_a_scope_note(
    scheme: str,
) -> None:
    concepts = sorted(SCHEMES[scheme].subjects(RDF.type, SKOS.Concept), key=str)
    unsaid = [
        (str(one), str(other))
        for one, other in combinations(concepts, 2)
        if other not in above(one)
        and one not in above(other)
        and compete(one, other)
        and not {*literals(one, SKOS.scopeNote), *literals(other, SKOS.scopeNote)}
    ]

    assert unsaid == NOTATIONS.get(scheme, [])


def compete(one: Node, other: Node) -> bool:
    return any(
        short in long or long in short
        for short in spellings(one)
        for long in spellings(other)
        if min(len(short), len(long)) > 1
    )


def spellings(concept: Node) -> set[str]:
    every = {str(one) for kind in LABELS for one in literals(concept, kind) if one.language == "ja"}
    return {one for one in every if "…" not in one}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scope_note_is_in_both_languages(scheme: str) -> None:
    for concept in SCHEMES[scheme].subjects(SKOS.scopeNote):
        assert {one.language for one in literals(concept, SKOS.scopeNote)} == {"ja", "en"}, concept


@pytest.mark.parametrize("scheme", ["technology", "procedure-type", "system-type"])
def test_a_concept_in_use_has_an_english_synonym_and_an_example(scheme: str) -> None:
    graph = SCHEMES[scheme]
    groups = set(graph.objects(None, SKOS.broader)) if scheme == "procedure-type" else set()

    for concept in set(graph.subjects(RDF.type, SKOS.Concept)) - groups:
        assert "en" in {one.language for one in literals(concept, SKOS.altLabel)}, concept
        examples = {one.language for one in literals(concept, SKOS.example)}
        assert examples == {"ja", "en"}, concept


def test_an_example_names_an_entry_as_it_is_printed() -> None:
    names = {str(one.key): one.name for one in read_bundled_survey().records}
    for concept, example in GRAPH.subject_objects(SKOS.example):
        if isinstance(example, Literal) and example.language == "ja":
            entry = example.rpartition("（")[2].rstrip("）")

            assert entry in names, concept


def test_a_general_activity_has_a_scope_note_and_related_tasks() -> None:
    true = Literal("true", datatype=XSD.boolean)
    general = set(GRAPH.subjects(DG.generalActivity, true))

    assert len(general) == 9
    for concept in general:
        assert {one.language for one in literals(concept, SKOS.scopeNote)} == {"ja", "en"}
        tasks = list(GRAPH.objects(concept, SKOS.relatedMatch))
        assert tasks
        assert all(str(task).startswith(f"{BASE}concept/task/") for task in tasks)


def test_a_concept_that_groups_types_has_no_spellings() -> None:
    concepts = VOCABULARY.schemes["procedure-type"]
    groups = {slug for one in concepts.values() for slug in one.broader}

    assert [slug for slug in groups if concepts[slug].written] == []


def test_a_word_is_searched_in_each_of_its_spellings() -> None:
    variants = (("申込", "申込み", "申し込み"), ("問合せ", "問い合わせ"))

    assert in_each_variant("申込みの問合せ", variants) == {
        f"{one}の{other}" for one in variants[0] for other in variants[1]
    }


def test_spellings_find_most_facts_of_held_out_entries() -> None:
    rows = held_out(VOCABULARY, read_bundled_survey().records, load_tables())

    shares = {row.kind: row.found / row.stated for row in rows}
    assert shares["technologies"] > 0.9
    assert shares["system types"] > 0.9
    assert shares["first procedure types"] > 0.82
    assert shares["further procedure types"] > 0.52
    assert shares["reasons"] > 0.87
    assert shares["offers"] > 0.83
    assert shares["automated tasks"] > 0.91
    assert shares["systems acted on"] > 0.87


def test_a_spelling_found_in_one_entry_only_does_not_count_for_that_entry() -> None:
    (record, *_) = (one for one in read_bundled_survey().records if "蜜蜂" in one.name)

    rows = held_out(VOCABULARY, [record], load_tables())

    assert rows[1] == HeldOut("first procedure types", stated=1, found=0, other=0)


def test_the_report_on_spellings_has_a_row_for_each_scheme_and_kind() -> None:
    lines = list(spellings_report(read_bundled_survey().records[:20], load_tables()))

    rows = [line.split(" | ")[0].lstrip("| ") for line in lines]
    assert {"technology", "procedure-type", "system-type", "sharing-reason", "task"} <= set(rows)
    assert {"technologies", "first procedure types", "system types", "reasons"} <= set(rows)


def test_every_label_of_a_scheme_differs_from_the_others_of_its_concept() -> None:
    for concept in map(URIRef, CONCEPTS):
        by_language = defaultdict(list)
        for predicate in LABELS:
            for label in literals(concept, predicate):
                by_language[label.language].append(label.casefold())

        for language, labels in by_language.items():
            assert len(labels) == len(set(labels)), (concept, language)


def test_a_scheme_is_labelled_as_its_concepts_are() -> None:
    for scheme in SCHEMES:
        labels = {
            one.language for one in literals(URIRef(f"{BASE}concept/{scheme}"), SKOS.prefLabel)
        }

        assert labels == {"ja", "en"}
    assert not list(GRAPH.subjects(RDFS.label, None))
