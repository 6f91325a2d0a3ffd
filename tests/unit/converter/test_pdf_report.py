"""The report on the conversion lists the content left out of a PDF."""

from dataclasses import replace
from pathlib import Path

import surveys
from pdf_makers import reportlab_pdf, shortened, survey_to_sheets
from pdf_stamps import STAMPS, stamped
from read_pdf import pdf_to_rows, survey_in_text

from converter.reporting.data_quality import data_quality
from converter.sources.pdf_reader import PdfOptions, PdfRange

SHEETS = shortened(survey_to_sheets(survey_in_text())[:1], 4)
SLOPING = STAMPS["pale Latin letters, sloping"]


def test_the_report_lists_the_content_left_out_of_each_document() -> None:
    remark = "left out: text turned against the page's text"

    text = data_quality((replace(surveys.survey(), remarks=(remark,)),), ())

    assert f"or left out:\n\n- test-2021: {remark}\n" in text


def test_a_report_without_remarks_has_no_list_of_them() -> None:
    assert "or left out" not in data_quality((surveys.survey(),), ())


def test_a_remark_names_the_content_left_out_its_count_and_first_position(tmp_path: Path) -> None:
    plain = reportlab_pdf(tmp_path / "plain.pdf", SHEETS)

    remarks = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", SLOPING)).remarks

    assert remarks[-1] == (
        "left out: text turned against the page's text, 5 glyphs on 1 pages, "
        "first “DRAFT” on page 1 of the PDF"
    )


def test_pages_that_were_not_asked_for_are_not_remarked_on(tmp_path: Path) -> None:
    sheets = shortened(survey_to_sheets(survey_in_text())[:2], 4)
    plain = reportlab_pdf(tmp_path / "plain.pdf", sheets)
    path = stamped(plain, tmp_path / "survey.pdf", SLOPING)

    remarks = pdf_to_rows(path, PdfOptions(PdfRange(2, 2))).remarks

    assert "on 1 pages, first “DRAFT” on page 2" in remarks[-1]
