"""Marks in a text: no character is lost where marks overlap."""

from hypothesis import given
from hypothesis import strategies as st

from server.pages.marking import Mark, segments

TEXT = "AI音声認識とRPA"


def test_a_text_is_split_where_a_mark_begins_and_ends() -> None:
    marks = [Mark(2, 6, "technology", 1)]

    pieces = segments(TEXT, marks)

    assert [(piece.text, list(piece.categories), list(piece.ends)) for piece in pieces] == [
        ("AI", [], []),
        ("音声認識", ["technology"], [1]),
        ("とRPA", [], []),
    ]


def test_overlapping_marks_share_a_piece() -> None:
    marks = [Mark(0, 6, "technology", 1), Mark(2, 8, "procedure", 2)]

    pieces = segments(TEXT, marks)

    assert [list(piece.categories) for piece in pieces] == [
        ["technology"],
        ["procedure", "technology"],
        ["procedure"],
        [],
    ]


def test_a_mark_beyond_the_text_is_left_out() -> None:
    pieces = segments(TEXT, [Mark(5, 99, "technology", 1)])

    assert [piece.text for piece in pieces] == [TEXT]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_the_pieces_joined_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(a, b, "other", number) for number, (a, b) in enumerate(spans)]

    pieces = segments(text, marks)

    assert "".join(piece.text for piece in pieces) == text
