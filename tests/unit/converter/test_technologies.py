from collections.abc import Mapping

import pytest
import rdflib

import ontology
from converter.authority.decisions import TechnologyDecision
from converter.authority.reviewed_rows import DecisionFileError
from converter.authority.vocabulary import SKOS, VocabularyError, load_vocabulary, vocabulary_from
from converter.linking.technologies import TechnologyTagger
from converter.model import Column, EntryKey, PrintedPosition, Record, SurveyTable

VOCABULARY = load_vocabulary()
TAGGER = TechnologyTagger(VOCABULARY, ())


def record(texts: Mapping[Column, str], table: SurveyTable = SurveyTable.PROCEDURES) -> Record:
    position = PrintedPosition("document", page=1, first_line=1, last_line=1)
    return Record(EntryKey("", table, 1), (), "北海道", texts, {}, position)


def named(name: str, description: str = "") -> list[str]:
    texts = {Column.NAME: name, Column.DESCRIPTION: description}
    return [mention.concept.slug for mention in TAGGER.mentions(record(texts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＩ－ＯＣＲで読み取る", ["ai-ocr"]),
        ("AI・OCRで読み取る", ["ai-ocr"]),
        ("AIチャットボット", ["artificial-intelligence", "chatbot"]),
        ("AI音声認識による自動化", ["speech-recognition"]),
        ("AI・RPAの活用", ["artificial-intelligence", "robotic-process-automation"]),
        ("AIを活用したＲＰＡ", ["artificial-intelligence", "robotic-process-automation"]),
        ("音声データを自動でテキスト化", ["speech-recognition"]),
        ("自治体情報セキュリティクラウド", []),
        ("インターネットの接続口を集約し、監視を行う", ["information-security"]),
        ("森林クラウド", ["cloud-computing"]),
        ("クラウドファンディング", []),
        ("ｱﾌﾟﾘｹｰｼｮﾝの利用環境", []),
        ("Excelに転記し自動化", []),
        ("Excelマクロ", ["spreadsheet-macro"]),
        ("TeamsのチャットとWeb会議", ["groupware", "web-conferencing"]),
        ("ICTとDXによるスマート県庁", []),
        ("生成AIを活用し議事録を要約", ["text-summarization"]),
        ("車載カメラの画像解析", ["image-recognition"]),
        ("写真を基にした確認をＡＩで効率化", ["artificial-intelligence"]),
        ("AI予測により需要を把握", ["decision-support"]),
        ("AIで需要を予測", ["decision-support"]),
        ("画像をＡＩで解析", ["image-recognition"]),
        ("AIが道路の画像から人を認識", ["image-recognition"]),
        ("通勤の距離を電子地図で検索", ["map-service"]),
        ("被害の情報を地図上に表示", []),
        ("人型ロボットが来庁者を案内", ["service-robot"]),
        ("ロボットによる自動化（RPA）", ["robotic-process-automation"]),
        ("収集したデータ活用を進める", ["big-data"]),
        ("オープンデータ活用", ["open-data"]),
    ],
)
def test_a_technology_is_found_in_the_texts_that_name_it(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_a_denied_or_hypothetical_technology_is_not_stated() -> None:
    denied = named("採用", "AIエンジニアの採用は実施していない。RPAを利用する。")
    hypothetical = named("入力", "ＡＩ－ＯＣＲ導入までは手で入力する。")

    assert denied == ["robotic-process-automation"]
    assert hypothetical == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("電子申告分を除く申告書を入力", []),
        ("ＲＰＡ以外の方法で入力", []),
        ("AI-OCR以外は手で入力し、RPAで登録", ["robotic-process-automation"]),
        ("LGWAN回線以外からのメールを受信", ["lgwan"]),
        ("RPAで公共交通機関以外の区間を計測", ["robotic-process-automation"]),
    ],
)
def test_a_technology_that_the_next_words_leave_out_is_not_stated(
    text: str, expected: list[str]
) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("RPAの導入見送り", "RPAの導入見送り"),
        ("利用は可能。ＲＰＡは断念", "ＲＰＡは断念"),
        ("共同利用の見送り", ""),
        ("RPAを利用", ""),
    ],
)
def test_a_note_that_a_technology_was_given_up_is_remarked(note: str, expected: str) -> None:
    assert TAGGER.given_up(record({Column.NAME: "入力", Column.NOTE: note})) == expected


