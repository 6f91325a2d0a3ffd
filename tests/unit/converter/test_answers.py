"""Derived facts of answers: concepts by spellings and reviewed rows, with quoted words."""

from collections.abc import Iterable, Sequence

import pytest
from surveys import procedure, shared_system

from converter.authority.decisions import ConceptDecision
from converter.authority.reviewed_rows import DecisionFileError
from converter.authority.vocabulary import load_vocabulary
from converter.findings import Evidence, Finding, Ref
from converter.linking.answers import AnswerRules
from converter.model import Column, Record

VOCABULARY = load_vocabulary()


def decision(
    quote: str, concept: str, verb: str, scheme: str = "sharing-reason"
) -> ConceptDecision:
    return ConceptDecision("青森県", scheme, quote, concept, verb, "reviewed")


def findings(
    record: Record, decisions: Sequence[ConceptDecision] = (), names: Iterable[str] = ()
) -> list[Finding]:
    """Return the findings of a record; `names` are its procedures, listed by these words."""
    entry = Ref(f"id/entry/{record.key}")
    described = [
        Finding(entry, "dg:describes", Ref(f"id/procedure/{name}"), "", (words(record, name),))
        for name in names or (record.name,)
    ]
    return list(AnswerRules(VOCABULARY, decisions).findings([record], described))


def words(record: Record, quote: str) -> Evidence:
    start = record.name.index(quote)
    return Evidence(record.key, Column.NAME, start, start + len(quote))


def said(found: Iterable[Finding], predicate: str) -> set[str]:
    return {
        one.value.path.rpartition("/")[2]
        for one in found
        if one.predicate == predicate and isinstance(one.value, Ref)
    }


def test_a_reason_is_taken_from_the_reason_column_alone() -> None:
    record = procedure(statedDescription="県独自のシステムに入力", statedNote="庁内LANを利用")

    assert said(findings(record), "dg:sharingReason") == {"own-infrastructure"}


def test_a_task_is_taken_from_name_and_description_alone() -> None:
    record = procedure(
        statedName="集計業務", statedDescription="財務会計システムへ転記", statedNote="印刷は不可"
    )
    found = findings(record)

    assert said(found, "dg:automatedTask") == {"aggregation", "data-entry"}
    assert said(found, "dg:actsOn") == {"financial-accounting"}


def test_a_shared_system_has_reasons_and_no_tasks() -> None:
    record = shared_system("未利用団体に利用を働きかける", statedDescription="申請の入力")
    found = findings(record)

    assert said(found, "dg:sharingReason") == {"room-for-more"}
    assert said(found, "dg:automatedTask") == set()


def test_every_statement_quotes_the_words_that_state_it() -> None:
    record = procedure(statedNote="ＲＰＡ シナリオの提供は可能")
    offers = [one for one in findings(record) if one.predicate == "dg:offersToShare"]

    (evidence,) = offers[0].evidence
    assert record.texts[Column.NOTE][evidence.start : evidence.end] == "シナリオの提供は可能"


def test_words_that_stand_close_together_are_quoted_together() -> None:
    record = procedure(
        statedName="支出", statedDescription="財務会計システムへの入力。結果を関係する各所属に印刷"
    )
    quotes = {
        one.predicate: record.texts[words.column][words.start : words.end]
        for one in findings(record)
        for words in one.evidence
        if words.column is Column.DESCRIPTION and one.value != Ref("concept/task/printing")
    }

    assert quotes == {
        "dg:automatedTask": "財務会計システムへの入力",
        "dg:actsOn": "財務会計システムへの入力",
    }


def test_a_word_in_the_name_of_one_listed_procedure_does_not_apply_to_another() -> None:
    record = procedure(statedName="支出の入力業務\n年末調整業務", statedDescription="RPAによる")
    found = findings(record, names=("支出の入力業務", "年末調整業務"))
    tasks = [one.subject.path for one in found if one.predicate == "dg:automatedTask"]

    assert tasks == ["id/procedure/支出の入力業務"]


def test_a_reviewed_row_adds_and_drops_a_concept_of_its_prefecture() -> None:
    record = procedure(statedNote="庁内LANを利用")
    rows = [
        decision("庁内LAN", "own-infrastructure", "drop"),
        decision("利用", "no-need", "add"),
    ]
    found = findings(record, rows)

    assert said(found, "dg:sharingReason") == {"no-need"}
    assert [one.reason for one in found if one.predicate == "dg:sharingReason"] == ["reviewed"]


