"""Procedures of table ①: labels, types, and remarks of the linker."""

from dataclasses import replace

import pytest
import surveys

import ontology
from converter.authority.decisions import ProcedureDecision, ProcedureTypeDecision
from converter.authority.governments import load_governments
from converter.authority.vocabulary import Vocabulary, load_vocabulary, vocabulary_from
from converter.findings import Finding, Linked, Ref, Text
from converter.linking.joining import survey_to_findings
from converter.linking.procedures.linker import ProcedureTables
from converter.model import Column, Record
from converter.tables import load_tables

VOCABULARY = load_vocabulary()
GOVERNMENTS = load_governments()
TABLES = load_tables()


def procedure(name: str, description: str = "", section: tuple[str, ...] = ()) -> Record:
    record = surveys.procedure()
    texts = {Column.NAME: name} | ({Column.DESCRIPTION: description} if description else {})
    return replace(record, texts=texts, section=section)


def linked(
    record: Record, tables: ProcedureTables | None = None, vocabulary: Vocabulary = VOCABULARY
) -> Linked:
    reviewed = replace(
        TABLES, technologies=(), translations=(), procedures=tables or ProcedureTables()
    )
    found = survey_to_findings(surveys.survey(record), vocabulary, GOVERNMENTS, reviewed)
    return replace(found, notes=tuple(note for note in found.notes if "procedure" in note))


def values(found: Linked, predicate: str) -> list[str]:
    return [
        one.value.path if isinstance(one.value, Ref) else one.value.value
        for one in found.findings
        if one.predicate == predicate and isinstance(one.value, Ref | Text)
    ]


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("会議録作成事務", ["会議録作成事務"]),
        ("ＲＰＡ\n予算令達入力", ["予算令達入力"]),
        ("チャットボット\n県税業務への問合せ対応", ["県税業務への問合せ対応"]),
        ("チャットボット", ["チャットボット"]),
        ("（例）\n協力金の申請事務処理", ["協力金の申請事務処理"]),
        ("固定資産税関連業務\n【土地：登記申請】", ["固定資産税関連業務【土地：登記申請】"]),
        (
            "操作の照会業務（総務、財務）\n規程の照会業務",
            ["操作の照会業務（総務、財務）", "規程の照会業務"],
        ),
        ("避難行動促進事業\n【避難情報】", ["避難行動促進事業【避難情報】"]),
        ("・年末調整業務\n・旅費の算定業務", ["年末調整業務", "旅費の算定業務"]),
        ("①年末調整業務\n②旅費の算定業務", ["年末調整業務", "旅費の算定業務"]),
        ("(1) 年末調整業務\n(2) 旅費の算定業務", ["年末調整業務", "旅費の算定業務"]),
        ("【ＡＩ・ＲＰＡ】\n予算令達入力", ["予算令達入力"]),
        ("AI-OCR\n・年末調整業務\n・旅費の算定業務", ["年末調整業務", "旅費の算定業務"]),
        ("(例) 協力金の申請事務処理", ["協力金の申請事務処理"]),
        ("（例）", ["（例）"]),
        ("・", ["事務・手続（青森県、名称の記載なし）", "Procedure (Aomori, name not stated)"]),
        ("－", ["事務・手続（青森県、名称の記載なし）", "Procedure (Aomori, name not stated)"]),
        (
            "特になし",
            ["事務・手続（青森県、名称の記載なし）", "Procedure (Aomori, name not stated)"],
        ),
        ("同上", ["事務・手続（青森県、名称の記載なし）", "Procedure (Aomori, name not stated)"]),
    ],
)
def test_a_label_is_the_part_of_the_name_about_the_procedure(name: str, labels: list[str]) -> None:
    found = linked(procedure(name), ProcedureTables(placeholders=TABLES.procedures.placeholders))

    assert values(found, "rdfs:label") == labels


@pytest.mark.parametrize(
    ("name", "description", "label"),
    [
        (
            "チャットボット",
            "県民からの問い合わせ等にチャットボットを使用して回答",
            "県民からの問い合わせ等",
        ),
        ("－", "旅費の計算についてRPAを使う", "旅費の計算"),
        ("ＲＰＡ", "RPAを使う", "ＲＰＡ"),
        ("AI-FAQシステム", "24時間質疑応答するAI-FAQシステム", "AI-FAQシステム"),
    ],
)
def test_the_description_gives_the_label_where_the_name_states_no_work(
    name: str, description: str, label: str
) -> None:
    tables = ProcedureTables(placeholders=TABLES.procedures.placeholders)

    found = linked(procedure(name, description), tables)

    assert values(found, "rdfs:label") == [label]


