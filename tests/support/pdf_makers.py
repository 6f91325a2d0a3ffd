"""Makers of survey PDFs for tests: the same sheets, laid out by ReportLab or by Chromium."""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from chromium import CHROMIUM
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle
from reportlab.platypus.flowables import Flowable, PageBreak, Spacer

from converter.model import Column, Record, Survey, SurveyTable
from converter.rows import COLUMNS

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")


def cases(table: Mapping[str, object], fast: int) -> list[ParameterSet]:
    """Return the cases of a table by their names; those after the first few are slow tests."""
    return [
        pytest.param(case, id=name, marks=[pytest.mark.slow] * (index >= fast))
        for index, (name, case) in enumerate(table.items())
    ]


HEADINGS = {
    SurveyTable.PROCEDURES: "①ＡＩ・ＲＰＡ・チャットボット等により業務を効率化している事務・手続",
    SurveyTable.SYSTEMS: "②情報システムを複数自治体で共同利用している業務システム"
    "（①で挙げたものを除く）",
    SurveyTable.POSTS: "③ＤＸ推進体制（③－１ 地方公共団体で育成・確保しているデジタル人材）",
    SurveyTable.ORGANISATIONS: "③ＤＸ推進体制（③－２ 地方公共団体に設置している組織"
    "（情報システム管理のための組織を除く））",
}
HEADERS = {
    SurveyTable.PROCEDURES: (
        *("番号", "手続・事務の名称", "ＡＩ・ＲＰＡの活用方法", "導入状況"),
        *("都道府県共同利用・共同導入の可否", "", "都道府県"),
    ),
    SurveyTable.SYSTEMS: (
        *("番号", "情報システムの名称", "情報システムで処理している業務内容", "導入状況"),
        *("さらなる共同利用・共同導入の可否", "", "都道府県"),
    ),
    SurveyTable.POSTS: (
        *("番号", "デジタル人材の役職名", "区分", "常勤/非常勤", "デジタル人材の技術分野"),
        *("デジタル人材の業務内容", "導入状況", "都道府県"),
    ),
    SurveyTable.ORGANISATIONS: (
        *("番号", "組織の名称", "組織の概要", "組織の業務内容", "導入状況", "都道府県"),
    ),
}
WIDTHS = {
    SurveyTable.PROCEDURES: (4, 18, 30, 10, 10, 20, 8),
    SurveyTable.SYSTEMS: (4, 18, 30, 10, 10, 20, 8),
    SurveyTable.POSTS: (4, 15, 10, 9, 15, 27, 10, 10),
    SurveyTable.ORGANISATIONS: (4, 20, 25, 31, 10, 10),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A merged row: the label, the printed count and the depth of a section."""

    label: str
    count: int | None
    level: int = 1

    def __str__(self) -> str:
        return self.label if self.count is None else f"{self.label} ({self.count})"


Cells = tuple[str, ...]
Position = tuple[int, int]
Command = tuple[str, Position, Position, *tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the survey, ready to be laid out."""

    table: SurveyTable
    body: tuple[Heading | Cells, ...]

    @property
    def header(self) -> Cells:
        return HEADERS[self.table]

    @property
    def heading(self) -> str:
        return HEADINGS[self.table]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a maker lays sheets out; lengths in points."""

    page: tuple[float, float] = landscape(A4)
    font_size: float = 7
    padding: float = 3
    ruled: bool = True
    rules_between_columns: bool = True
    valign: str = "MIDDLE"
    repeat_header: bool = True
    footer: str = "{page}"
    first_page: int = 1
    table_width: float = 0.92
    space_before: float = 6
    rotate: int = 0
    turned: bool = False  # drawn sideways, for pages that are shown turned back
    font: str = "HeiseiKakuGo-W5"
    break_tables: bool = True
    below: Callable[[Canvas, tuple[float, float]], None] | None = None  # drawn before the page
    operators: str = ""  # what the page's content begins with


def survey_to_sheets(survey: Survey) -> tuple[Sheet, ...]:
    """Return the survey's tables as sheets, each record with its printed texts."""
    return tuple(Sheet(table, tuple(_body(survey, table))) for table in SurveyTable)


def _body(survey: Survey, table: SurveyTable) -> Iterator[Heading | Cells]:
    counts = {s.path: s.printed_count for s in survey.sections if s.table == table}
    shown: tuple[str, ...] = ()
    for record in survey.records:
        if record.key.table != table:
            continue
        for depth, label in enumerate(record.section, start=1):
            if shown[:depth] != record.section[:depth]:
                yield Heading(label, counts[record.section[:depth]], depth)
        shown = record.section
        yield record_to_cells(record)


def record_to_cells(record: Record) -> Cells:
    """Return what a record's row prints, in the order of its table's columns."""
    return tuple(_cell(record, column) for column in COLUMNS[record.key.table])


def _cell(record: Record, column: Column) -> str:
    if column == Column.NUMBER:
        return str(record.key.number)
    if column == Column.PREFECTURE:
        return record.prefecture
    if column in record.codes:
        return record.codes[column].printed
    return record.texts.get(column, "")


def shortened(sheets: Iterable[Sheet], rows: int) -> tuple[Sheet, ...]:
    """Return the sheets with their first rows only."""
    return tuple(replace(sheet, body=sheet.body[:rows]) for sheet in sheets)


# --- ReportLab -----------------------------------------------------------------------------------


def reportlab_pdf(path: Path, sheets: Sequence[Sheet], layout: Layout | None = None) -> Path:
    """Write the sheets with ReportLab: CID font, rows that split over pages."""
    layout = layout or Layout()
    if layout.font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(layout.font))
    document = SimpleDocTemplate(
        str(path),
        pagesize=layout.page,
        leftMargin=20,
        rightMargin=20,
        topMargin=30,
        bottomMargin=40,
    )

    def decorate(canvas: Canvas, _: object) -> None:
        canvas.setPageRotation(layout.rotate)
        if layout.below:
            canvas.saveState()
            layout.below(canvas, layout.page)
            canvas.restoreState()
        canvas.addLiteral(layout.operators)
        if layout.turned:
            canvas.setPageSize((layout.page[1], layout.page[0]))
            canvas.translate(layout.page[1], 0)
            canvas.rotate(90)
        canvas.setFont(layout.font, 7)
        page = canvas.getPageNumber()
        canvas.drawString(24, layout.page[1] - 20, "デジタル・ガバメントの先進事例調査")
        footer = layout.footer.format(page=page - 1 + layout.first_page)
        canvas.drawCentredString(layout.page[0] / 2, 20, footer)

    story: list[Flowable] = []
    for sheet in sheets:
        story += _flowables(sheet, layout)
    document.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return path


