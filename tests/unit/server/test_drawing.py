"""Figures: valid, complete and reproducible SVG, legible on every shade."""

import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.charts.drawing.figures import (
    Bar,
    DrawnTile,
    LinkedName,
    Matrix,
    MatrixCell,
    draw_bars,
    draw_map,
    draw_matrix,
)
from server.charts.drawing.ring import Chord, draw_ring
from server.charts.drawing.svg import (
    COLOURS,
    PAPER,
    STEPS,
    Drawing,
    Imprint,
    document,
    inline,
    on_step,
    step,
)
from server.site.tiles import TileLine

NASTY = '<北海道 & "札幌">'
TILE = DrawnTile(NASTY, [TileLine("北", 20, 0)], 3, "/x", (0, 0, 40, 40), 32)
DRAWINGS = {
    "matrix": draw_matrix(
        Matrix(
            [LinkedName(NASTY, "/a?b=1&c=2")],
            [LinkedName("RPA"), LinkedName("AI")],
            [[MatrixCell(0), MatrixCell(3)]],
        ),
        NASTY,
    ),
    "map": draw_map([TILE], NASTY),
    "bars": draw_bars([Bar(LinkedName(NASTY), 4, 2, "だけ")], NASTY),
    "ring": draw_ring(
        [LinkedName(NASTY), LinkedName("b")], [Chord(0, 1, 2, NASTY, planned=True)], NASTY
    ),
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

    alone = document(drawing, Imprint("answers", "source & date", "http://example.jp/map"))

    assert drawing.title in texts(alone)
    assert {"answers", "source & date", "http://example.jp/map"} <= set(texts(alone))
    assert "href" not in alone
    assert "style=" not in alone


def test_every_count_of_a_matrix_is_written_and_is_a_link() -> None:
    cells = [[MatrixCell(1, "/one"), MatrixCell(12, "/two")]]
    drawing = draw_matrix(Matrix([LinkedName("a")], [LinkedName("b"), LinkedName("c")], cells), "t")

    svg = inline(drawing)

    assert {"1", "12"} <= set(texts(svg))
    assert 'href="/two" aria-label="a × c: 12"' in svg


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_zero_alone_has_no_shade_and_the_maximum_has_the_darkest(a: int, b: int) -> None:
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


def test_each_shade_is_darker_than_the_one_before() -> None:
    shades = [luminance(COLOURS[f"step-{shade}"]) for shade in range(STEPS + 1)]

    assert shades == sorted(shades, reverse=True)
    assert all(a / b > 1.2 for a, b in pairwise(shades[1:]))


def scheme(dark: bool) -> dict[str, str]:  # noqa: FBT001 -- a parameter of tests
    """Return the colours of the style sheet, where dark mode follows light mode."""
    text = (files("server") / "static" / "site.css").read_text(encoding="utf-8")
    found = re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", text.replace("#fff;", "#ffffff;"))
    return dict(found) if dark else dict(reversed(found))


# Linear RGB as seen by a dichromat (Machado, Oliveira and Fernandes 2009, severity 1).
DICHROMACIES = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def seen(colour: str, matrix: Sequence[Sequence[float]]) -> str:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix]
    shown = [12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055 for x in mixed]
    return "#" + "".join(f"{round(255 * min(max(x, 0), 1)):02x}" for x in shown)


@pytest.mark.parametrize("eye", ["", *DICHROMACIES])
@pytest.mark.parametrize("dark", [False, True])
def test_the_parts_of_a_bar_stand_out_from_each_other_and_from_the_page(
    eye: str,
    dark: bool,  # noqa: FBT001 -- a parameter of tests
) -> None:
    colours = scheme(dark)
    shown = {
        name: seen(colours[name], DICHROMACIES[eye]) if eye else colours[name]
        for name in ("step-5", "second", "surface")
    }

    assert contrast(shown["second"], shown["surface"]) >= 3
    assert contrast(shown["step-5"], shown["second"]) >= 3


def test_a_file_has_the_light_colours_of_the_page() -> None:
    light = scheme(dark=False)

    assert COLOURS["second"] == light["second"]
    assert all(COLOURS[f"step-{shade}"] == light[f"step-{shade}"] for shade in range(STEPS + 1))


def test_a_bar_shows_both_of_its_numbers() -> None:
    drawing = draw_bars([Bar(LinkedName("a"), 24, 18), Bar(LinkedName("b"), 1, 0, "c")], "t")

    assert {"18", "24", "1  c"} <= set(texts(inline(drawing)))
    assert "0" not in texts(inline(drawing))


@pytest.mark.parametrize("name", ["chord", "planned", "first", "ink", "soft"])
def test_lines_and_letters_stand_out_from_paper(name: str) -> None:
    assert contrast(COLOURS[name], PAPER) >= 4.5


def test_planned_values_are_dashed_and_not_shown_by_colour_alone() -> None:
    planned = draw_ring(
        [LinkedName("a"), LinkedName("b")], [Chord(0, 1, 1, "x", planned=True)], "t"
    )
    shared = draw_ring([LinkedName("a"), LinkedName("b")], [Chord(0, 1, 1, "x")], "t")

    assert "stroke-dasharray" in inline(planned)
    assert "stroke-dasharray" not in inline(shared)
