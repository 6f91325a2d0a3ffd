"""Mutated real entries give only valid records or reported errors."""

import re

from excerpts import excerpt
from hypothesis import given
from hypothesis import strategies as st

from converter.authority.vocabulary import load_vocabulary
from converter.errors import InputError
from converter.model import Column, Document, Record, Survey, SurveyTable
from converter.reading import bytes_to_survey, load_words
from converter.rows import CODE_COLUMNS, COLUMNS

DOCUMENT = Document("survey", "survey.txt", "", "")
WORDS = load_words(load_vocabulary())
EXCERPTS = [excerpt(table, entries=3) for table in SurveyTable]

excerpts = st.sampled_from(EXCERPTS)
offsets = st.integers(min_value=0, max_value=400)
words = st.text(alphabet="あＡAI1２①③・（) \n\f\r　県東京都済\x00\ud7ff", max_size=6)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return an excerpt with a few changed characters and a few lost, doubled or swapped lines."""
    lines = list(draw(excerpts))
    for at, action in draw(st.lists(st.tuples(offsets, st.integers(0, 2)), max_size=3)):
        index = at % len(lines)
        lines[index : index + 1] = [[], [lines[index]] * 2, [lines[index], lines[at % 7]]][action]
        lines = lines or [""]
    text = "\n".join(lines)
    for at, word in draw(st.lists(st.tuples(offsets, words), max_size=3)):
        index = at % (len(text) or 1)
        text = text[:index] + word + text[index + len(word) % 3 :]
    return text


def stated(record: Record) -> str:
    def cell(column: Column) -> str:
        if column in CODE_COLUMNS:
            return record.codes[column].printed
        return record.texts.get(column, "")

    inner = COLUMNS[record.key.table][1:-1]
    return f"{record.key.number}{''.join(map(cell, inner))}{record.prefecture}"


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def read(text: str) -> Survey | InputError:
    try:
        return bytes_to_survey(text.encode(), DOCUMENT, WORDS)
    except InputError as error:
        return error


@given(mutated())
def test_a_mutated_survey_gives_valid_records_or_a_reported_error(text: str) -> None:
    found = read(text)

    if isinstance(found, InputError):
        assert found.faults
        assert all(fault.found and fault.expected for fault in found.faults)
    else:
        printed = without_space(text)
        assert found.records
        assert all(without_space(stated(record)) in printed for record in found.records)


def test_the_excerpts_themselves_are_surveys() -> None:
    surveys = [read("\n".join(lines)) for lines in EXCERPTS]

    assert [len(one.records) for one in surveys if isinstance(one, Survey)] == [3, 3, 3, 3]