def _flowables(sheet: Sheet, layout: Layout) -> list[Flowable]:
    style = ParagraphStyle(
        "cell",
        fontName=layout.font,
        fontSize=layout.font_size,
        leading=layout.font_size * 1.25,
        wordWrap="CJK",
    )
    table = LongTable(
        [[_paragraph(text, style) for text in sheet.header]]
        + [_reportlab_row(row, len(sheet.header), style) for row in sheet.body],
        colWidths=_column_widths(sheet.table, layout),
        repeatRows=1 if layout.repeat_header else 0,
        splitInRow=1,
        style=TableStyle(list(_commands(sheet, layout))),
    )
    after: Flowable = PageBreak() if layout.break_tables else Spacer(1, 12)
    space = Spacer(1, layout.space_before)
    return [_paragraph(sheet.heading, style), space, table, after]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _reportlab_row(row: Heading | Cells, width: int, style: ParagraphStyle) -> list[Flowable | str]:
    if isinstance(row, Heading):
        indented = ParagraphStyle(
            "heading", parent=style, leftIndent=(row.level - 1) * 2 * style.fontSize
        )
        return [_paragraph(str(row), indented), *[""] * (width - 1)]
    return [_paragraph(text, style) for text in row]


def _column_widths(table: SurveyTable, layout: Layout) -> list[float]:
    shares = WIDTHS[table]
    return [layout.page[0] * layout.table_width * share / sum(shares) for share in shares]


