"""Every record has exactly the characters of the source lines that it names."""

import re
from itertools import pairwise

import pytest

import seeds
from converter.extraction.form import heading_table, is_furniture
from converter.model import Column, PrintedPosition, Record, Survey
from converter.pipeline import read_bundled_survey
from converter.rows import CODE_COLUMNS, COLUMNS

LINES = seeds.document("nga-2020.txt").decode().split("\n")


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_bundled_survey()


def stated(record: Record, column: Column) -> str:
    if column is Column.NUMBER:
        return str(record.key.number)
    if column is Column.PREFECTURE:
        return record.prefecture
    if column in CODE_COLUMNS:
        return record.codes[column].printed
    return record.texts.get(column, "")


def positions(survey: Survey) -> list[PrintedPosition]:
    records = [record.position for record in survey.records]
    return records + [section.position for section in survey.sections]


def lines_of(position: PrintedPosition) -> range:
    return range(position.first_line, position.last_line + 1)


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_cells_of_a_record_are_exactly_the_text_of_its_lines(survey: Survey) -> None:
    for record in survey.records:
        printed = "".join(LINES[record.position.first_line - 1 : record.position.last_line])

        cells = "".join(stated(record, column) for column in COLUMNS[record.key.table])

        assert without_space(cells) == without_space(printed), record.key


def test_every_line_outside_rows_belongs_to_the_form(survey: Survey) -> None:
    taken = {line for position in positions(survey) for line in lines_of(position)}
    first_table = LINES.index("①ＡＩ・ＲＰＡ・チャットボット等により業務を効率化している事務・手続")

    left = {
        text.strip()
        for number, text in enumerate(LINES, start=1)
        if number > first_table and number not in taken and not is_furniture(text.strip())
    }

    footers = {"4", "18"}
    assert {text for text in left if text not in footers and not heading_table(text)} == {""}


def test_a_stated_text_is_made_of_its_lines_in_order(survey: Survey) -> None:
    for record in survey.records:
        lines = LINES[record.position.first_line - 1 : record.position.last_line]
        for text in record.texts.values():
            for part in text.split("\n"):
                assert without_space(part) in without_space("".join(lines)), record.key


def test_printed_lines_of_records_do_not_overlap(survey: Survey) -> None:
    in_order = sorted(positions(survey), key=lambda position: position.first_line)

    for before, after in pairwise(in_order):
        assert before.last_line < after.first_line
        assert before.page <= after.page
