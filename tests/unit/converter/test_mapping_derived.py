"""Findings become statements with evidence: the quoted words and their page."""

from dataclasses import replace

import pyoxigraph as ox
from surveys import procedure, survey

from converter.authority.authorities import load_authorities
from converter.findings import Evidence, Finding, Ref, Text
from converter.mapping.derived import Software, findings_to_quads
from converter.mapping.rules import Rule
from converter.mapping.sections import sections_to_findings
from converter.mapping.terms import node
from converter.model import Column

SOFTWARE = Software("digigov", "1.0.0")
RULES = {
    "name-technologies": Rule({"ja": "技術の名を見つける", "en": "Find technologies"}),
    "label-things": Rule(
        {}, whole_text=frozenset({node("rdfs:label")}), repeated=frozenset({node("skos:altLabel")})
    ),
}
KEY = procedure().key
USES = Finding(
    Ref("id/procedure/1-24"),
    "dg:usesTechnology",
    Ref("concept/technology/speech-recognition"),
    "name-technologies",
    (Evidence(KEY, Column.DESCRIPTION, 2, 6),),
    "reviewed",
)


def stored(*findings: Finding) -> ox.Store:
    store = ox.Store()
    store.extend(findings_to_quads(findings, [survey()], SOFTWARE, RULES))
    return store


def test_one_query_finds_the_quoted_words_of_a_statement() -> None:
    query = """
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?exact ?prefix ?suffix ?start ?end { GRAPH ?g {
            ?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; oa:hasTarget ?t . ?s ?p ?o .
            ?t oa:hasSelector [ oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix ;
                oa:start ?start ; oa:end ?end ] . } }"""

    rows = stored(USES).query(query)

    assert isinstance(rows, ox.QuerySolutions)
    found = [[term.value for term in row if isinstance(term, ox.Literal)] for row in rows]
    assert found == [["音声認識", "AI", "による会議録作成の自動化", "2", "6"]]


def test_a_repeated_finding_gives_one_annotation() -> None:
    once, twice = stored(USES), stored(USES, USES)

    assert set(once) == set(twice)


def test_two_statements_on_the_same_words_share_one_span() -> None:
    other = replace(USES, value=Ref("concept/technology/ai"))

    store = stored(USES, other)

    targets = {quad.object for quad in store.quads_for_pattern(None, node("oa:hasTarget"), None)}
    annotations = list(store.quads_for_pattern(None, node("rdf:type"), node("oa:Annotation")))
    assert len(annotations) == 2
    assert targets == {node("id/span/1-24-statedDescription-2-6")}


def test_a_statement_taken_from_a_whole_text_is_not_annotated() -> None:
    label = replace(USES, predicate="rdfs:label", rule="label-things", reason="")

    assert not list(stored(label).quads_for_pattern(None, node("oa:hasTarget"), None))


def test_a_reviewed_decision_quotes_words_where_the_rule_takes_the_whole_text() -> None:
    label = replace(USES, predicate="rdfs:label", rule="label-things")

    assert list(stored(label).quads_for_pattern(None, node("oa:hasTarget"), None))


def test_words_that_another_statement_quotes_are_not_quoted_again() -> None:
    repeated = replace(USES, predicate="skos:altLabel", rule="label-things")

    assert not list(stored(repeated).quads_for_pattern(None, node("oa:hasTarget"), None))


def test_an_activity_names_its_plan_its_software_and_the_properties_that_it_asserts() -> None:
    activity = node("id/activity/name-technologies")

    quads = set(stored(USES).quads_for_pattern(activity, None, None, None))

    found = {(quad.predicate, quad.object) for quad in quads}
    assert (node("dg:assertsProperty"), node("dg:usesTechnology")) in found
    assert (node("prov:used"), node("id/rule/name-technologies")) in found
    assert (node("prov:wasAssociatedWith"), node("id/software/digigov")) in found


def test_the_label_of_an_activity_is_made_from_that_of_its_rule() -> None:
    activity = node("id/activity/name-technologies")

    found = stored(USES).quads_for_pattern(activity, node("rdfs:label"), None, None)

    assert {quad.object for quad in found} == {
        ox.Literal("規則「技術の名を見つける」の適用", language="ja"),
        ox.Literal("Application of the rule “Find technologies”", language="en"),
    }


def test_describing_is_stated_in_both_directions() -> None:
    describes = Finding(
        Ref("id/entry/1-24"), "dg:describes", Ref("id/procedure/1-24"), "describe-procedures"
    )

    store = stored(describes)

    inverse = (node("id/procedure/1-24"), node("dg:describedIn"), node("id/entry/1-24"))
    assert list(store.quads_for_pattern(*inverse))
    made = node("prov:wasGeneratedBy")
    assert not list(store.quads_for_pattern(node("id/entry/1-24"), made, None))


def test_texts_keep_their_language_and_numbers_their_datatype() -> None:
    label = Finding(Ref("id/procedure/1-24"), "rdfs:label", Text("事務", "ja"), "label-things")
    count = Finding(Ref("id/procedure/1-24"), "dg:total", 3, "count-people")

    store = stored(label, count)

    objects = {quad.object for quad in store}
    assert {ox.Literal("事務", language="ja"), ox.Literal(3)} <= objects


def test_sections_are_counted_at_every_depth() -> None:
    findings = sections_to_findings(survey(), load_authorities())

    counts = {finding.subject.path: finding.value for finding in findings}

    assert counts == {
        "id/section/1": 1,
        "id/section/1-general-affairs": 1,
        "id/section/1-general-affairs-1": 1,
        "id/section/3-2": 1,
        "id/section/3-2-unit": 1,
    }


def test_an_activity_states_the_number_of_its_annotations_reasons_and_statements() -> None:
    store = stored(
        USES,
        replace(USES, value=Ref("concept/technology/ai"), reason=""),
        replace(USES, predicate="rdf:type", value=Ref("dg:Procedure")),
        replace(USES, predicate="rdfs:label", value=Text("会議録", "ja"), rule="label-things"),
    )

    # Three annotations, two reasons, and two statements: a class is not counted.
    assert results(store, "name-technologies") == [ox.Literal(3 + 2 + 2)]
    assert results(store, "label-things") == [ox.Literal(1 + 1 + 1)]


def results(store: ox.Store, rule: str) -> list[object]:
    pattern = (node(f"id/activity/{rule}"), node("dg:resultCount"), None)
    return [quad.object for quad in store.quads_for_pattern(*pattern)]