def test_several_procedures_of_one_entry_are_numbered() -> None:
    found = linked(procedure("・年末調整業務\n・旅費の算定業務"))

    described = values(found, "dg:describes")
    primary = values(found, "dg:primaryProcedureType")

    assert described == ["id/procedure/1-24-1", "id/procedure/1-24-2"]
    assert primary == [
        "concept/procedure-type/year-end-tax-adjustment",
        "concept/procedure-type/travel-expenses",
    ]


def test_the_mark_of_an_example_is_noted() -> None:
    found = linked(procedure("（例）\n協力金の申請事務処理"))

    assert len(values(found, "skos:editorialNote")) == 2


@pytest.mark.parametrize(
    ("name", "description", "section", "kinds"),
    [
        ("自動車税に関する問合せ対応", "", (), ["tax-enquiries"]),
        ("講演会等の申込集計", "", (), ["culture-and-events", "survey-aggregation"]),
        ("節水アンケートの入力処理業務", "", (), ["water-supply", "survey-aggregation"]),
        ("国勢調査の調査票審査", "", (), ["official-statistics"]),
        ("学校給食費の徴収", "", (), ["school-administration"]),
        ("任用通知書の作成", "", (), ["personnel-records"]),
        ("職員手続き案内", "給与及び旅費の各種手続き", (), ["payroll", "travel-expenses"]),
        ("その他の作業", "", ("総務分野", "会議録作成・テープおこし"), ["meeting-minutes"]),
        ("その他の作業", "", (), []),
    ],
)
def test_the_type_is_found_by_name_then_description_then_heading(
    name: str, description: str, section: tuple[str, ...], kinds: list[str]
) -> None:
    found = linked(procedure(name, description, section))

    expected = [f"concept/procedure-type/{kind}" for kind in kinds]
    assert values(found, "dg:procedureType") == expected
    assert values(found, "dg:primaryProcedureType") == expected[:1]


@pytest.mark.parametrize(
    ("name", "description", "kinds"),
    [
        ("図書館の物品調査", "物品を照合する。", ["supplies", "libraries"]),
        ("物品の調査", "所属ごとの数を調査し、集計する。", ["supplies", "survey-aggregation"]),
        ("物品の調査", "統計調査の結果を集計する。", ["supplies"]),
        (
            "手当認定の印刷",
            "通勤手当等の認定申請を印刷",
            ["staff-allowances", "commuting-allowance"],
        ),
        ("観光情報の提供", "問い合わせに自動で回答する。", ["tourism", "resident-enquiries"]),
        ("観光案内", "チャットボットによる案内を導入", ["tourism"]),
        ("その他の作業", "統計調査の結果を入力する。", ["official-statistics"]),
        ("照会の入力", "通勤手当の認定", ["commuting-allowance", "survey-aggregation"]),
    ],
)
def test_some_words_of_the_description_add_a_type_to_those_of_the_name(
    name: str, description: str, kinds: list[str]
) -> None:
    found = linked(procedure(name, description))

    assert values(found, "dg:procedureType") == [f"concept/procedure-type/{one}" for one in kinds]


def test_a_procedure_of_a_list_has_no_type_from_the_words_about_the_others() -> None:
    rows = (
        ProcedureDecision("1-24", "青森県", "年末の作業", "年末の作業", "listed"),
        ProcedureDecision("1-24", "青森県", "物品調達", "物品調達", "listed"),
    )
    record = procedure("RPAの導入", "1年末の作業\n2物品調達")

    found = linked(record, ProcedureTables(rows))

    assert values(found, "dg:procedureType") == ["concept/procedure-type/supplies"]


def test_a_procedure_without_a_type_is_remarked() -> None:
    found = linked(procedure("その他の作業"))

    kinds = {(remark.kind, remark.words) for remark in found.remarks}

    assert ("procedure-without-type", "その他の作業") in kinds
    assert ("entry-without-technology", "その他の作業") in kinds


def test_labels_and_types_quote_their_words_as_evidence() -> None:
    record = procedure("ＲＰＡ\n予算令達入力")

    found = linked(record)

    assert {_quote(one, record) for one in found.findings if one.predicate == "rdfs:label"} == {
        "予算令達入力"
    }
    assert {_quote(one, record) for one in found.findings if "Type" in one.predicate} == {
        "予算令達"
    }


