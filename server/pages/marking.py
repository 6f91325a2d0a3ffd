"""Marks words in a text by the offsets of annotations, which may overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

PLAIN = "other"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words from `start` to `end` (exclusive, in code points) with a category and a number."""

    start: int
    end: int
    category: str
    number: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text with the categories of its marks, and the marks that end with it."""

    text: str
    categories: Sequence[str]
    ends: Sequence[int]


def segments(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """Split the text wherever a mark begins or ends."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = {edge for mark in inside for edge in (mark.start, mark.end)}
    cuts = sorted({0, len(text)} | edges)
    return [_segment(text[start:end], start, end, inside) for start, end in pairwise(cuts)]


def _segment(piece: str, start: int, end: int, marks: Sequence[Mark]) -> Segment:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    ends = sorted({mark.number for mark in over if mark.end == end})
    categories = {mark.category for mark in over}
    # Inner marks take precedence over the mark of the thing's whole name.
    shown = categories - {PLAIN} or categories
    return Segment(piece, sorted(shown), ends)
