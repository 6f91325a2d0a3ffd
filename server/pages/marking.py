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
    """A piece of text with the categories of the marks over it, and the marks that end there."""

    text: str
    categories: Sequence[str]
    ends: Sequence[int]


def segments(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """Return the text cut wherever a mark begins or ends; joined, the pieces are the text again."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = {edge for mark in inside for edge in (mark.start, mark.end)}
    cuts = sorted({0, len(text)} | edges)
    return [_segment(text[start:end], start, end, inside) for start, end in pairwise(cuts)]


def _segment(piece: str, start: int, end: int, marks: Sequence[Mark]) -> Segment:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    ends = sorted({mark.number for mark in over if mark.end == end})
    categories = {mark.category for mark in over}
    # Words that name the thing are marked whole; what is found inside them says more.
    told = categories - {PLAIN} or categories
    return Segment(piece, sorted(told), ends)