def _quote(finding: Finding, record: Record) -> str:
    (evidence,) = finding.evidence
    return record.texts[evidence.column][evidence.start : evidence.end]


def test_a_spelling_added_to_a_type_changes_the_result_without_code() -> None:
    turtle = ontology.read("concepts/procedure-type.ttl")
    turtle += ':police skos:hiddenLabel "謎の業務"@ja .'.encode()
    both = {**VOCABULARY.schemes, **vocabulary_from({"procedure-type": turtle}).schemes}

    found = linked(procedure("謎の業務"), vocabulary=replace(VOCABULARY, schemes=both))

    assert values(found, "dg:primaryProcedureType") == ["concept/procedure-type/police"]


def test_a_type_for_addition_only_is_never_the_first() -> None:
    alone, added = linked(procedure("図書館の蔵書")), linked(procedure("図書館の物品調達"))

    libraries, supplies = "concept/procedure-type/libraries", "concept/procedure-type/supplies"
    assert values(alone, "dg:procedureType") == [libraries]
    assert values(alone, "dg:primaryProcedureType") == []
    assert "procedure-without-type" in {remark.kind for remark in alone.remarks}
    assert values(added, "dg:procedureType") == [supplies, libraries]
    assert values(added, "dg:primaryProcedureType") == [supplies]


def test_reviewed_rows_decide_labels_and_types() -> None:
    tables = ProcedureTables(
        (ProcedureDecision("1-24", "青森県", "物品調達", "物品調達", "listed in the description"),),
        (ProcedureTypeDecision("1-24", "青森県", "物品", "police supplies", "for the test"),),
    )

    found = linked(procedure("RPAの導入", "物品調達に使う"), tables)

    assert values(found, "rdfs:label") == ["物品調達"]
    assert values(found, "dg:procedureType") == [
        "concept/procedure-type/police",
        "concept/procedure-type/supplies",
    ]
    # The statement of the class repeats that of the type, which has the reason.
    typed = [one for one in found.findings if one.predicate == "dg:procedureType"]
    assert {(one.rule, one.reason) for one in typed} == {
        ("procedure-type-reviewed", "for the test")
    }


def test_a_row_applies_to_the_procedures_whose_labels_have_its_words() -> None:
    tables = ProcedureTables(
        kinds=(ProcedureTypeDecision("1-9", "青森県", "旅費の算定", "police", "for the test"),)
    )

    found = linked(procedure("・年末調整業務\n・旅費の算定業務"), tables)

    assert values(found, "dg:primaryProcedureType") == [
        "concept/procedure-type/year-end-tax-adjustment",
        "concept/procedure-type/police",
    ]


@pytest.mark.parametrize(("prefecture", "quote"), [("青森県", "旅費"), ("秋田県", "給与")])
def test_a_row_without_an_entry_of_its_prefecture_is_ignored_with_a_note(
    prefecture: str, quote: str
) -> None:
    tables = ProcedureTables(
        (ProcedureDecision("1-24", prefecture, quote, quote, "for the test"),),
        (ProcedureTypeDecision("1-24", prefecture, quote, "travel-expenses", "for the test"),),
    )

    found = linked(procedure("給与計算"), tables)

    assert values(found, "dg:primaryProcedureType") == ["concept/procedure-type/payroll"]
    assert [note.partition(" ignored")[0] for note in found.notes] == [
        f"ontology/decisions/procedures.tsv: row for {prefecture} 「{quote}」",
        f"ontology/decisions/procedure-types.tsv: row for {prefecture} 「{quote}」",
    ]


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("自動車税の申告受付業務", ["dg:Procedure", "cpsv:PublicService"]),
        ("議事録作成事務", ["dg:Procedure"]),
        ("旅費の支払業務", ["dg:Procedure"]),
    ],
)
def test_work_for_residents_or_businesses_is_a_public_service(
    name: str, classes: list[str]
) -> None:
    assert values(linked(procedure(name)), "rdf:type") == classes


def test_a_public_service_follows_from_the_first_type() -> None:
    outward = {one.slug for one in VOCABULARY.schemes["procedure-type"].values() if one.outward}

    assert all(slug.startswith("group-") for slug in outward)
    assert "group-taxation" in outward
    assert "group-personnel-and-payroll" not in outward
