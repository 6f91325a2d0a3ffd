"""The pure parts of the PDF reader: turning, folding, lines, rules, levels, page numbers."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from converter.model import Column, SurveyTable
from converter.sources.layout.assembly import Assembler
from converter.sources.layout.glyphs.content import (
    Box,
    Glyph,
    PageContent,
    TextRotation,
    turned,
    turned_back,
)
from converter.sources.layout.glyphs.folding import FOLDS, Folds, fold, is_unreadable
from converter.sources.layout.glyphs.lines import glyphs_to_lines
from converter.sources.layout.grid import cells_to_grid
from converter.sources.layout.headers import column_of
from converter.sources.layout.numbering import page_numbers
from converter.sources.layout.ruling import RulingLine, closing_rules
from converter.sources.layout.section import PrintedHeading, headings_to_levels, parse_heading
from converter.sources.layout.unruled.runs import clear_stretches

PAGE = Box(0, 0, 800, 600)
lengths = st.integers(min_value=0, max_value=599)
boxes = st.builds(
    lambda x, y, w, h: Box(x, y, min(x + w, 800), min(y + h, 600)),
    *(lengths, lengths, st.integers(1, 50), st.integers(1, 50)),
)


def written(text: str, x: float, y: float, size: float = 10) -> list[Glyph]:
    """Return the glyphs of a text that begins at x; each glyph is square."""
    return [
        Glyph(char, Box(x + index * size, y, x + (index + 1) * size, y + size))
        for index, char in enumerate(text)
    ]


@given(boxes, st.sampled_from(TextRotation))
def test_turning_a_page_back_undoes_the_turn(box: Box, turn: TextRotation) -> None:
    page = turned(PAGE, PAGE, turn)

    assert turned_back(turned(box, PAGE, turn), page, turn) == box


@given(st.text())
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_nothing_that_the_survey_prints_is_folded() -> None:
    text = seeds.document("nga-2020.txt").decode()

    assert fold(text) == text


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("⼈⼝と⺠⽣", "人口と民生"),
        ("ＡＩ‧ＲＰＡ", "ＡＩ・ＲＰＡ"),
        ("⼾籍", "戸籍"),
        ("ofﬁce", "office"),
        ("ｱＡ１①", "ｱＡ１①"),
        ("a\u2003b", "a　b"),
        ("a\u00a0b", "a b"),
        ("a\u200bb", "ab"),
    ],
)
def test_look_alikes_are_folded_and_width_stays(printed: str, plain: str) -> None:
    assert fold(printed) == plain


def test_every_fold_is_reported_once_with_its_count_and_first_page() -> None:
    folds = Folds()

    folds.add(written("人⼈⼈", 0, 0), 3)
    folds.add(written("⼈\u2009", 0, 0), 4)

    assert folds.remarks() == (
        "U+2009 read as a space, 1 ×, first on page 4 of the PDF",
        "U+2F08 ⼈ read as “人”, 3 ×, first on page 3 of the PDF",
    )


def test_folded_characters_are_not_folded_again() -> None:
    assert not [char for char, plain in FOLDS.items() if any(one in FOLDS for one in plain)]
    assert all(unicodedata.category(char) != "Cn" for char in FOLDS if FOLDS[char])


@pytest.mark.parametrize("text", ["(cid:123)", "\ufffd", "a(cid:1)"])
def test_glyphs_without_a_map_to_unicode_are_unreadable(text: str) -> None:
    assert is_unreadable(text)


words = st.text(alphabet="あいう漢字ＡＩ", min_size=1, max_size=8)


@given(st.lists(words, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_lines_are_read_as_written_in_any_order_of_glyphs(texts: list[str], random: Random) -> None:
    glyphs = [g for row, text in enumerate(texts) for g in written(text, 5, 12 * row)]
    random.shuffle(glyphs)

    assert [line.text for line in glyphs_to_lines(glyphs)] == texts


def test_a_gap_between_ascii_words_is_a_space_and_between_kanji_it_is_not() -> None:
    glyphs = [*written("AI", 0, 0), *written("OCR", 26, 0), *written("導", 70, 0)]

    assert [line.text for line in glyphs_to_lines(glyphs)] == ["AI OCR導"]


def test_bold_text_made_by_printing_twice_is_read_once() -> None:
    glyphs = [*written("太字", 0, 0), *written("太字", 0.3, 0)]

    assert [line.text for line in glyphs_to_lines(glyphs)] == ["太字"]


@given(st.lists(st.integers(10, 60), min_size=2, max_size=5), st.lists(boxes, max_size=30))
def test_a_glyph_stands_in_one_cell_at_most(widths: list[int], boxes: list[Box]) -> None:
    edges = [sum(widths[:index]) for index in range(len(widths) + 1)]
    cells = [Box(a, y, b, y + 20) for a, b in pairwise(edges) for y in (0, 20)]
    glyphs = [Glyph("字", box) for box in boxes]

    grid = cells_to_grid(cells, glyphs)

    read = sum(len(cell.text) for row in grid.rows for cell in row.cells)
    assert [len(row.cells) for row in grid.rows] == [len(widths)] * 2
    assert read <= len(glyphs)


def ruled(rows: Sequence[float], columns: Sequence[float]) -> list[RulingLine]:
    across = [RulingLine(vertical=False, at=y, start=columns[0], end=columns[-1]) for y in rows]
    down = [RulingLine(vertical=True, at=x, start=rows[0], end=rows[-1]) for x in columns]
    return across + down


@given(st.integers(3, 8), st.integers(3, 6))
def test_a_closed_table_needs_no_ruling_line_and_an_open_one_needs_its_last(
    rows: int, columns: int
) -> None:
    ys, xs = [20.0 * y for y in range(rows)], [50.0 * x for x in range(columns)]
    whole = ruled(ys, xs)
    cut = [rule for rule in whole if rule.vertical or rule.at != ys[-1]]

    assert closing_rules(whole) == ()
    assert closing_rules(cut) == (RulingLine(vertical=False, at=ys[-1], start=0, end=xs[-1]),)


def test_a_frame_around_the_page_does_not_replace_a_missing_ruling_line() -> None:
    columns = [RulingLine(vertical=True, at=x, start=100, end=200) for x in (100, 200, 300, 400)]
    foot = RulingLine(vertical=False, at=100, start=100, end=400)
    frame = [RulingLine(vertical=False, at=y, start=0, end=800) for y in (0, 600)]

    assert closing_rules([*columns, foot, *frame]) == (
        RulingLine(vertical=False, at=200, start=100, end=400),
    )


def test_horizontal_lines_alone_are_not_closed() -> None:
    lines = [RulingLine(vertical=False, at=y, start=0, end=300) for y in (0, 20, 40, 60)]

    assert closing_rules(lines) == ()


spans = st.lists(
    st.tuples(st.integers(0, 90), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=12,
)


@given(spans, st.integers(0, 2))
def test_a_clear_stretch_is_covered_by_no_more_spans_than_allowed(
    covered: list[tuple[int, int]], depth: int
) -> None:
    for low, high in clear_stretches(covered, 0, depth):
        middle = (low + high) / 2

        assert sum(start < middle < end for start, end in covered) <= depth


trees = st.lists(st.lists(st.integers(1, 40), max_size=4), min_size=1, max_size=6)


@given(trees)
def test_printed_counts_determine_the_level_of_headings(tree: list[list[int]]) -> None:
    headings: list[PrintedHeading] = []
    levels: list[int] = []
    for children in tree:
        headings.append(PrintedHeading("分野", sum(children) or 7, 0, opens=bool(children)))
        headings.extend(PrintedHeading("小分類", count, 0, opens=False) for count in children)
        levels += [1] + [2] * len(children)

    assert headings_to_levels(headings) == tuple(levels)


def test_indentation_determines_the_level_of_headings_where_counts_do_not_add_up() -> None:
    headings = [
        PrintedHeading("総務分野", 9, 50, opens=True),
        PrintedHeading("その他", 3, 62, opens=False),
        PrintedHeading("環境分野", 4, 50.5, opens=False),
    ]

    assert headings_to_levels(headings) == (1, 2, 1)


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("　　その他 (184)", ("その他", 184)),
        ("組織（部・課・室等） （28）", ("組織（部・課・室等）", 28)),
        ("注記", ("注記", None)),
    ],
)
def test_a_heading_is_read_with_its_count(text: str, parsed: tuple[str, int | None]) -> None:
    assert parse_heading(text) == parsed


@pytest.mark.parametrize(
    ("words", "table", "column"),
    [
        ("手続‧事務の名称", SurveyTable.PROCEDURES, Column.NAME),
        ("ＡＩ・ＲＰＡの 活用方法", SurveyTable.PROCEDURES, Column.DESCRIPTION),
        ("都道府県", SurveyTable.SYSTEMS, Column.PREFECTURE),
        ("都道府県共同利用・共同導入の可否", SurveyTable.PROCEDURES, Column.SHARING),
        ("常勤／非常勤", SurveyTable.POSTS, Column.EMPLOYMENT),
        ("区分", SurveyTable.PROCEDURES, None),
        ("№", SurveyTable.POSTS, Column.NUMBER),
    ],
)
def test_columns_are_recognised_by_their_words(
    words: str, table: SurveyTable, column: Column | None
) -> None:
    assert column_of(words, table) == column


@given(st.integers(-5, 60), st.integers(1, 30), st.sets(st.integers(1, 30)))
def test_pages_without_a_printed_number_are_numbered_from_their_neighbours(
    offset: int, pages: int, silent: set[int]
) -> None:
    printed = {
        index: () if index in silent else (index + offset, 2020) for index in range(1, pages + 1)
    }
    speaking = [index for index in printed if printed[index]]

    numbers = page_numbers(printed)

    shift = offset if len(speaking) > 1 else numbers[1] - 1
    assert numbers == {index: index + shift for index in printed}


def test_unreadable_glyphs_in_a_table_are_reported_with_their_page() -> None:
    header = ("番号", "組織の名称", "組織の概要", "組織の業務内容", "導入状況", "都道府県")
    entry = ("1", "(cid:9)", "担当", "推進", "①導入(実施)済", "北海道")
    cells = [Box(100 * x, 20 * y, 100 * x + 100, 20 * y + 20) for y in (0, 1) for x in range(6)]
    glyphs = [
        Glyph(text, Box(cell.x0 + 2, cell.top + 5, cell.x1 - 2, cell.top + 15))
        for cell, text in zip(cells, (*header, *entry), strict=True)
    ]
    assembler = Assembler("survey.pdf", "survey")

    assembler.add(PageContent(4, PAGE, tuple(glyphs), (tuple(cells),)))

    (fault,) = assembler.faults
    assert str(fault) == (
        "survey.pdf: page 4: found 1 unreadable glyphs, whose font has no table to Unicode; "
        "expected a PDF with ToUnicode tables: make it anew from the original document"
    )
