"""Figures: valid SVG, complete, the same each time, legible on every shade."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.drawing.figures import (
    Bar,
    Cell,
    Chord,
    Matrix,
    Named,
    Tile,
    draw_bars,
    draw_map,
    draw_matrix,
    draw_ring,
)
from server.drawing.svg import COLOURS, PAPER, STEPS, Drawing, document, inline, on_step, step

NASTY = '<北海道 & "札幌">'
DRAWINGS = {
    "matrix": draw_matrix(
        Matrix([Named(NASTY, "/a?b=1&c=2")], [Named("RPA"), Named("AI")], [[Cell(0), Cell(3)]]),
        NASTY,
    ),
    "map": draw_map([Tile(NASTY, "北", 3, "/x", (0, 0, 40, 40))], NASTY),
    "bars": draw_bars([Bar(Named(NASTY), 4, 2, "だけ")], NASTY),
    "ring": draw_ring([Named(NASTY), Named("b")], [Chord(0, 1, 2, NASTY, planned=True)], NASTY),
    "no rows": draw_matrix(Matrix([], [], []), "empty"),
    "no tiles": draw_map([], "empty"),
    "no bars": draw_bars([], "empty"),
    "no names": draw_ring([], [], "empty"),
}


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter() if node.tag.endswith("text")]  # noqa: S314 -- our own drawing


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_is_well_formed_on_a_page_and_alone(drawing: Drawing) -> None:
    ET.fromstring(inline(drawing))  # noqa: S314 -- our own drawing

    alone = document(drawing, "source & date")

    assert drawing.title in texts(alone)
    assert "source & date" in texts(alone)
    assert "href" not in alone
    assert "style=" not in alone


def test_every_count_of_a_matrix_is_written_and_leads_on() -> None:
    cells = [[Cell(1, "/one"), Cell(12, "/two")]]
    drawing = draw_matrix(Matrix([Named("a")], [Named("b"), Named("c")], cells), "t")

    svg = inline(drawing)

    assert {"1", "12"} <= set(texts(svg))
    assert 'href="/two" aria-label="a × c: 12"' in svg


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_shade_is_nothing_only_for_nothing_and_darkest_for_the_most(a: int, b: int) -> None:
    low, most = sorted((a, b))

    assert (step(low, most) == 0) == (low == 0)
    assert step(most, most) == (STEPS if most else 0)
    assert step(low, most) <= step(most, most)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shade", range(STEPS + 1))
def test_letters_on_every_shade_have_the_contrast_of_wcag_aa(shade: int) -> None:
    assert contrast(COLOURS[on_step(shade)], COLOURS[f"step-{shade}"]) >= 4.5


def test_each_shade_is_darker_than_the_one_before_so_hue_does_not_matter() -> None:
    shades = [luminance(COLOURS[f"step-{shade}"]) for shade in range(STEPS + 1)]

    assert shades == sorted(shades, reverse=True)
    assert all(a / b > 1.2 for a, b in pairwise(shades[1:]))


@pytest.mark.parametrize("name", ["chord", "planned", "first", "ink", "soft"])
def test_lines_and_letters_stand_out_from_paper(name: str) -> None:
    assert contrast(COLOURS[name], PAPER) >= 4.5


def test_what_is_planned_is_dashed_and_not_told_by_colour_alone() -> None:
    planned = draw_ring([Named("a"), Named("b")], [Chord(0, 1, 1, "x", planned=True)], "t")
    shared = draw_ring([Named("a"), Named("b")], [Chord(0, 1, 1, "x")], "t")

    assert "stroke-dasharray" in inline(planned)
    assert "stroke-dasharray" not in inline(shared)
