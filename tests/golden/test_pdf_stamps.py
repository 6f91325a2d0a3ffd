"""Content added over the pages of a survey never changes a text without a note."""

from pathlib import Path

import pytest
from pdf_makers import Layout, cases, reportlab_pdf, shortened, survey_to_sheets
from pdf_stamps import BELOW, HIDDEN, STAMPS, Draw, annotated, at, below, stamped
from pypdfium2 import raw  # type: ignore[import-untyped] # ships no types
from read_pdf import expected, pdf_to_rows, printed, survey_in_text
from reportlab.lib.pagesizes import A4, landscape

SHEETS = shortened(survey_to_sheets(survey_in_text())[:2], 8)
# The stamps cover a page of this size; the tables fill most of the page.
LAYOUT = Layout(page=landscape(A4), font_size=7, padding=6)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reportlab_pdf(tmp_path_factory.mktemp("plain") / "survey.pdf", SHEETS, LAYOUT)


def assert_left_out(path: Path) -> None:
    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert [one for one in reading.remarks if one.startswith("left out: text ")]


@pytest.mark.parametrize("draw", cases(STAMPS, fast=6))
def test_a_stamp_over_the_table_is_left_out_with_a_note(
    draw: Draw, plain: Path, tmp_path: Path
) -> None:
    assert_left_out(stamped(plain, tmp_path / "survey.pdf", draw))


@pytest.mark.parametrize("draw", cases(HIDDEN, fast=5))
def test_invisible_text_is_left_out_with_a_note(draw: Draw, plain: Path, tmp_path: Path) -> None:
    assert_left_out(stamped(plain, tmp_path / "survey.pdf", draw))


@pytest.mark.parametrize("draw", cases(BELOW, fast=1))
def test_text_below_the_background_is_left_out_with_a_note(draw: Draw, tmp_path: Path) -> None:
    path = reportlab_pdf(tmp_path / "survey.pdf", SHEETS, below(LAYOUT, draw))

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert "left out: text behind a picture or a filled area" in "\n".join(reading.remarks)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (raw.FPDF_ANNOT_STAMP, "Stamp"),
        (raw.FPDF_ANNOT_FREETEXT, "FreeText"),
        (raw.FPDF_ANNOT_SQUARE, "Square"),
        (raw.FPDF_ANNOT_INK, "Ink"),
    ],
)
def test_annotations_over_the_page_are_left_out_with_a_note(
    kind: int, name: str, plain: Path, tmp_path: Path
) -> None:
    reading = pdf_to_rows(annotated(plain, tmp_path / "survey.pdf", kind, flags=4))

    assert printed(reading) == expected(SHEETS)
    assert (
        f"left out: annotations of the kind {name}, first on page 1 of the PDF" in reading.remarks
    )


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        (raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FLAG_HIDDEN),
        (raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FLAG_NOVIEW),
        (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_FLAG_PRINT),
        (raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_FLAG_PRINT),
    ],
)
def test_an_annotation_that_covers_nothing_has_no_note(
    kind: int, flags: int, plain: Path, tmp_path: Path
) -> None:
    reading = pdf_to_rows(annotated(plain, tmp_path / "survey.pdf", kind, flags))

    assert printed(reading) == expected(SHEETS)
    assert not [one for one in reading.remarks if "annotations" in one]


def test_words_over_a_header_are_refused_with_page_and_column(plain: Path, tmp_path: Path) -> None:
    over = at(0.3, 1 - 62 / LAYOUT.page[1], "LOGO", 7, (0, 0, 0))

    faults = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", over)).faults

    assert [(fault.page, fault.found.split(",")[0]) for fault in faults][:1] == [
        (1, "a header without 活用方法")
    ]
