"""What is put over a survey's pages never changes a text without a word about it."""

from pathlib import Path

import pytest
from pdf_makers import Layout, cases, reportlab_pdf, shortened, survey_to_sheets
from pdf_stamps import BELOW, HIDDEN, STAMPS, Draw, below, stamped
from read_pdf import expected, pdf_to_rows, printed, survey_in_text
from reportlab.lib.pagesizes import A4, landscape

SHEETS = shortened(survey_to_sheets(survey_in_text())[:2], 8)
# The stamps cover a page of this size; the tables fill most of it.
LAYOUT = Layout(page=landscape(A4), font_size=7, padding=6)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reportlab_pdf(tmp_path_factory.mktemp("plain") / "survey.pdf", SHEETS, LAYOUT)


@pytest.mark.parametrize("draw", cases(STAMPS, fast=6))
def test_a_stamp_over_the_table_is_left_out_with_a_note(
    draw: Draw, plain: Path, tmp_path: Path
) -> None:
    reading = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", draw))

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert [one for one in reading.remarks if one.startswith("left out: text ")]


@pytest.mark.parametrize("draw", cases(HIDDEN, fast=5))
def test_text_that_nobody_sees_is_left_out_with_a_note(
    draw: Draw, plain: Path, tmp_path: Path
) -> None:
    reading = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", draw))

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert [one for one in reading.remarks if one.startswith("left out: text ")]


@pytest.mark.parametrize("draw", cases(BELOW, fast=1))
def test_text_below_the_background_is_left_out_with_a_note(draw: Draw, tmp_path: Path) -> None:
    path = reportlab_pdf(tmp_path / "survey.pdf", SHEETS, below(LAYOUT, draw))

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert "left out: text behind a picture or a filled area" in "\n".join(reading.remarks)
