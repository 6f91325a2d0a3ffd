"""Edges of lines and rectangles, as in pdfplumber → those that may belong to a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

from converter.sources.layout.ruling import SNAP, RulingLine, is_stamp_frame

Edge: TypeAlias = dict[str, Any]

UPRIGHT, LEVEL = "v", "h"
# Points: a longer line of unusual colour may belong to a table with open sides.
SHORT = 200.0
# Points: minimum part of an edge inside a clip, so that touching ends do not count.
SHOWN = 0.1


def is_shown(edge: Edge, left: float, bottom: float) -> bool:
    """Return whether a part of an edge is inside its clip; `left` and `bottom` are the page's.

    The last line of a page's last row may be slightly outside.
    """
    clip = edge["painted"].drawing.clip
    if clip is None or edge["orientation"] not in {UPRIGHT, LEVEL}:
        return True
    width = min(edge["x1"], left + clip[2]) - max(edge["x0"], left + clip[0])
    height = min(edge["bottom"], bottom - clip[1]) - max(edge["top"], bottom - clip[3])
    along, across = (height, width) if edge["orientation"] == UPRIGHT else (width, height)
    return bool(along > SHOWN and across > -SNAP)


def without_stamp_frames(edges: Sequence[Edge]) -> list[Edge]:
    """Return the edges without those of frames, lines and areas drawn across a table."""
    drawn: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge["orientation"] in {UPRIGHT, LEVEL}:
            drawn[edge["painted"].order].append(edge)
    usual = _usual_colour(edges)
    rules = {order: [_rule(edge) for edge in of] for order, of in drawn.items()}
    stamps = {
        order
        for order, of in drawn.items()
        if _may_be_frame(of, usual)
        and is_stamp_frame(
            rules[order],
            list(chain.from_iterable(r for one, r in rules.items() if one != order)),
            is_odd=_colour(of[0]) != usual or not of[0]["stroke"],
        )
    }
    return [edge for edge in edges if edge["painted"].order not in stamps]


def _may_be_frame(edges: Sequence[Edge], usual: str) -> bool:
    """Return whether an object is large enough for a frame, or is a line of unusual colour."""
    width = max(edge["x1"] for edge in edges) - min(edge["x0"] for edge in edges)
    height = max(edge["bottom"] for edge in edges) - min(edge["top"] for edge in edges)
    is_odd = _colour(edges[0]) != usual
    return min(width, height) > 2 * SNAP or (is_odd and max(width, height) < SHORT)


def _usual_colour(edges: Sequence[Edge]) -> str:
    lengths: defaultdict[str, float] = defaultdict(float)
    for edge in edges:
        lengths[_colour(edge)] += float(edge["width"]) + float(edge["height"])
    return max(lengths, key=lambda colour: lengths[colour], default="")


def _colour(edge: Mapping[str, Any]) -> str:
    return str(edge.get("stroking_color" if edge.get("stroke") else "non_stroking_color"))


def _rule(edge: Edge) -> RulingLine:
    if edge["orientation"] == UPRIGHT:
        return RulingLine(vertical=True, at=edge["x0"], start=edge["top"], end=edge["bottom"])
    return RulingLine(vertical=False, at=edge["top"], start=edge["x0"], end=edge["x1"])
