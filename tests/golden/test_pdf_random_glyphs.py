"""Glyphs added at random over a page of the survey never change a text without a note."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_makers import Layout, reportlab_pdf, shortened, survey_to_sheets
from pdf_stamps import Draw, Size, draw_turned, stamped
from read_pdf import printed, survey_in_text, words
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from converter.errors import InputError
from converter.extraction.records import rows_to_survey
from converter.model import Document
from converter.rows import Reading
from converter.sources.layout.assembly import Assembler
from converter.sources.pdf import page_content
from converter.sources.pdf_painting import PaintedPage

SHEETS = shortened(survey_to_sheets(survey_in_text())[:1], 12)
# The table fills the page; half of the added glyphs have the size of its text.
LAYOUT = Layout(page=landscape(A4), font_size=7, padding=5)
WIDTH, HEIGHT = LAYOUT.page
DOCUMENT = Document("test", "test.pdf", "", "")
# An example writes and reads a PDF, so there are a fifth of the usual number of examples.
EXAMPLES = settings().max_examples // 5

Added = tuple[str, float, float, float, tuple[float, float, float], int]

glyphs_added: st.SearchStrategy[list[Added]] = st.lists(
    st.tuples(
        st.sampled_from("導字一ー1Aあ。"),
        st.floats(20, WIDTH - 20),
        st.floats(40, HEIGHT - 30),
        st.one_of(st.just(7.0), st.floats(3, 60)),
        st.sampled_from([(0.0, 0.0, 0.0), (0.8, 0.0, 0.0), (0.7, 0.7, 0.7), (1.0, 1.0, 1.0)]),
        st.sampled_from([0, 0, 0, 30, 90]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reportlab_pdf(tmp_path_factory.mktemp("plain") / "survey.pdf", SHEETS, LAYOUT)


@pytest.fixture(scope="module")
def usual(plain: Path) -> Reading:
    return read(plain)


@pytest.fixture(autouse=True)
def _quiet_parser() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@settings(max_examples=EXAMPLES)
@given(added=glyphs_added)
def test_no_added_glyph_changes_a_text_without_a_note(
    added: list[Added], plain: Path, usual: Reading
) -> None:
    target = plain.with_name("stamped.pdf")

    reading = read(stamped(plain, target, drawn(added)))

    is_reported = reading.remarks != usual.remarks or is_refused(reading)
    assert is_reported or printed(reading) == printed(usual)


def test_a_glyph_that_continues_a_prefecture_is_refused(plain: Path, usual: Reading) -> None:
    """At the place of the next glyph nothing shows that it was added, except that it is wrong."""
    glyph = ("導", 802.0, 232.0, 7.0, (0.0, 0.0, 0.0), 0)

    reading = read(stamped(plain, plain.with_name("continued.pdf"), drawn([glyph])))

    assert printed(reading) != printed(usual)
    assert is_refused(reading)
    assert not is_refused(usual)


def is_refused(reading: Reading) -> bool:
    """Return whether the form does not allow what was read from a part of the survey."""
    try:
        rows_to_survey(replace(reading, is_part=True), words(), DOCUMENT)
    except InputError:
        return True
    return False


def drawn(added: Sequence[Added]) -> Draw:
    def draw(canvas: Canvas, _: Size) -> None:
        for text, x, y, size, colour, angle in added:
            draw_turned(canvas, text, (x, y), (size, colour), angle)

    return draw


def read(path: Path) -> Reading:
    """Read a PDF in this process, because a process for each example would be slow."""
    assembler = Assembler(path.name, "test")
    with pdfplumber.open(BytesIO(path.read_bytes())) as pdf:
        for page in pdf.pages:
            painted = PaintedPage(pdf, page.page_obj, page.page_number)
            assembler.add(page_content(painted))
    rows = assembler.rows()
    return Reading(rows, tuple(assembler.faults), remarks=assembler.remarks())
