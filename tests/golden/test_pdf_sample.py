"""PDFs of the whole survey, by three producers, give the 594 records of the text."""

from pathlib import Path

import pytest
from pdf_makers import Layout, chromium_pdf, needs_chromium, reportlab_pdf, survey_to_sheets
from read_pdf import compared, headings, pdf_to_survey, survey_in_text
from samples import rebuilt_pdf


def assert_same_survey(path: Path) -> None:
    survey = pdf_to_survey(path)

    assert compared(survey.records) == compared(survey_in_text().records)
    assert headings(survey) == headings(survey_in_text())
    assert len(survey.records) == 594


def test_the_rebuilt_pdf_gives_the_records_of_the_text() -> None:
    path = rebuilt_pdf()
    if path is None:
        pytest.skip("the rebuilt PDF does not lie beside the checkout (DIGIGOV_SAMPLES)")

    assert_same_survey(path)


def test_a_pdf_by_reportlab_gives_the_records_of_the_text(tmp_path: Path) -> None:
    sheets = survey_to_sheets(survey_in_text())

    path = reportlab_pdf(tmp_path / "reportlab.pdf", sheets, Layout())

    assert_same_survey(path)


@needs_chromium
def test_a_print_by_a_browser_gives_the_records_of_the_text(tmp_path: Path) -> None:
    sheets = survey_to_sheets(survey_in_text())

    path = chromium_pdf(tmp_path / "chromium.pdf", sheets)

    assert_same_survey(path)
