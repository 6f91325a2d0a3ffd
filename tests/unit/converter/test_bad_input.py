"""Documents that differ from the form are read, or refused with position and reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

import pytest
from excerpts import HEADINGS

import seeds
from converter.authority.vocabulary import load_vocabulary
from converter.errors import DocumentFault, InputError
from converter.model import Column, Document, Survey, SurveyTable
from converter.reading import bytes_to_survey, load_words

TEXT = seeds.document("nga-2020.txt").decode()
LINES = TEXT.split("\n")
DOCUMENT = Document("survey", "survey.txt", "", "")
WORDS = load_words(load_vocabulary())


def read(content: bytes) -> Survey:
    return bytes_to_survey(content, DOCUMENT, WORDS)


def faults_of(content: bytes) -> tuple[DocumentFault, ...]:
    with pytest.raises(InputError) as caught:
        read(content)
    return caught.value.faults


def replaced(old: str, new: str) -> bytes:
    assert old in TEXT
    return TEXT.replace(old, new, 1).encode()


def lines(first: int, last: int) -> bytes:
    return "\n".join(LINES[first - 1 : last]).encode()


def without(first: int, last: int) -> bytes:
    return "\n".join(LINES[: first - 1] + LINES[last:]).encode()


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and the position, the found and the expected text of its only fault."""

    content: bytes
    page: int | None
    line: int | None
    found: str
    expected: str