def test_a_reviewed_row_of_another_prefecture_is_not_applied() -> None:
    record = shared_system("庁内LANを利用")
    rows = [decision("庁内LAN", "own-infrastructure", "drop")]

    assert said(findings(record, rows), "dg:sharingReason") == {"own-infrastructure"}


def test_a_reviewed_row_whose_words_are_not_found_is_noted() -> None:
    rows = [decision("この語はない", "no-need", "add")]
    notes = list(AnswerRules(VOCABULARY, rows).notes([procedure()]))

    assert len(notes) == 1
    assert "row for 青森県 「この語はない」 ignored" in notes[0]


@pytest.mark.parametrize(("concept", "verb"), [("nothing", "add"), ("no-need", "keep")])
def test_a_reviewed_row_with_an_unknown_concept_or_verb_is_refused(concept: str, verb: str) -> None:
    with pytest.raises(DecisionFileError, match="青森県"):
        AnswerRules(VOCABULARY, [decision("利用", concept, verb)])


@pytest.mark.parametrize(
    ("description", "systems"),
    [
        ("農地台帳システムへの入力", {"other"}),
        ("申請の情報をシステムへ入力", {"unnamed"}),
        ("専用システムへの入力", {"unnamed"}),
        ("人事給与システムから抽出", {"personnel-and-payroll"}),
        ("農地台帳システムから抽出し、業務システムへ転記", {"other", "unnamed"}),
    ],
)
def test_a_noun_before_the_word_for_a_system_names_it(description: str, systems: set[str]) -> None:
    record = procedure(statedName="事務", statedDescription=description)

    assert said(findings(record), "dg:actsOn") == systems


@pytest.mark.parametrize(
    ("note", "reasons", "offers"),
    [
        ("各県で様式や運用が違うため困難", {"differing-practice"}, set()),
        ("閉域網で運用しているため", {"own-infrastructure"}, set()),
        ("市販ソフトを個別に契約しているため", {"vendor-service"}, set()),
        ("県内全市町村が既に利用しているため", {"all-joined"}, set()),
        ("今後、市町村の要望を踏まえて検討する", {"under-consideration"}, set()),
        ("業務の標準化が行われれば共同利用可能", {"differing-practice"}, {"system"}),
        ("共同利用可能か検討中", {"under-consideration"}, set()),
        ("シナリオを提供することは可能", set(), {"scenario"}),
        ("ノウハウの提供は可能", set(), {"know-how"}),
        ("他団体への提供は可能", set(), {"system"}),
        ("民間企業との連携は想定していない", {"not-intended"}, set()),
        ("導入可能性を検討中", {"under-consideration"}, set()),
        ("業務が団体により違い、統一が必要", {"differing-practice"}, set()),
        ("道独自のシステム", {"own-system"}, set()),
        ("システムの利用無し", {"no-need"}, set()),
    ],
)
def test_notes_that_no_survey_has_are_understood(
    note: str, reasons: set[str], offers: set[str]
) -> None:
    found = findings(procedure(statedNote=note))

    assert said(found, "dg:sharingReason") == reasons
    assert said(found, "dg:offersToShare") == offers


@pytest.mark.parametrize(
    ("description", "tasks"),
    [
        ("補助金の交付決定通知書を作成して送付", {"document-preparation", "notification"}),
        ("受付簿を作成し、関係課へメールで送信", {"document-preparation", "notification"}),
        ("道路の写真をAIで診断", {"analysis"}),
        ("映像から不審者を検知", {"monitoring"}),
        ("請求書をスキャンし、台帳に登録", {"digitisation", "data-entry"}),
        ("公開されたデータをダウンロードして集計", {"data-transfer", "aggregation"}),
        ("免許更新の申請を情報公開請求とともに受付", set()),
        ("名簿データの更新", {"data-entry"}),
        ("連絡先を台帳に転記", {"data-entry"}),
        ("質問票の入力", {"data-entry"}),
        ("台帳の作成", {"document-preparation"}),
    ],
)
def test_steps_that_no_survey_has_are_understood(description: str, tasks: set[str]) -> None:
    found = findings(procedure(statedName="事務", statedDescription=description))

    assert said(found, "dg:automatedTask") == tasks