def _commands(sheet: Sheet, layout: Layout) -> Iterator[Command]:
    everything = ((0, 0), (-1, -1))
    for side in ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING"):
        yield (side, *everything, layout.padding)
    yield ("VALIGN", *everything, layout.valign)
    if layout.ruled:
        lines = "GRID" if layout.rules_between_columns else "LINEABOVE"
        yield (lines, *everything, 0.5, colors.black)
        yield ("LINEBELOW", (0, -1), (-1, -1), 0.5, colors.black)
    if "" in sheet.header:
        blank = sheet.header.index("")
        yield ("SPAN", (blank - 1, 0), (blank, 0))
    for number, row in enumerate(sheet.body, start=1):
        if isinstance(row, Heading):
            yield ("SPAN", (0, number), (-1, number))


# --- Chromium ------------------------------------------------------------------------------------

STYLE = """
@page {{ size: {width}pt {height}pt; margin: 40pt 24pt;
        @bottom-center {{ content: counter(page); font-size: 8pt }}
        @top-left {{ content: "デジタル・ガバメントの先進事例調査"; font-size: 8pt }} }}
body {{ font: {size}pt/1.3 {family}; margin: 0 }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; break-after: page }}
th, td {{ border: {border}; padding: {padding}pt; vertical-align: {valign}; text-align: left;
          white-space: pre-wrap; overflow-wrap: anywhere; line-break: anywhere }}
th {{ background: #ddeeff; font-weight: bold }}
{extra}
"""


@dataclass(frozen=True, slots=True)
class Css:
    """The options that vary between Chromium prints."""

    page: tuple[float, float] = A4
    size: float = 7
    family: str = "'Noto Sans CJK JP', sans-serif"
    border: str = "0.5pt solid black"
    padding: float = 2
    valign: str = "middle"
    extra: str = ""


def chromium_pdf(
    path: Path,
    sheets: Iterable[Sheet],
    css: Css | None = None,
    edit: Callable[[str], str] = str,
) -> Path:
    """Print the sheets as HTML tables with Chromium: embedded OpenType font, rows that split.

    `edit` changes the HTML of each table's rows.
    """
    css = css or Css()
    width, height = css.page
    style = STYLE.format(
        width=width,
        height=height,
        size=css.size,
        family=css.family,
        border=css.border,
        padding=css.padding,
        valign=css.valign,
        extra=css.extra,
    )
    tables = "".join(_html_table(sheet, edit) for sheet in sheets)
    page = path.with_suffix(".html")
    page.write_text(
        f"<!doctype html><html lang=ja><meta charset=utf-8><style>{style}</style>{tables}</html>",
        encoding="utf-8",
    )
    return print_html(page, path)


def print_html(page: Path, path: Path) -> Path:
    """Print an HTML file with Chromium, in a profile of its own."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    profile = path.with_suffix(".profile")
    subprocess.run(
        [
            *(CHROMIUM, *options, f"--user-data-dir={profile}"),
            *("--disable-background-networking", f"--print-to-pdf={path}", page.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    shutil.rmtree(profile, ignore_errors=True)
    return path


def _html_table(sheet: Sheet, edit: Callable[[str], str]) -> str:
    shares = WIDTHS[sheet.table]
    columns = "".join(f"<col style='width:{100 * share / sum(shares)}%'>" for share in shares)
    spans = [
        (text, 2 if sheet.header[index + 1 : index + 2] == ("",) else 1)
        for index, text in enumerate(sheet.header)
        if text
    ]
    header = "".join(f"<th colspan={span}>{escape(text)}</th>" for text, span in spans)
    body = edit("".join(_html_row(row, len(shares)) for row in sheet.body))
    return (
        f"<h3>{escape(sheet.heading)}</h3><table>{columns}"
        f"<thead><tr>{header}</tr></thead><tbody>{body}</tbody></table>"
    )


def _html_row(row: Heading | Cells, width: int) -> str:
    if isinstance(row, Heading):
        indent = 2 * (row.level - 1)
        style = f"style='padding-left:{indent + 0.5}em'"
        return f"<tr><td colspan={width} {style}>{escape(str(row))}</td></tr>"
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>"
