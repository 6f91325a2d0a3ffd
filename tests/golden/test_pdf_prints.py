"""Common table layouts of offices are read as meant, or refused with the position."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_edits import TOGETHER, Edit, furigana, merged_in_pairs, table_below
from pdf_makers import (
    Cells,
    Css,
    Heading,
    Layout,
    Sheet,
    cases,
    chromium_pdf,
    needs_chromium,
    reportlab_pdf,
    shortened,
    survey_to_sheets,
)
from read_pdf import expected, pdf_to_rows, printed, survey_in_text

SHEETS = shortened(survey_to_sheets(survey_in_text())[:2], 9)
WORD = "会議録"

BOLD = {
    "0.7 pt to the right": "0.7pt 0 0 black",
    "0.4 and 0.8 pt to the right": "0.4pt 0 0 black, 0.8pt 0 0 black",
    "to the left": "-0.6pt 0 0 black",
    "down and to the right": "0.5pt 0.5pt 0 black",
    "a grey shadow": "1pt 1pt 0 #aaa",
}
BRACKETS = {signs: signs for signs in ("「「", "））", "。。")}
FURIGANA = {
    "half as large": "",
    "larger": "rt { font-size: 60% }",
    "smaller": "rt { font-size: 40% }",
    "below the word": "ruby { ruby-position: under }",
    "spread over the word": "ruby { ruby-align: space-around }",
}
HEADERS = {
    "half a letter": "th { letter-spacing: 0.5em }",
    "more than a letter, centred": "th { letter-spacing: 1.2em; text-align: center }",
    "a letter, to the right": "th { letter-spacing: 1em; text-align: right }",
    "a quarter, in large type": "th { letter-spacing: 0.25em; font-size: 9pt }",
}
BELOW = {
    "touching": ("margin-top: 0", [("凡例", "件数"), ("導入済", "12")]),
    "overlapping": ("margin-top: -0.5pt", [("凡例", "件数"), ("導入済", "12")]),
    "4 pt below": ("margin-top: 4pt", [("凡例", "件数"), ("導入済", "12")]),
    "20 pt below": ("margin-top: 20pt", [("凡例", "件数"), ("導入済", "12")]),
    "of numbers and prefectures": ("margin-top: 2pt", [("1", "北海道"), ("2", "青森県")]),
    "of one cell": ("margin-top: 0", [("※調査時点は令和２年",)]),
    "of one cell, as wide as the survey's": (
        "margin-top: 0; width: 100%",
        [("※調査時点は令和２年",)],
    ),
    "of six columns": ("margin-top: 3pt", [("北海道", "1", "2", "3", "4", "5")]),
}


@needs_chromium
@pytest.mark.parametrize("shadow", cases(BOLD, fast=1))
def test_bold_made_by_a_copy_is_read_once(shadow: str, tmp_path: Path) -> None:
    css = Css(extra=f"td {{ text-shadow: {shadow} }}")

    reading = pdf_to_rows(chromium_pdf(tmp_path / "survey.pdf", SHEETS, css))

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()


@needs_chromium
@pytest.mark.parametrize("brackets", cases(BRACKETS, fast=1))
def test_signs_printed_half_a_width_apart_are_all_read(brackets: str, tmp_path: Path) -> None:
    path = edited(tmp_path, Css(), lambda body: body.replace(WORD, WORD + brackets))

    assert printed(pdf_to_rows(path)) == [
        tuple(text.replace(WORD, WORD + brackets) for text in row) for row in expected(SHEETS)
    ]


@needs_chromium
@pytest.mark.parametrize("style", cases(FURIGANA, fast=1))
def test_furigana_are_left_out_with_a_note(style: str, tmp_path: Path) -> None:
    path = edited(tmp_path, Css(extra=style), furigana(WORD, "かいぎろく"))

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert any("left out: text set as furigana" in remark for remark in reading.remarks)


@needs_chromium
@pytest.mark.parametrize("style", cases(HEADERS, fast=1))
def test_a_letter_spaced_header_is_recognised(style: str, tmp_path: Path) -> None:
    css = Css(page=(842, 595), extra=style)

    reading = pdf_to_rows(chromium_pdf(tmp_path / "survey.pdf", SHEETS, css))

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()


@needs_chromium
@pytest.mark.parametrize("below", cases(BELOW, fast=2))
def test_a_small_table_below_that_of_the_survey_is_left_out_with_a_note(
    below: tuple[str, list[tuple[str, ...]]], tmp_path: Path
) -> None:
    style, rows = below
    path = edited(tmp_path, Css(extra=TOGETHER), table_below(style, rows))

    reading = pdf_to_rows(path)

    assert printed(reading) == expected(SHEETS)
    assert reading.faults == ()
    assert f"left out: {len(rows)} rows of another table on page 1 of the PDF" in "\n".join(
        reading.remarks
    )


MERGED = {"the prefecture": -1, "the status": 3, "the description": 2}


@needs_chromium
@pytest.mark.parametrize("column", cases(MERGED, fast=1))
def test_a_cell_merged_over_two_rows_is_read_for_both_rows(column: int, tmp_path: Path) -> None:
    sheets = tuple(same_in_pairs(sheet, column) for sheet in SHEETS)
    path = edited(tmp_path, Css(), merged_in_pairs(column), sheets)

    reading = pdf_to_rows(path)

    assert "rowspan" in path.with_suffix(".html").read_text(encoding="utf-8")
    assert printed(reading) == expected(sheets)
    assert reading.faults == ()


@pytest.mark.parametrize("font", ["HeiseiKakuGo-W5", "HeiseiMin-W3"])
def test_dashes_that_a_cid_font_maps_to_others_are_read_as_written(
    font: str, tmp_path: Path
) -> None:
    entry = next(row for row in SHEETS[0].body if isinstance(row, tuple))
    cells = (entry[0], "９時～17時－受付", "③－１・９～17時", *entry[3:])
    sheets = (replace(SHEETS[0], body=(cells,)),)

    reading = pdf_to_rows(reportlab_pdf(tmp_path / "survey.pdf", sheets, Layout(font=font)))

    assert printed(reading) == expected(sheets)


def edited(
    folder: Path,
    css: Css,
    edit: Edit,
    sheets: tuple[Sheet, ...] = SHEETS,
) -> Path:
    """Print the sheets after editing the HTML of each table body."""
    return chromium_pdf(folder / "survey.pdf", sheets, css, edit)


def same_in_pairs(sheet: Sheet, column: int) -> Sheet:
    """Return the sheet with one column of every second entry copied from the entry above."""
    return replace(sheet, body=tuple(_in_pairs(sheet, column)))


def _in_pairs(sheet: Sheet, column: int) -> Iterator[Heading | Cells]:
    above: Cells | None = None
    for row in sheet.body:
        if isinstance(row, tuple) and above:
            at = column % len(row)
            yield (*row[:at], above[at], *row[at + 1 :])
            above = None
        else:
            yield row
            above = row if isinstance(row, tuple) else None
