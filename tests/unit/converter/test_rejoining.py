import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.extraction.rejoining import rejoin
from converter.extraction.widths import rooms_left

FULL = "あ" * 10  # exactly as wide as a column of 20 half-width characters


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((FULL, "い"), FULL + "い"),
        ((FULL[:-1] + "AI", "OCR"), FULL[:-1] + "AI OCR"),
        ((FULL[:-1] + "I-", "OCR"), FULL[:-1] + "I-OCR"),
        ((FULL[:-2] + "３", "団体"), FULL[:-2] + "３団体"),
        ((FULL, "・い"), FULL + "\n・い"),
        ((FULL, "※い"), FULL + "\n※い"),
        ((FULL, "①い"), FULL + "\n①い"),
        ((FULL, "(1)い"), FULL + "\n(1)い"),
        ((FULL, "(株)い"), FULL + "(株)い"),
        ((FULL, "２　い"), FULL + "\n２　い"),
        ((FULL, "【い】"), FULL + "\n【い】"),
        ((FULL, "　い"), FULL + "\n　い"),
        (("ＲＰＡ", "い"), "ＲＰＡ\nい"),
        (("あああああ、", "WinActorを"), "あああああ、WinActorを"),
        (("ああああああああ", "チェック"), "ああああああああチェック"),
        ((), ""),
    ],
)
def test_wrapped_lines_are_joined_and_line_breaks_of_the_author_stay(
    lines: tuple[str, ...], text: str
) -> None:
    assert rejoin(lines, rooms_left(lines, width=20)) == text


words = st.text(alphabet="あいうＡＩRPA・（）12ー、", min_size=1, max_size=20)


@given(st.lists(words, max_size=6), st.integers(min_value=0, max_value=40))
def test_joining_changes_only_white_space(lines: list[str], width: int) -> None:
    text = rejoin(lines, rooms_left(lines, width))

    assert text.replace("\n", "").replace(" ", "") == "".join(lines)