CASES = {
    "empty": Case(b"", None, None, "an empty file", "UTF-8 text"),
    "blank": Case(b" \n\n", None, None, "an empty file", "UTF-8 text"),
    "binary": Case(b"\x89PNG\r\n\x1a\n\x00", None, 1, "binary data (byte 0x89)", "UTF-8 text"),
    "a misspelt first heading": Case(
        replaced(HEADINGS[SurveyTable.PROCEDURES], "①ＡＩなどで効率化している事務"),
        1,
        58,
        "the entry “2 会議録作成事務",
        "the heading of table ①, ②, ③－１ or ③－２ before the first entry",
    ),
    "only a heading": Case(
        HEADINGS[SurveyTable.PROCEDURES].encode(),
        None,
        None,
        "headings without an entry",
        "an entry below a heading",
    ),
    "zero bytes": Case(b"text\n\x00", None, 2, "binary data (U+0000)", "UTF-8 text"),
    "Shift_JIS": Case(
        TEXT.encode("cp932", "replace"), None, None, "text in Shift_JIS", "save it as UTF-8"
    ),
    "EUC-JP": Case(
        TEXT.encode("euc_jp", "replace"), None, None, "text in EUC-JP", "save it as UTF-8"
    ),
    "UTF-16": Case(TEXT.encode("utf-16"), None, None, "text in UTF-16", "save it as UTF-8"),
    "UTF-16 unmarked": Case(
        TEXT.encode("utf-16-be"), None, None, "text in UTF-16", "save it as UTF-8"
    ),
    "cut within a character": Case(
        TEXT.encode()[:100_001], None, None, "an end within a character", "cut short?"
    ),
    "another text": Case(b"hello\n", None, None, "no table of the survey", "heading of table"),
    "missing entry": Case(without(88, 96), 1, 89, "entry 6", "entry 5"),
    "unknown prefecture": Case(
        replaced("宮城県\n\n5 ", "宮木県\n\n5 "), 1, 73, "“宮木県”", "one of the 47 prefectures"
    ),
    "unknown prefecture before a heading": Case(
        replaced("情報提供を予定 熊本県", "情報提供を予定 熊木県"),
        2,
        302,
        "“熊木県”",
        "prefectures",
    ),
    "unknown status code": Case(
        replaced("③実証中\n②共同利用可\n能", "⑥実証中\n②共同利用可\n能"),
        1,
        88,
        "entry 5 with “⑥実証中”",
        "導入状況: one of ①導入(実施)済, ②導入(実施)予定, ③実証中",
    ),
    "missing status": Case(
        replaced("③実証中\n②共同利用可\n能", "②共同利用可\n能"),
        1,
        88,
        "no 導入状況",
        "①導入(実施)済",
    ),
    "unknown sharing code": Case(
        replaced("③実証中\n②共同利用可\n能", "③実証中\n⑤共同利用可\n能"),
        1,
        88,
        "“⑤共同利用可”",
        "④その他",
    ),
    "unknown employment": Case(
        replaced("①常勤", "③常勤"),
        40,
        6703,
        "entry 1 with “③常勤”",
        "常勤/非常勤: one of ①常勤, ②非常勤",
    ),
    "a space without width in a prefecture": Case(
        replaced("宮城県\n\n5 ", "宮城\u200b県\n\n5 "),
        1,
        73,
        "(U+200B ZERO WIDTH SPACE)",
        "one of the 47 prefectures",
    ),
    "a radical for a kanji": Case(
        replaced("情報提供を予定 熊本県", "情報提供を予定 ⼤分県"),
        2,
        302,
        "“⼤分県” where its prefecture belongs (U+2F24 KANGXI RADICAL BIG for 大)",
        "prefectures",
    ),
    "a kanji of another code point": Case(
        replaced("宮城県\n\n5 ", "\ufa19奈川県\n\n5 "),
        1,
        73,
        "(U+FA19 CJK COMPATIBILITY IDEOGRAPH-FA19 for 神)",
        "one of the 47 prefectures",
    ),
    "a code with a variation selector": Case(
        replaced("③実証中\n②共同利用可\n能", "③実\ufe00証中\n②共同利用可\n能"),
        1,
        88,
        "(U+FE00 VARIATION SELECTOR-1)",
        "③実証中",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_single_fault_is_named_with_its_position(name: str) -> None:
    case = CASES[name]

    (fault,) = faults_of(case.content)

    assert (fault.file, fault.page, fault.line) == ("survey.txt", case.page, case.line)
    assert case.found in fault.found
    assert case.expected in fault.expected


SAME: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "form feeds for spaces": lambda text: re.sub(r"(?m)^ (?=\S)", "\f", text),
    "form feeds after footers too": lambda text: re.sub(
        r"(?m)^(4|18)\n\n\n\n", "\\1\n\n\n\n\f", re.sub(r"(?m)^ (?=\S)", "\f", text)
    ),
    "form feeds at line ends": lambda text: text.replace("\n ", "\f\n"),
    "spaces at line ends": lambda text: text.replace("\n", " \n"),
    "form feeds before spaces": lambda text: re.sub(r"(?m)^ (?=\S)", "\f ", text),
    "byte order mark": lambda text: f"\ufeff{text}",
    "no line end at the end": lambda text: text.rstrip(),
    "letters and marks apart (NFD)": lambda text: normalize("NFD", text),
    "the same with CRLF and a byte order mark": lambda text: (
        "\ufeff" + normalize("NFD", text).replace("\n", "\r\n")
    ),
    "one letter and its mark apart": lambda text: text.replace("グ", "ク\u3099", 1),
}


@pytest.fixture(scope="module")
def unchanged() -> Survey:
    return read(TEXT.encode())


@pytest.mark.parametrize("name", SAME)
def test_differences_outside_the_text_change_no_record(name: str, unchanged: Survey) -> None:
    assert read(SAME[name](TEXT).encode()) == unchanged


@pytest.mark.parametrize(
    ("first", "last", "entries"),
    [(34, 5042, 357), (5042, 6694, 123), (6695, 7403, 42), (7404, 8286, 72)],
    ids=["1", "2", "3-1", "3-2"],
)
def test_one_table_alone_is_a_survey(first: int, last: int, entries: int) -> None:
    survey = read(lines(first, last))

    assert len({record.key.table for record in survey.records}) == 1
    assert survey.records[0].position.page == 1
    assert len(survey.records) == entries


def test_all_faults_are_reported_in_the_order_of_the_document() -> None:
    content = (
        TEXT.replace("宮城県\n\n5 ", "宮木県\n\n5 ", 1)
        .replace("\n12 AI会議", "\n13 AI会議", 1)
        .replace("③実証中\n②共同利用可\n能", "⑥実証中\n②共同利用可\n能", 1)
        .replace("①常勤", "③常勤", 1)
    )

    found = [(fault.line, fault.found) for fault in faults_of(content.encode())]

    assert found == [
        (73, "entry 4 with “宮木県” where its prefecture belongs"),
        (88, "entry 5 with “⑥実証中”"),
        (173, "entry 13"),
        (188, "entry 13 a second time"),
        (6703, "entry 1 with “③常勤”"),
    ]


def test_a_doubled_number_is_named_with_the_number_expected() -> None:
    faults = faults_of(replaced("\n5 議事録作成支援\n", "\n4 議事録作成支援\n"))

    assert [(fault.line, fault.found, fault.expected) for fault in faults] == [
        (88, "entry 4 a second time", "entry 5"),
        (98, "entry 6", "entry 5"),
    ]


def test_an_entry_without_its_number_is_found_where_it_begins() -> None:
    faults = faults_of(replaced("\n5 議事録作成支援\n", "\n議事録作成支援\n"))

    assert [(fault.line, fault.found) for fault in faults] == [
        (88, "“議事録作成支援”"),
        (98, "entry 6"),
    ]


@pytest.mark.parametrize("last", [2000, 2007, 2021])
def test_a_survey_cut_short_is_recognised_by_its_control_totals(last: int) -> None:
    faults = faults_of(lines(1, last))

    assert any(
        "総務分野 (207)" in fault.found and "cut short?" in fault.expected for fault in faults
    )


def test_a_table_printed_twice_is_a_fault() -> None:
    faults = faults_of("\n".join(LINES + LINES[33:5042]).encode())

    assert [fault.found for fault in faults] == ["table 1 again"]


def test_words_of_the_form_inside_a_cell_are_text_of_the_cell() -> None:
    survey = read(replaced("\nタへ変換し、会議録", "\n都道府県\nタへ変換し、会議録"))

    assert "都道府県\nタへ変換し" in survey.records[0].texts[Column.DESCRIPTION]
