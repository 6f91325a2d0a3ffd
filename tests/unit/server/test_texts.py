"""The tables of texts: both languages, the same values in each."""

import string

import pytest

from server.http.texts import BilingualText, load_texts, text_of

TABLES = {room: load_texts(room) for room in ("server.http", "server.mcp", "server.site")}
# What a value is for in one language alone: an article, an advice that follows a full stop.
IN_ONE_LANGUAGE = {"limit", "reason"}


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - IN_ONE_LANGUAGE


@pytest.mark.parametrize("room", TABLES)
def test_both_languages_name_the_same_values(room: str) -> None:
    different = [key for key, text in TABLES[room].items() if _values(text.ja) != _values(text.en)]

    assert not different


@pytest.mark.parametrize("room", TABLES)
def test_no_text_is_empty(room: str) -> None:
    assert [key for key, text in TABLES[room].items() if not (text.ja and text.en)] == []


def test_a_value_that_is_bilingual_itself_is_filled_in_by_language() -> None:
    text = text_of("problem.too_large", what=BilingualText("本文", "The body"), limit=1_000)

    assert text == BilingualText(
        "本文が大きすぎます。上限は 1,000 です。", "The body is over the limit of 1,000."
    )


def test_a_text_keeps_the_braces_of_its_values() -> None:
    assert text_of("problem.not_found", path="/{x}").en == "There is no /{x}."
