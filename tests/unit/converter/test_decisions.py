"""Reviewed tables are read as typed rows; error messages name file and line."""

import pytest

from converter.authority.decisions import PostDecision
from converter.authority.reviewed_rows import DecisionFileError, parse_rows

HEADER = "entry\tprefecture\tname\tsame_as\tlabel\tquote\treason\n"


def test_comments_and_empty_lines_are_skipped() -> None:
    row = "3-1-27\t愛知県\t推進監\t愛知県 推進監\t\t経済産業局\tprinted twice"
    text = f"# reviewed\n{HEADER}\n{row}\n"

    rows = parse_rows(text, "decisions/posts.tsv", PostDecision)

    assert rows == (
        PostDecision(
            "3-1-27", "愛知県", "推進監", "愛知県 推進監", "", "経済産業局", "printed twice"
        ),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "decisions/posts.tsv: the header must be entry prefecture name same_as label quote"),
        ("entry\tquote\n", "the header must be"),
        (f"{HEADER}3-1-27\t3-1-9\n", "decisions/posts.tsv:2: 2 fields, expected 7"),
    ],
)
def test_a_wrong_table_is_reported_with_file_and_line(text: str, message: str) -> None:
    with pytest.raises(DecisionFileError, match=message):
        parse_rows(text, "decisions/posts.tsv", PostDecision)
