"""The search page reads a question correctly or says "not understood"; never wrongly."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from server.engine import LocalDataset
from server.facets.index import catalogue_of
from server.search.interpretation import NotUnderstoodError
from server.search.question import QuestionWords, vocabulary_of

FOLDER = Path(__file__).parent / "assistants"


def questions_of(name: str) -> list[dict[str, Any]]:
    """Return the questions of a file."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text("utf-8"))["question"]
    return found


QUESTIONS = questions_of("readings.toml")
OF_OTHERS = questions_of("readings_of_others.toml")


@pytest.fixture(scope="module")
def vocabulary(dataset: LocalDataset) -> QuestionWords:
    return vocabulary_of(dataset, catalogue_of(dataset))


def test_there_are_eighty_questions_in_both_languages() -> None:
    assert len(QUESTIONS) == 80
    assert sum(item["text"].isascii() for item in QUESTIONS) >= 30


def test_twenty_questions_are_by_an_author_who_had_not_seen_the_word_table() -> None:
    assert len([item for item in OF_OTHERS if item.get("author") == "other"]) == 20


@pytest.mark.parametrize("question", [*QUESTIONS, *OF_OTHERS], ids=lambda item: str(item["text"]))
def test_a_question_is_read_as_meant_or_not_at_all(
    vocabulary: QuestionWords, question: dict[str, Any]
) -> None:
    if question.get("search"):
        assert vocabulary.read(question["text"]) is None
        return
    if "unit" not in question:
        with pytest.raises(NotUnderstoodError):
            vocabulary.read(question["text"])
        return

    reading = vocabulary.read(question["text"])

    assert reading is not None
    assert reading.unit == question["unit"]
    assert {name: list(slugs) for name, slugs in reading.view.chosen.items()} == question["chosen"]


@pytest.mark.parametrize("text", ["", "RPA", "税務 AI-OCR", "chatbot Tokyo", "？", "県"])
def test_words_without_a_question_are_not_read_as_a_question(
    vocabulary: QuestionWords, text: str
) -> None:
    assert vocabulary.read(text) is None
