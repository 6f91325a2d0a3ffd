"""PDFs of two producers in many layouts give the rows that were printed."""

from pathlib import Path

import pytest
from pdf_makers import (
    Css,
    Layout,
    cases,
    chromium_pdf,
    needs_chromium,
    reportlab_pdf,
    shortened,
    survey_to_sheets,
)
from read_pdf import expected, pdf_to_rows, printed, survey_in_text
from reportlab.lib.pagesizes import A3, A4, B5, landscape, letter

from converter.sources.pdf_reader import PdfOptions, PdfRange

SHEETS = shortened(survey_to_sheets(survey_in_text()), 12)

REPORTLAB = {
    "no lines at all": Layout(ruled=False, padding=5, valign="TOP"),
    "no lines, header not repeated": Layout(
        ruled=False, padding=5, valign="TOP", repeat_header=False
    ),
    "horizontal lines only": Layout(rules_between_columns=False),
    "tables that start in mid-page": Layout(break_tables=False, space_before=20),
    "text upwards": Layout(rotate=270),
    "page turned, text upright": Layout(rotate=90, turned=True),
    "portrait page, small type": Layout(page=A4, font_size=6),
    "large page, serif type": Layout(page=landscape(A3), font_size=9, font="HeiseiMin-W3"),
    "small page, narrow margins": Layout(page=B5, font_size=4.5, padding=1),
    "no lines, cells in the middle": Layout(ruled=False, padding=5),
    "header not repeated": Layout(repeat_header=False),
    "text upside down": Layout(rotate=180),
}
CHROMIUM = {
    "serif type on US paper": Css(page=letter, size=6, family="'Noto Serif CJK JP', serif"),
    "no lines at all": Css(border="none", padding=4),
    "tables open at both sides": Css(
        extra="td:first-child, th:first-child { border-left: none }"
        "td:last-child, th:last-child { border-right: none }"
    ),
    "horizontal lines, header not repeated": Css(
        page=landscape(A4),
        extra="td, th { border-left: none; border-right: none }thead { display: table-row-group }",
    ),
}


@pytest.mark.parametrize("layout", cases(REPORTLAB, fast=4))
def test_any_layout_by_reportlab_gives_the_rows_that_were_printed(
    layout: Layout, tmp_path: Path
) -> None:
    path = reportlab_pdf(tmp_path / "survey.pdf", SHEETS, layout)

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()


@needs_chromium
@pytest.mark.parametrize("css", cases(CHROMIUM, fast=1))
def test_any_layout_by_a_browser_gives_the_rows_that_were_printed(css: Css, tmp_path: Path) -> None:
    path = chromium_pdf(tmp_path / "survey.pdf", SHEETS, css)

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()


@pytest.mark.parametrize("footer", ["{page}", "- {page} -", "{page} / 99", "{page}ページ"])
def test_pages_are_numbered_as_printed_and_by_their_index(footer: str, tmp_path: Path) -> None:
    sheets = shortened(SHEETS, 3)
    path = reportlab_pdf(tmp_path / "survey.pdf", sheets, Layout(footer=footer, first_page=11))

    positions = [row.position for row in pdf_to_rows(path).rows]

    assert {(position.page, position.page_index) for position in positions} == {
        (index + 10, index) for index in (1, 2, 3, 4)
    }


def test_chosen_pages_give_their_entries_and_the_headings_above_them(tmp_path: Path) -> None:
    path = reportlab_pdf(tmp_path / "survey.pdf", SHEETS, Layout())
    whole = pdf_to_rows(path)

    part = pdf_to_rows(path, PdfOptions(PdfRange(2, 2)))

    assert part.is_part
    assert printed(part)[:2] == printed(whole)[:2]
    entries = [row.position.page_index for row in part.rows if hasattr(row, "number")]
    assert set(entries) == {2}


def test_progress_is_reported_for_each_page(tmp_path: Path) -> None:
    path = reportlab_pdf(tmp_path / "survey.pdf", shortened(SHEETS, 2), Layout())
    reported: list[tuple[int, int]] = []

    pdf_to_rows(path, PdfOptions(progress=lambda page, last: reported.append((page, last))))

    assert reported == [(1, 4), (2, 4), (3, 4), (4, 4)]


@needs_chromium
def test_look_alike_code_points_are_folded_with_a_remark(tmp_path: Path) -> None:
    path = chromium_pdf(tmp_path / "survey.pdf", shortened(SHEETS, 3))

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(shortened(SHEETS, 3))
    assert any(remark.startswith("U+2F0A ⼊ read as “入”") for remark in reading.remarks)
