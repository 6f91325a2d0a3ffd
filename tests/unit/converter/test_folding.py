import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from converter.linking.text.folding import fold, fold_spelling

PRINTED = st.text(
    st.sampled_from("ＡＩaiﾊﾞば①㈱カガｶﾞ　 \n…Ⅳ㍿業務ー－") | st.characters(codec="utf-8")
)


@given(PRINTED)
def test_every_folded_character_has_its_printed_offsets(printed: str) -> None:
    folded = fold(printed)

    spans = list(zip(folded.starts, folded.ends, strict=True))

    assert len(spans) == len(folded.text)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(printed) for start, end in spans)


@given(PRINTED)
def test_printed_words_of_a_folded_span_fold_to_it_again(printed: str) -> None:
    folded = fold(printed)

    if not folded.text:
        return
    start, end = folded.printed_span(0, len(folded.text))

    assert fold(printed[start:end]).text == folded.text


@given(PRINTED)
def test_folding_twice_changes_nothing(printed: str) -> None:
    once = fold_spelling(printed)

    assert fold_spelling(once) == once


@given(st.text(st.sampled_from("ＡＩaiﾊﾞば①㈱カガｶﾞ…Ⅳ㍿業務ー－")))
def test_japanese_text_folds_to_nfkc_without_case(printed: str) -> None:
    assert fold(printed).text == unicodedata.normalize("NFKC", printed).casefold()


def test_white_space_is_removed_except_between_ascii_words() -> None:
    folded = fold("ＳＮＳ　AI 会議\n録")

    assert folded.text == "sns ai会議録"
    assert folded.printed_span(6, 8) == (7, 9)
    assert folded.printed_span(7, 9) == (8, 11)


def test_a_voiced_half_width_letter_maps_to_both_printed_characters() -> None:
    folded = fold("xﾎﾞyト")

    assert folded.text == "xボyト"
    assert folded.printed_span(1, 2) == (1, 3)
