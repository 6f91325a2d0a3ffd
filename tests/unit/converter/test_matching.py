from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.authority.vocabulary import VocabularyError
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.matching import MARK, Matcher


def _is_spelling(word: str) -> bool:
    return all(fold_spelling(part) for part in word.split(MARK))


def found(text: str, *spellings: tuple[str, str]) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.key) for m in Matcher(spellings).find(text)]


def test_one_spelling_matches_every_width_and_case() -> None:
    text = "ＲＰＡとrpaとＲｐａ"

    matches = found(text, ("RPA", "rpa"))

    assert [words for words, _ in matches] == ["ＲＰＡ", "rpa", "Ｒｐａ"]


def test_the_longest_spelling_wins() -> None:
    spellings = (("AI", "ai"), ("OCR", "ocr"), ("AI-OCR", "ai-ocr"))

    matches = found("ＡＩ－ＯＣＲとＡＩ", *spellings)

    assert matches == [("ＡＩ－ＯＣＲ", "ai-ocr"), ("ＡＩ", "ai")]


def test_a_longer_spelling_further_right_wins() -> None:
    assert found("自動車税", ("自動", "a"), ("動車税", "b")) == [("動車税", "b")]


def test_ascii_spellings_match_whole_words_only() -> None:
    spellings = (("AI", "ai"), ("5G", "5g"))

    matches = found("MAIL AIS SNS AI 15G 5G2台 AI3", *spellings)

    assert matches == [("AI", "ai"), ("5G", "5g"), ("AI", "ai")]


def test_a_mask_uses_up_its_words_without_a_match() -> None:
    spellings = (("クラウド", "cloud"), ("情報セキュリティクラウド", ""))

    assert found("情報セキュリティクラウドと森林クラウド", *spellings) == [("クラウド", "cloud")]


def test_a_gap_stays_in_one_sentence_and_leaves_its_words_to_other_spellings() -> None:
    spellings = (("音声…テキスト化", "speech"), ("RPA", "rpa"))

    matches = found("音声をRPAでテキスト化。音声。テキスト化", *spellings)

    assert matches == [("音声をRPAでテキスト化", "speech"), ("RPA", "rpa")]


def test_a_spelling_with_two_keys_gives_both() -> None:
    assert found("人工知能", ("人工知能", "a"), ("人工知能", "b")) == [
        ("人工知能", "a"),
        ("人工知能", "b"),
    ]


def test_a_gap_at_the_edge_of_a_spelling_is_refused() -> None:
    with pytest.raises(VocabularyError, match="both sides of each gap"):
        Matcher([("音声…", "speech")])


WORDS = st.text("ａAＩi音声…。データ税自動車 ", min_size=1, max_size=8)


@given(st.lists(WORDS.filter(_is_spelling), max_size=6), st.text("ａAＩi音声。データ税自動車 \n"))
def test_matches_are_whole_spellings_and_share_no_words(spellings: list[str], text: str) -> None:
    matches = Matcher((word, word) for word in spellings if MARK not in word).find(text)

    assert all(fold(text[m.start : m.end]).text == fold_spelling(m.key) for m in matches)
    by_offsets = {(m.start, m.end): fold_spelling(m.key) for m in matches}
    offsets = sorted(by_offsets)
    assert all(before[1] <= after[0] for before, after in pairwise(offsets))


@given(st.lists(WORDS.filter(_is_spelling), max_size=6), st.text("ａAＩi音声。データ税自動車 \n"))
def test_the_order_of_the_spellings_does_not_matter(spellings: list[str], text: str) -> None:
    there = Matcher((word, word) for word in spellings).find(text)

    assert there == Matcher((word, word) for word in reversed(spellings)).find(text)
