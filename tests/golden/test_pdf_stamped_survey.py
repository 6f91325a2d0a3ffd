"""The whole survey, stamped or in other print, gives its records or faults with positions."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pdf_edits import TOGETHER, Edit, furigana, merged_in_pairs, table_below
from pdf_makers import (
    Css,
    Layout,
    cases,
    chromium_pdf,
    needs_chromium,
    reportlab_pdf,
    survey_to_sheets,
)
from pdf_stamps import BELOW, HIDDEN, STAMPS, Draw, below, level, stamped
from read_pdf import compared, pdf_to_survey, survey_in_text

from converter.errors import InputError

BLACK: Mapping[str, Draw] = {
    "words in the table's own type": level("取扱注意取扱注意取扱注意", 7, (0, 0, 0)),
    "a word in the table's own type": level("済", 7, (0, 0, 0)),
}
PRINTS: Mapping[str, Css] = {
    "bold by a copy 0.7 pt to the right": Css(extra="td { text-shadow: 0.7pt 0 0 black }"),
    "spaced header": Css(page=(842, 595), extra="th { letter-spacing: 1em; text-align: center }"),
}
# The style of the table, the added content, and the expected note.
LEFT_OUT: Mapping[str, tuple[str, Edit, str]] = {
    "furigana before a word": ("", furigana("業務", "ぎょうむ"), "text set as furigana"),
    "a small table touching each table": (
        TOGETHER,
        table_below("margin-top: 0", [("凡例", "件数"), ("導入済", "12")]),
        "2 rows of another table on page 16 of the PDF",
    ),
}
MERGED = {"the prefecture": -1, "the status": 3}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sheets = survey_to_sheets(survey_in_text())
    return reportlab_pdf(tmp_path_factory.mktemp("whole") / "survey.pdf", sheets, Layout())


@pytest.mark.slow
@pytest.mark.parametrize("draw", cases({**STAMPS, **HIDDEN}, fast=99))
def test_the_stamped_survey_gives_its_records_with_a_note(
    draw: Draw, whole: Path, tmp_path: Path
) -> None:
    survey = pdf_to_survey(stamped(whole, tmp_path / "survey.pdf", draw))

    assert compared(survey.records) == compared(survey_in_text().records)
    assert any(remark.startswith("left out: text ") for remark in survey.remarks)


@pytest.mark.slow
@pytest.mark.parametrize("draw", cases(BELOW, fast=99))
def test_the_survey_over_hidden_text_gives_its_records(draw: Draw, tmp_path: Path) -> None:
    sheets = survey_to_sheets(survey_in_text())
    path = reportlab_pdf(tmp_path / "survey.pdf", sheets, below(Layout(), draw))

    assert compared(pdf_to_survey(path).records) == compared(survey_in_text().records)


@pytest.mark.slow
@pytest.mark.parametrize("draw", cases(BLACK, fast=99))
def test_words_over_the_survey_in_its_own_font_are_refused_with_their_positions(
    draw: Draw, whole: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        pdf_to_survey(stamped(whole, tmp_path / "survey.pdf", draw))

    assert caught.value.faults
    assert all(
        fault.page and ("entry " in fault.found or "in the section" in fault.found)
        for fault in caught.value.faults
    )


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize("css", cases(PRINTS, fast=99))
def test_the_survey_in_another_font_gives_its_records(css: Css, tmp_path: Path) -> None:
    path = chromium_pdf(tmp_path / "survey.pdf", survey_to_sheets(survey_in_text()), css)

    assert compared(pdf_to_survey(path).records) == compared(survey_in_text().records)


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize("added", cases(LEFT_OUT, fast=99))
def test_the_survey_with_foreign_content_gives_its_records_with_a_note(
    added: tuple[str, Edit, str], tmp_path: Path
) -> None:
    style, edit, note = added
    sheets = survey_to_sheets(survey_in_text())

    survey = pdf_to_survey(chromium_pdf(tmp_path / "survey.pdf", sheets, Css(extra=style), edit))

    assert compared(survey.records) == compared(survey_in_text().records)
    assert any(note in remark for remark in survey.remarks)


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize("column", cases(MERGED, fast=99))
def test_the_survey_with_cells_merged_over_two_rows_gives_its_records(
    column: int, tmp_path: Path
) -> None:
    sheets = survey_to_sheets(survey_in_text())
    css = Css(extra="tr { break-inside: avoid }")

    path = chromium_pdf(tmp_path / "survey.pdf", sheets, css, merged_in_pairs(column))

    assert path.with_suffix(".html").read_text("utf-8").count("rowspan") > 100
    assert compared(pdf_to_survey(path).records) == compared(survey_in_text().records)


@needs_chromium
@pytest.mark.slow
def test_cells_split_by_a_page_break_are_refused_with_their_positions(
    tmp_path: Path,
) -> None:
    sheets = survey_to_sheets(survey_in_text())
    path = chromium_pdf(tmp_path / "survey.pdf", sheets, Css(), merged_in_pairs(-1))

    with pytest.raises(InputError) as caught:
        pdf_to_survey(path)

    assert all(fault.page and "entry " in fault.found for fault in caught.value.faults)


@pytest.mark.slow
@pytest.mark.parametrize("font", ["HeiseiKakuGo-W5", "HeiseiMin-W3"])
def test_the_survey_in_a_cid_font_gives_its_dashes_as_written(font: str, tmp_path: Path) -> None:
    path = reportlab_pdf(
        tmp_path / "survey.pdf", survey_to_sheets(survey_in_text()), Layout(font=font)
    )

    survey = pdf_to_survey(path)

    assert compared(survey.records) == compared(survey_in_text().records)
    for read in ("〜 read as “～”", "− read as “－”"):
        assert any(read in remark for remark in survey.remarks)
