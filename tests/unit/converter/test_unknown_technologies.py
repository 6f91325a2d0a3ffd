"""Technologies without a concept are reported and not linked to a broader concept."""

import pytest
import surveys

from converter.authority.vocabulary import load_vocabulary
from converter.linking.technologies import TechnologyTagger
from converter.linking.unknown_technologies import UnknownTechnologies
from converter.model import Column, Record
from converter.tables import load_tables

VOCABULARY = load_vocabulary()
UNKNOWN = UnknownTechnologies(VOCABULARY.schemes["technology"].values(), load_tables().known_words)
TAGGER = TechnologyTagger(VOCABULARY, ())


def record(description: str) -> Record:
    return surveys.procedure(statedName="事務", statedDescription=description)


def reported(description: str) -> list[str]:
    columns = (Column.NAME, Column.DESCRIPTION)
    return [one.words for one in UNKNOWN.remarks(record(description), columns)]


@pytest.mark.parametrize(
    ("description", "names"),
    [
        ("生成ＡＩにより文案を作成", ["生成ai"]),
        ("ノーコードツールで作成", ["ノーコードツール"]),
        ("デジタルツインを整備", ["デジタルツイン"]),
        ("ChatGPTで要約", ["chatgpt"]),
        ("ＲＰＡとＡＩ－ＯＣＲを使い、エクセルファイルをメールで送る", []),
        ("改革推進課ＡＩ推進担当", []),
        ("京都府AI・IoTの会議", []),
    ],
)
def test_a_technology_without_a_concept_is_reported(description: str, names: list[str]) -> None:
    assert reported(description) == names


@pytest.mark.parametrize(
    ("description", "expected"),
    [("生成ＡＩにより作成", []), ("ＡＩにより作成", ["artificial-intelligence"])],
)
def test_an_unknown_kind_of_ai_is_not_linked_to_ai(description: str, expected: list[str]) -> None:
    assert [one.concept.slug for one in TAGGER.mentions(record(description))] == expected
