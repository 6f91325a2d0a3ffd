"""Records become the source layer."""

import pyoxigraph as ox
from surveys import DOCUMENT, procedure, survey

from converter.authority.authorities import load_authorities
from converter.mapping.source import survey_to_quads
from converter.mapping.terms import Layer, graph, node

QUADS = survey_to_quads(survey(), DOCUMENT, load_authorities())


def values(path: str, predicate: str) -> set[ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple]:
    pattern = (node(path), node(predicate))
    return {quad.object for quad in QUADS if (quad.subject, quad.predicate) == pattern}


def test_an_entry_has_every_column_of_its_table_as_printed() -> None:
    entry = "id/entry/1-24"

    assert values(entry, "rdf:type") == {node("dg:Entry"), node("dg:ProcedureEntry")}
    assert values(entry, "dg:statedName") == {ox.Literal("ＲＰＡ\n会議録作成事務", language="ja")}
    assert values(entry, "dg:entryNumber") == {ox.Literal(24)}
    assert values(entry, "dg:reportedBy") == {node("id/pref/02")}
    assert values(entry, "dg:implementationStatus") == {node("concept/status/introduced")}
    assert values(entry, "dg:sharingStatus") == {node("concept/joint-use/not-possible")}
    assert values(entry, "dg:policyField") == {node("concept/policy-field/general-affairs")}
    assert values(entry, "dg:page") == {ox.Literal(1)}
    assert values(entry, "dg:firstLine") == {ox.Literal(240)}


def test_a_label_has_no_line_break_and_an_english_form() -> None:
    assert values("id/entry/1-24", "rdfs:label") == {
        ox.Literal("1-24 ＲＰＡ 会議録作成事務", language="ja"),
        ox.Literal("Entry 1-24 (Aomori)", language="en"),
    }


def test_the_heading_of_table_3_2_is_a_kind_of_organisation_and_no_policy_field() -> None:
    entry = "id/entry/3-2-1"

    assert values(entry, "dg:organisationKind") == {node("concept/organisation-kind/unit")}
    assert values(entry, "dg:policyField") == set()
    assert values(entry, "dg:statedProfile") == {ox.Literal("選任３名", language="ja")}


def test_sections_lead_from_an_entry_to_its_document() -> None:
    path = ["id/entry/1-24"]
    while found := values(path[-1], "dct:isPartOf"):
        path.append(str(found.pop())[1:-1].removeprefix("https://w3id.org/jp-digigov/"))

    assert path[1:] == [
        "id/section/1-general-affairs-1",
        "id/section/1-general-affairs",
        "id/section/1",
        "id/source/test-2021",
    ]
    assert values("id/section/1-general-affairs", "dg:statedCount") == {ox.Literal(1)}


def test_a_blank_reason_leaves_no_statement() -> None:
    record = procedure()
    texts = {column: text for column, text in record.texts.items() if column != "statedNote"}
    blank = type(record)(
        record.key, record.section, record.prefecture, texts, record.codes, record.position
    )

    quads = survey_to_quads(survey(blank), DOCUMENT, load_authorities())

    assert not [quad for quad in quads if quad.predicate == node("dg:statedNote")]


def test_everything_is_in_the_source_graph_without_blank_nodes() -> None:
    assert {quad.graph_name for quad in QUADS} == {graph(Layer.SOURCE)}
    assert not [quad for quad in QUADS if isinstance(quad.subject, ox.BlankNode)]


def test_a_second_edition_keeps_its_own_iris() -> None:
    record = procedure()
    key = type(record.key)("nga-2022", record.key.table, record.key.number)
    second = type(record)(
        key, record.section, record.prefecture, record.texts, record.codes, record.position
    )
    first = survey(second)
    headings = tuple(
        type(one)("nga-2022", one.table, one.path, one.printed_count, one.position)
        for one in first.sections
    )
    edition = type(first)(first.document, "nga-2022", headings, first.records)

    quads = survey_to_quads(edition, DOCUMENT, load_authorities())

    subjects = {str(quad.subject) for quad in quads}
    assert "<https://w3id.org/jp-digigov/id/entry/nga-2022-1-24>" in subjects
    assert "<https://w3id.org/jp-digigov/id/section/nga-2022-1-general-affairs>" in subjects
