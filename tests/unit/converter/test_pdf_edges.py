"""Lines of a page hidden by a clip are not lines of a table."""

import pytest

from converter.sources.pdf_drawing import GraphicsState, Painted
from converter.sources.pdf_edges import is_shown

CLIP = (20.0, 40.0, 570.0, 800.0)  # from the lower left corner of a page of 842 points
EDGES = {
    "upright within": ("v", (24, 50, 24, 90), True),
    "upright and partly within": ("v", (24, 10, 24, 90), True),
    "upright, ending where the clip begins": ("v", (24, 10, 24, 42), False),
    "upright below": ("v", (24, 802, 24, 830), False),
    "upright at the left": ("v", (10, 50, 10, 90), False),
    "upright, half its breadth outside": ("v", (19.5, 50, 19.5, 90), True),
    "level at the top of the clip": ("h", (24, 42, 570, 42), True),
    "level above": ("h", (24, 30, 570, 30), False),
    "sloping": (None, (0, 0, 9, 9), True),
}


@pytest.mark.parametrize("name", EDGES)
def test_an_edge_hidden_by_a_clip_is_recognised(name: str) -> None:
    orientation, (x0, top, x1, bottom), shown = EDGES[name]
    painted = Painted(0, GraphicsState(clip=CLIP))
    edge = {"orientation": orientation, "x0": x0, "top": top, "x1": x1, "bottom": bottom}

    assert is_shown({**edge, "painted": painted}, 0, 842) == shown
    assert is_shown({**edge, "painted": Painted(0, GraphicsState())}, 0, 842)