def test_the_note_on_sharing_names_no_technology_of_the_procedure() -> None:
    texts = {Column.NAME: "集計", Column.NOTE: "クラウドを利用"}

    assert TAGGER.mentions(record(texts)) == ()


def test_the_evidence_of_a_mention_is_its_words_as_printed() -> None:
    entry = record({Column.NAME: "集計", Column.DESCRIPTION: "紙をＡＩ－\nＯＣＲで読む"})

    (mention,) = TAGGER.mentions(entry)

    (evidence,) = mention.evidence
    assert entry.texts[evidence.column][evidence.start : evidence.end] == "ＡＩ－\nＯＣＲ"


def test_a_spelling_added_to_the_vocabulary_file_is_found_without_other_change() -> None:
    turtle = (ontology.read("concepts/technology.ttl")).decode()
    turtle += ':drone skos:hiddenLabel "空飛ぶカメラ"@ja .'
    tagger = TechnologyTagger(vocabulary_from({"technology": turtle.encode()}), ())

    mentions = tagger.mentions(record({Column.NAME: "空飛ぶ カメラで点検"}))

    assert [mention.concept.slug for mention in mentions] == ["drone"]


def test_a_reviewed_row_adds_or_drops_a_technology() -> None:
    rows = (
        TechnologyDecision(
            "1-1", "北海道", "議事録", "artificial-intelligence", "add", "named apart"
        ),
        TechnologyDecision(
            "1-9", "北海道", "RPA", "robotic-process-automation", "drop", "not in use"
        ),
        TechnologyDecision("1-1", "秋田県", "議事録", "drone", "add", "another prefecture"),
    )
    tagger = TechnologyTagger(VOCABULARY, rows)

    mentions = tagger.mentions(record({Column.NAME: "ＲＰＡと議事録"}))

    assert [(m.concept.slug, m.reason) for m in mentions] == [
        ("artificial-intelligence", "named apart")
    ]


def test_a_reviewed_row_with_an_unknown_technology_is_reported() -> None:
    rows = (TechnologyDecision("1-1", "北海道", "議事録", "teleport", "add", "for the test"),)

    with pytest.raises(DecisionFileError, match="found teleport; expected ids"):
        TechnologyTagger(VOCABULARY, rows)


def test_a_concept_two_levels_above_is_replaced_as_well() -> None:
    turtle = ontology.read("concepts/technology.ttl").decode()
    turtle += """:live-captions a skos:Concept ; skos:broader :speech-recognition ;
        skos:prefLabel "字幕"@ja , "Live captions"@en ; skos:hiddenLabel "自動字幕"@ja ."""
    tagger = TechnologyTagger(vocabulary_from({"technology": turtle.encode()}), ())

    mentions = tagger.mentions(record({Column.NAME: "AIによる自動字幕"}))

    assert [mention.concept.slug for mention in mentions] == ["live-captions"]


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        (":drone", "concepts/technology.ttl: invalid Turtle"),
        (
            f'<concept/technology/x> a <{SKOS}Concept> ; <{SKOS}prefLabel> "x"@ja .',
            "expected one in ja and one in en",
        ),
    ],
)
def test_a_concept_scheme_that_cannot_be_read_is_reported(turtle: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        vocabulary_from({"technology": turtle.encode()})


def test_every_technology_and_type_is_defined_in_both_languages() -> None:
    for scheme in ("technology", "procedure-type"):
        graph = rdflib.Graph().parse(data=ontology.read(f"concepts/{scheme}.ttl"), format="turtle")

        for concept in graph.subjects(rdflib.RDF.type, rdflib.SKOS.Concept):
            definitions = list(graph.objects(concept, rdflib.SKOS.definition))
            languages = {one.language for one in definitions if isinstance(one, rdflib.Literal)}
            assert languages == {"ja", "en"}, concept
