"""Folding: letters that readers regard as equal become equal, with exact offsets back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.search.folding import fold, fold_with_offsets
from server.search.marking import excerpt, mark
from server.search.words import LONGEST, MOST_WORDS, QueryTooLongError, parts_of, words_of

TEXTS = st.text(alphabet="ＲｐaｶﾞがガァヷヽﾊﾟﾁｬーAﬁİß①㍿𠮷・‐−\u3099\u0301 \n", max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＲＰＡ", "rpa"),
        ("ｒｐａ", "RPA"),
        ("ﾁｬｯﾄﾎﾞｯﾄ", "チャットボット"),
        ("ﾁｬｯﾄﾎﾞｯﾄ", "ちゃっとぼっと"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("か\u3099", "ガ"),
        ("か゛", "ガ"),
        ("は゜", "パ"),
        ("ﾃﾞｰﾀ", "データ"),
        ("デ―タ", "データ"),
        ("AIーOCR", "AI-OCR"),
        ("デジタル・ガバメント", "デジタルガバメント"),
        ("ﾃﾞｼﾞﾀﾙ･ｶﾞﾊﾞﾒﾝﾄ", "デジタルガバメント"),
        ("電子\u200b申請", "電子申請"),
        ("〜", "～"),
        ("AI−OCR", "ＡＩ－ＯＣＲ"),
        ("AI‐OCR", "ai-ocr"),
        ("①", "1"),
        ("㈱", "(株)"),
        ("㍿", "株式会社"),
        ("Straße", "STRASSE"),
        ("\u3000", " "),
    ],
)
def test_width_case_and_kana_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ハ", "バ"), ("ビル", "ビール"), ("税", "説"), ("か", "が")]
)
def test_letters_with_different_meaning_are_not_folded_together(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_each_folded_character_has_the_offsets_of_its_printed_ones(text: str) -> None:
    folded = fold_with_offsets(text)

    assert folded.text == fold(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert folded.text[at] in fold(text[start:end])


def test_a_hit_is_marked_in_the_text_as_printed() -> None:
    marked = mark("導入：ﾁｬｯﾄﾎﾞｯﾄ(ＡＩ)", words_of("チャットボット ai"))

    assert marked.pieces() == [
        ("導入：", False),
        ("ﾁｬｯﾄﾎﾞｯﾄ", True),
        ("(", False),
        ("ＡＩ", True),
        (")", False),
    ]


@pytest.mark.parametrize("typed", ["サーバー", "サーバ", "ｻｰﾊﾞｰ", "さーば"])
@pytest.mark.parametrize("printed", ["サーバー", "サーバ", "ｻｰﾊﾞ"])
def test_a_long_vowel_mark_at_the_end_may_be_missing_and_is_marked(
    typed: str, printed: str
) -> None:
    marked = mark(f"県の{printed}に", words_of(typed))

    assert marked.pieces() == [("県の", False), (printed, True), ("に", False)]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("チャットボットを住民向けに使う県は?", ["チャットボット", "住民向", "使", "県"]),
        ("会議録 RPA", ["会議録", "RPA"]),
        ("RPA", []),
        ("which uses AI-OCR?", ["which", "uses", "AI-OCR"]),
    ],
)
def test_a_sentence_has_parts_that_can_be_searched_alone(query: str, parts: list[str]) -> None:
    found = parts_of(query)

    assert [part for part in found if part != query.rstrip("?")] == parts


@given(TEXTS, st.lists(st.sampled_from(["か", "rp", "1", "-", "は"]), max_size=3))
def test_the_pieces_of_a_marked_text_are_the_text(text: str, words: list[str]) -> None:
    marked = mark(text, words)

    assert "".join(piece for piece, _ in marked.pieces()) == text
    assert all(start < end for start, end in marked.hits)


def test_a_long_text_is_cut_around_its_first_hit() -> None:
    text = "あ" * 300 + "ＲＰＡ" + "い" * 300

    shown = excerpt(mark(text, ["rpa"]))

    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert [piece for piece, hit in shown.pieces() if hit] == ["ＲＰＡ"]
    assert len(shown.text) < 130


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("給与　ＲＰＡ", ("給与", "rpa")),
        ("RPA rpa", ("rpa",)),
        ('"AI OCR" 税', ("ai ocr", "税")),
        ("", ()),
        (" \u3000\n", ()),
        ('"', ()),
        ("a\x00b", ("a", "b")),
        ("税、給与,RPA。", ("税", "給与", "rpa")),
        ("電子申請？", ("電子申請",)),
        ("税 AND RPA", ("税", "rpa")),
        ("AND", ("and",)),
        ("か゛ RPA", ("が", "rpa")),
        ("電子*", ("電子",)),
        ("?", ("?",)),
        ("「会議録 作成」", ("会議録 作成",)),
        ("“AI OCR”", ("ai ocr",)),
        ("サーバー", ("さ-ば",)),
        ("エラー", ("えら-",)),
        ("・", ()),
        ("😀", ("😀",)),
    ],
)
def test_a_query_is_split_into_words(query: str, words: tuple[str, ...]) -> None:
    assert words_of(query) == words


@pytest.mark.parametrize("query", ["あ" * (LONGEST + 1), " ".join(map(str, range(MOST_WORDS + 1)))])
def test_a_query_as_long_as_a_text_is_refused(query: str) -> None:
    with pytest.raises(QueryTooLongError):
        words_of(query)
