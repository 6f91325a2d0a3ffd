"""Covered, cut off or overprinted text is refused with its position; scans are read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_makers import Layout, cases, reportlab_pdf, shortened, survey_to_sheets
from pdf_stamps import Draw, Size, below, picture, set_type, stamped
from read_pdf import expected, pdf_to_rows, printed, survey_in_text
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

SHEETS = shortened(survey_to_sheets(survey_in_text())[:1], 9)
LAYOUT = Layout(page=landscape(A4), padding=6)
UNSEEN = replace(LAYOUT, operators="3 Tr")
SCAN = "text that is not seen was read on 1 pages"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reportlab_pdf(tmp_path_factory.mktemp("plain") / "survey.pdf", SHEETS, LAYOUT)


def area(colour: tuple[float, float, float], opacity: float = 1) -> Draw:
    def draw(canvas: Canvas, page: Size) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.setFillAlpha(opacity)
        canvas.rect(page[0] * 0.3, page[1] * 0.5, 150, 100, stroke=0, fill=1)

    return draw


def photograph(canvas: Canvas, page: Size) -> None:
    canvas.drawImage(picture(90), page[0] * 0.3, page[1] * 0.5, 150, 100)


def words(text: str, *, across: float, down: float, size: float = 7) -> Draw:
    """Return a function that draws words in the font of the table."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size)
        canvas.drawString(page[0] * across, page[1] * (1 - down), text)

    return draw


COVERED = {
    "a picture": photograph,
    "a white area": area((1, 1, 1)),
    "a black bar": area((0, 0, 0)),
    "an area that is hardly transparent": area((0.9, 0.9, 0.9), 0.97),
}
SEEN_THROUGH = {
    "a yellow area": area((1, 1, 0), 0.4),
    "a grey veil": area((0.5, 0.5, 0.5), 0.2),
}
PRINTED_OVER = {
    "on a line": words("取扱注意", across=0.32, down=0.4),
    "between two lines": words("取扱注意取扱注意", across=0.32, down=0.405),
    "in an empty place": words("印", across=0.78, down=0.29),
    "across two cells": words("関係者限り", across=0.235, down=0.35),
    "one letter": words("Ａ", across=0.34, down=0.33),
}


@pytest.mark.parametrize("draw", cases(COVERED, fast=2))
def test_covered_text_is_refused_with_page_column_and_entry(
    draw: Draw, plain: Path, tmp_path: Path
) -> None:
    faults = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", draw)).faults

    assert faults
    assert all(fault.page == 1 for fault in faults)
    assert any(
        "covered by a picture or a filled area in 活用方法 of entry" in fault.found
        for fault in faults
    )


@pytest.mark.parametrize("draw", cases(SEEN_THROUGH, fast=1))
def test_a_transparent_area_covers_no_text(draw: Draw, plain: Path, tmp_path: Path) -> None:
    reading = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", draw))

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()


@pytest.mark.parametrize("draw", cases(PRINTED_OVER, fast=3))
def test_words_in_the_font_of_the_table_are_refused_with_their_position(
    draw: Draw, plain: Path, tmp_path: Path
) -> None:
    faults = pdf_to_rows(stamped(plain, tmp_path / "survey.pdf", draw)).faults

    assert faults
    assert all(fault.page == 1 and "of entry" in fault.found for fault in faults)


def test_text_cut_off_by_a_clip_is_refused_with_its_position(tmp_path: Path) -> None:
    width, height = LAYOUT.page
    layout = replace(LAYOUT, operators=f"0 {height * 0.6} {width} {height} re W n")

    faults = pdf_to_rows(reportlab_pdf(tmp_path / "survey.pdf", SHEETS, layout)).faults

    assert any(
        fault.page == 1 and "cut off by its clipping path in" in fault.found for fault in faults
    )


def full(canvas: Canvas, page: Size) -> None:
    canvas.drawImage(picture(), 0, 0, *page)


SCANS: dict[str, Callable[[Path, Path], Path]] = {
    "text over the picture": lambda _, path: reportlab_pdf(path, SHEETS, below(UNSEEN, full)),
    "text behind the picture": lambda plain, path: stamped(plain, path, full),
    "text without a picture": lambda _, path: reportlab_pdf(path, SHEETS, UNSEEN),
    "text over the picture, with a stamp": lambda plain, path: stamped(
        reportlab_pdf(plain.with_name("scan.pdf"), SHEETS, below(UNSEEN, full)),
        path,
        words("写", across=0.02, down=0.05, size=9),
    ),
}


@pytest.mark.parametrize("make", cases(SCANS, fast=2))
def test_ocr_text_of_a_scan_is_read_with_a_note(
    make: Callable[[Path, Path], Path], plain: Path, tmp_path: Path
) -> None:
    reading = pdf_to_rows(make(plain, tmp_path / "survey.pdf"))

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert SCAN in "\n".join(reading.remarks)
