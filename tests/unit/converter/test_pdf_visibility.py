"""Visibility on a PDF page, text drawn separately from a table, and overprinted text."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.sources.layout.glyphs.clashes import find_clashes
from converter.sources.layout.glyphs.colour import (
    BLACK,
    RGB,
    WHITE,
    components_to_rgb,
    contrast,
    mixed,
)
from converter.sources.layout.glyphs.content import Box, Glyph, Hidden
from converter.sources.layout.glyphs.lines import without_copies
from converter.sources.layout.glyphs.painting_order import glyphs_drawn_apart
from converter.sources.layout.glyphs.ruby import find_ruby
from converter.sources.layout.glyphs.visibility import Area, Ink, inks_to_glyphs
from converter.sources.layout.ruling import RulingLine, is_stamp_frame
from converter.sources.pdf import page_content
from converter.sources.pdf_painting import PaintedPage

PAGE = Box(0, 0, 800, 600)
PART = Box(90, 90, 130, 130)


def glyph(text: str, x: float, y: float, size: float = 10, order: int = 5) -> Glyph:
    return Glyph(text, Box(x, y, x + size, y + size), order)


def words(text: str, x: float, y: float, order: int = 5) -> list[Glyph]:
    return [glyph(char, x + 10 * at, y, order=order + at) for at, char in enumerate(text)]


INK = Ink(glyph("字", 100, 100), BLACK)
OTHERS = tuple(Ink(one, BLACK) for one in words("ほかの字", 300, 300))


@pytest.mark.parametrize(
    ("ink", "areas", "hidden"),
    [
        (INK, [], None),
        (replace(INK, colour=(0.99, 0.99, 0.99)), [], Hidden.BACKGROUND),
        (replace(INK, colour=WHITE), [Area(PAGE, 1, (0.0, 0.0, 0.5))], None),
        (INK, [Area(PAGE, 1, BLACK)], Hidden.BACKGROUND),
        (INK, [Area(PAGE, 1, BLACK), Area(PAGE, 2, WHITE)], None),
        (replace(INK, colour=WHITE), [Area(PAGE, 1)], None),
        (replace(INK, colour=None), [], None),
        (replace(INK, opacity=0.01), [], Hidden.UNPAINTED),
        (replace(INK, opacity=0.1), [], None),
        (replace(INK, glyph=glyph("字", 100, 100, 1)), [], Hidden.TINY),
        (replace(INK, clip=Box(0, 0, 50, 50)), [], Hidden.CLIPPED),
        (replace(INK, clip=Box(0, 0, 105, 105)), [], None),
        (INK, [Area(PART, 9)], Hidden.OBSCURED),
        (INK, [Area(PART, 9, WHITE, 0.5)], None),
        (INK, [Area(Box(0, 0, 50, 50), 9, WHITE)], None),
        (replace(INK, mark=Hidden.OFF), [Area(PAGE, 9)], Hidden.OFF),
    ],
)
def test_a_glyph_is_hidden_for_a_reason(
    ink: Ink, areas: Sequence[Area], hidden: Hidden | None
) -> None:
    first, *_ = inks_to_glyphs((ink, *OTHERS), areas)

    assert first.hidden == hidden


def test_text_below_an_area_with_text_on_it_is_covered() -> None:
    later = Ink(glyph("上", 110, 110, order=20), BLACK)

    first, *_ = inks_to_glyphs((INK, later, *OTHERS), [Area(PART, 9, WHITE)])

    assert first.hidden == Hidden.COVERED


def test_text_is_cut_off_where_its_clip_also_shows_other_text() -> None:
    clip = Box(290, 290, 400, 400)
    shown = replace(OTHERS[0], clip=clip)

    first, *_ = inks_to_glyphs((replace(INK, clip=clip), shown), [])

    assert first.hidden == Hidden.CUT_OFF


@pytest.mark.parametrize(
    ("components", "space", "rgb"),
    [
        ((0.5,), "DeviceGray", (0.5, 0.5, 0.5)),
        ((1.0,), "Separation", (0.0, 0.0, 0.0)),
        ((1, 0, 0), "DeviceRGB", (1.0, 0.0, 0.0)),
        ((0, 0, 0, 1), "DeviceCMYK", (0.0, 0.0, 0.0)),
        ((0, 1, 1, 0), "ICCBased", (1.0, 0.0, 0.0)),
        ((2.0,), "DeviceGray", (1.0, 1.0, 1.0)),
        (("P1",), "Pattern", None),
        ((None,), "", None),
        ((0.1, 0.2), "DeviceN", None),
    ],
)
def test_colours_are_read_by_their_components(
    components: tuple[object, ...], space: str, rgb: RGB | None
) -> None:
    assert components_to_rgb(components, space) == rgb


parts = st.floats(0, 1)
colours = st.tuples(parts, parts, parts)


@given(colours, colours)
def test_contrast_lies_between_that_of_one_colour_and_of_black_and_white(
    one: RGB, other: RGB
) -> None:
    assert 1 <= contrast(one, other) <= 21.001
    assert contrast(one, other) == contrast(other, one)
    assert mixed(one, 1, other) == pytest.approx(one)


ROW = [words("会議録", 0, 0, 0), words("作成", 100, 0, 10), words("北海道", 200, 0, 20)]
ROWS = [
    *ROW,
    *([replace(g, order=g.order + 30 * row) for g in cell] for row in range(1, 30) for cell in ROW),
]


@pytest.mark.parametrize(
    ("cell", "orders", "apart"),
    [
        (3, [5000], True),
        (3, [-5], True),
        (40, [5000, 5001], True),
        (40, [402], False),
    ],
    ids=["at the end", "at the beginning", "two letters", "within its own turn"],
)
def test_glyphs_drawn_after_another_cell_count_as_drawn_separately(
    cell: int, orders: Sequence[int], *, apart: bool
) -> None:
    added = [glyph("字", 50, 0, order=order) for order in orders]
    cells = [[*of, *added] if at == cell else of for at, of in enumerate(ROWS)]

    assert glyphs_drawn_apart(cells) == (frozenset(added) if apart else frozenset())


def test_a_glyph_in_a_blank_cell_counts_as_drawn_separately() -> None:
    added = glyph("字", 50, 0, order=9999)
    cells = [[added] if at == 31 else of for at, of in enumerate(ROWS)]

    assert glyphs_drawn_apart(cells) == {added}


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_table_drawn_in_several_passes_has_no_glyph_drawn_separately(first: int) -> None:
    cells = [
        [replace(g, order=g.order + (10_000 if at % 3 == first else 0)) for g in of]
        for at, of in enumerate(ROWS)
    ]

    assert glyphs_drawn_apart(cells) == frozenset()


def test_a_table_drawn_column_by_column_has_no_glyph_drawn_separately() -> None:
    cells = [
        [replace(g, order=g.order + 10_000 * (at % 3)) for g in of] for at, of in enumerate(ROWS)
    ]

    assert glyphs_drawn_apart(cells) == frozenset()


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (glyph("字", 10, 0), 0),
        (glyph("字", 3, 0), 1),
        (glyph("字", 5, 0), 0),  # set with half the advance width, as before a bracket
        (glyph("字", 2, 4), 1),
        (glyph("字", 0, 8), 0),  # lines set tightly
        (glyph("　", 2, 2), 0),
        (glyph("\u3099", 8, 0), 0),  # a voicing mark as a separate glyph
    ],
)
def test_glyphs_closer_than_any_producer_sets_them_clash(other: Glyph, clashes: int) -> None:
    assert len(list(find_clashes([glyph("一", 0, 0), other]))) == clashes


@pytest.mark.parametrize(
    ("copies", "kept"),
    [
        ([("太", 0.7, 0), ("字", 10, 0), ("字", 10.7, 0)], "太字"),
        ([("太", 10, 0), ("太", 10.7, 0)], "太太"),
        ([("太", 1, 1)], "太"),
        ([("太", 0.7, 0), ("太", 1.4, 0)], "太"),
        # Two brackets, which typesetters set half a width apart.
        ([("太", 5, 0)], "太太"),
    ],
)
def test_copies_are_removed_and_repeated_letters_kept(
    copies: list[tuple[str, float, float]], kept: str
) -> None:
    glyphs = [glyph("太", 0, 0), *(glyph(*copy) for copy in copies)]

    assert "".join(one.text for one in without_copies(glyphs)) == kept


@pytest.mark.parametrize(
    ("kana", "is_ruby"),
    [
        (glyph("か", 0, -5, 5), True),
        (glyph("か", 0, 10, 5), True),
        (glyph("か", 0, -8, 8), False),
        (glyph("か", 60, -5, 5), False),
        (glyph("か", 0, -20, 5), False),
        (glyph("A", 0, -5, 5), False),
    ],
)
def test_furigana_are_small_glyphs_beside_kanji(kana: Glyph, *, is_ruby: bool) -> None:
    base = words("漢字の語", 0, 0)

    assert find_ruby([*base, kana]) == (frozenset({kana}) if is_ruby else frozenset())


def frame(x0: float, top: float, x1: float, bottom: float) -> list[RulingLine]:
    sides = [RulingLine(vertical=True, at=x, start=top, end=bottom) for x in (x0, x1)]
    return [*sides, *(RulingLine(vertical=False, at=y, start=x0, end=x1) for y in (top, bottom))]


GRID = [
    *(RulingLine(vertical=True, at=x, start=0, end=100) for x in (0, 50, 100)),
    *(RulingLine(vertical=False, at=y, start=0, end=100) for y in (0, 20, 40, 60, 80, 100)),
]


@pytest.mark.parametrize(
    ("sides", "is_odd", "is_frame"),
    [
        (frame(30, 30, 70, 50), False, True),
        (frame(30, 30, 70, 50), True, True),
        (frame(0, 20, 50, 40), False, False),
        (frame(0, 20, 50, 40), True, False),
        (frame(30, 40, 70, 50), False, False),
        (frame(30, 40, 70, 50), True, True),
        (frame(200, 200, 300, 300), True, False),
    ],
)
def test_the_frame_of_a_stamp_crosses_lines_and_ends_on_no_line(
    sides: list[RulingLine], *, is_odd: bool, is_frame: bool
) -> None:
    assert is_stamp_frame(sides, GRID, is_odd=is_odd) == is_frame


LAYERED = b"""%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R /OCProperties
 <</OCGs [5 0 R 6 0 R] /D <</OFF [5 0 R]>>>>>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources
 <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>
   /Properties <</A 5 0 R /B 6 0 R /C 7 0 R>>
   /ExtGState <</T <</ca 0.02>> /M <</BM /Multiply>>>> >>>> endobj
