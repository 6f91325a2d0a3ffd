"""PDFs of the whole survey by three producers give the 594 records of the text."""

from collections.abc import Callable
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
        pytest.skip("no rebuilt PDF beside the checkout (DIGIGOV_SAMPLES)")

    assert_same_survey(path)


def by_reportlab(path: Path) -> Path:
    return reportlab_pdf(path, survey_to_sheets(survey_in_text()), Layout())


def by_chromium(path: Path) -> Path:
    return chromium_pdf(path, survey_to_sheets(survey_in_text()))


# Each landing reads one PDF of the whole survey: the rebuilt one, if there is one. Parts of the
# survey by both producers are read in test_pdf_layouts.py.
slow_beside_the_rebuilt = [pytest.mark.slow] if rebuilt_pdf() else []
PRODUCERS = [
    pytest.param(by_reportlab, id="ReportLab", marks=slow_beside_the_rebuilt),
    pytest.param(by_chromium, id="Chromium", marks=[needs_chromium, pytest.mark.slow]),
]


@pytest.mark.parametrize("make", PRODUCERS)
def test_a_pdf_by_each_producer_gives_the_records_of_the_text(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    assert_same_survey(make(tmp_path / "survey.pdf"))