4 0 obj <</Length 1000>> stream
CONTENT
endstream endobj
5 0 obj <</Type /OCG /Name (off)>> endobj
6 0 obj <</Type /OCG /Name (on)>> endobj
7 0 obj <</Type /OCMD /OCGs [5 0 R]>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
TEXT = b"BT /F 10 Tf 20 100 Td (a) Tj ET"


@pytest.mark.parametrize(
    ("content", "hidden"),
    [
        (TEXT, None),
        (b"/OC /A BDC " + TEXT + b" EMC", Hidden.OFF),
        (b"/OC /B BDC " + TEXT + b" EMC", None),
        (b"/OC /C BDC " + TEXT + b" EMC", Hidden.OFF),
        (b"/OC /A BDC EMC " + TEXT, None),
        (b"/Artifact <</Subtype /Watermark>> BDC " + TEXT + b" EMC", Hidden.WATERMARK),
        (b"/Artifact <</Subtype /Header>> BDC " + TEXT + b" EMC", None),
        (b"/T gs " + TEXT, Hidden.UNPAINTED),
        (b"q /T gs Q " + TEXT, None),
        (TEXT.replace(b"BT", b"BT 3 Tr"), Hidden.UNPAINTED),
        (TEXT.replace(b"BT", b"BT 7 Tr"), Hidden.UNPAINTED),
        (b"0 0 5 5 re W n " + TEXT, Hidden.CLIPPED),
        (b"q 0 0 5 5 re W n Q " + TEXT, None),
        (TEXT + b" 1 g 0 0 200 200 re f", Hidden.OBSCURED),
        (TEXT + b" /M gs 1 1 0 rg 0 0 200 200 re f", None),
        (b"1 g " + TEXT, Hidden.BACKGROUND),
        (b"0 g 0 0 200 200 re F 1 g " + TEXT, None),
        (TEXT.replace(b"BT", b"BT 1 Tr 1 G"), Hidden.BACKGROUND),
        (TEXT.replace(b"20 100 Td", b"-50 100 Td"), Hidden.CLIPPED),
    ],
)
def test_pdf_operators_determine_visibility(content: bytes, hidden: Hidden | None) -> None:
    with pdfplumber.open(BytesIO(LAYERED.replace(b"CONTENT", content))) as pdf:
        page = PaintedPage(pdf, pdf.pages[0].page_obj, 1)
        (only,) = page_content(page).glyphs

    assert only.hidden == hidden


@pytest.fixture(autouse=True)
def _quiet_parser() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
