"""Every stated text of the bundled survey has an English translation with the same facts."""

import calendar
import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from glossary import Pair, forbidden_in, missing_in

import ontology
from converter.authority.reviewed_rows import read_rows
from converter.authority.words import TextTranslation, Translation
from converter.linking.texts import FILE
from converter.model import Column
from converter.pipeline import read_bundled_survey

STATED = (Column.NAME, Column.PROFILE, Column.DESCRIPTION, Column.NOTE)
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
LIST_MARK = {
    "ja": re.compile(r"^\s*(?:[・○①-⑨]|[(（]\d[)）])", re.MULTILINE),
    "en": re.compile(r"^ *(?:- |\(\d\) )", re.MULTILINE),
}

NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
    "once": 1,
    "first": 1,
    "second": 2,
    "both": 2,
    "third": 3,
    "quarterly": 4,
    "fifth": 5,
}
MONTHS = tuple(calendar.month_name)  # from index 1: the name of month 0 is empty
KANJI_NUMBERS = {kanji: number for number, kanji in enumerate("一二三四五六七八九十", 1)}
BEFORE_YEAR_1 = {"Heisei": 1988, "Reiwa": 2018}

DENIAL = re.compile(
    "ない|なく|なかった|なし|無し|ません|なじまず|おらず|せずに|見送り|以外|を除く|不|未|非"
)
# Words with such a character that are no negation: "few", "whether", "part-time", "missing".
NO_DENIAL = re.compile(
    "少ない|かもしれない|がないか|それ以外|非常勤|不動産|未来|不在者|不妊|不安|非営利|不法|不正|不特定|不可欠|行方不明"
)
ENGLISH_DENIAL = re.compile(
    r"\b(?:not|no|none|neither|cannot|without|free of|other than|except|excluding|unclear|unknown"
    r"|put off)\b"
)
# Phrases with a negation in English only.
DENIES_IN_ENGLISH_ONLY = ("困難", "速やか", "限定せず", "唯一")

ROWS = read_rows(FILE, TextTranslation)
PAIRS = [Pair(FILE, row.japanese, row.english) for row in ROWS]


def narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def numbers(text: str) -> set[int]:
    """Return the numbers written in digits: 1万 is 10,000."""
    joined = re.sub(r"(?<=\d),(?=\d{3})", "", narrow(text))
    whole = re.sub(r"(\d+)万", lambda found: f"{found[1]}0000", joined)
    return {int(digits) for digits in re.findall(r"\d+", whole)}


def spelled_numbers(english: str) -> set[int]:
    """Return the numbers in English words: "both", "October"."""
    words = re.findall(r"[A-Za-z]+", english)
    months = {MONTHS.index(word) for word in words if word in MONTHS}
    return months | {NUMBER_WORDS[word.lower()] for word in words if word.lower() in NUMBER_WORDS}


def calendar_years(english: str) -> set[int]:
    """Return the calendar years given with a year of an era: 1991 and 2015 for (Heisei 3 to 27)."""
    eras = re.findall(r"(Heisei|Reiwa) (\d+)(?: to (\d+))?|R(\d+)", english)
    years = [(BEFORE_YEAR_1.get(era, 2018), one) for era, *found in eras for one in found if one]
    return {before + int(year) for before, year in years}


def governments() -> Iterator[tuple[str, str]]:
    for table in ("prefectures", "municipalities"):
        for row in csv.DictReader(ontology.read(f"reference/{table}.csv").decode().splitlines()):
            yield row["name_ja"], row["name_en"].partition(",")[0]


def test_every_stated_text_of_the_survey_is_translated_and_no_row_is_unused() -> None:
    records = read_bundled_survey().records
    stated = [record.texts[one] for record in records for one in STATED if one in record.texts]

    assert [pair.ja for pair in PAIRS] == list(dict.fromkeys(stated))


def test_every_translation_is_english() -> None:
    assert [pair.ja for pair in PAIRS if not pair.en.strip()] == []
    assert [pair.en for pair in PAIRS if JAPANESE.search(pair.en)] == []


def test_every_number_of_the_japanese_is_in_the_english() -> None:
    lost = [
        (pair.en, missing)
        for pair in PAIRS
        if (missing := numbers(pair.ja) - numbers(pair.en) - spelled_numbers(pair.en))
    ]

    assert lost == []


def test_every_number_of_the_english_is_in_the_japanese() -> None:
    kanji = {
        pair.ja: {KANJI_NUMBERS[one] for one in pair.ja if one in KANJI_NUMBERS} for pair in PAIRS
    }
    added = [
        (pair.en, extra)
        for pair in PAIRS
        if (
            extra := numbers(pair.en.replace("COVID-19", ""))
            - numbers(pair.ja)
            - kanji[pair.ja]
            - calendar_years(pair.en)
        )
    ]

    assert added == []


def test_a_negation_in_japanese_is_a_negation_in_english() -> None:
    denying = [pair for pair in PAIRS if DENIAL.search(NO_DENIAL.sub("", narrow(pair.ja)))]

    assert len(denying) > 50
    assert [pair.en for pair in denying if not ENGLISH_DENIAL.search(pair.en.lower())] == []


def test_a_negation_in_english_is_a_negation_in_japanese() -> None:
    affirming = [pair for pair in PAIRS if not DENIAL.search(NO_DENIAL.sub("", narrow(pair.ja)))]
    added = [
        pair.en
        for pair in affirming
        if ENGLISH_DENIAL.search(pair.en.lower())
        and not any(wording in pair.ja for wording in DENIES_IN_ENGLISH_ONLY)
    ]

    assert added == []


def test_every_government_is_named_as_often_in_english_as_in_japanese() -> None:
    names = dict(governments())
    longest_first = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    lost = [
        (name, pair.en)
        for pair in PAIRS
        for name, times in Counter(longest_first.findall(narrow(pair.ja))).items()
        if pair.en.count(names[name]) < times
    ]

    assert lost == []


def test_a_list_has_as_many_items_in_both_languages() -> None:
    uneven = [
        pair.en
        for pair in PAIRS
        if "\n" in pair.ja
        and len(LIST_MARK["ja"].findall(pair.ja)) != len(LIST_MARK["en"].findall(pair.en))
    ]

    assert uneven == []


def test_a_text_equal_to_a_label_has_the_english_label() -> None:
    labels = {row.name_ja: row.name_en for row in read_rows("translations/names.tsv", Translation)}
    unequal = [pair for pair in PAIRS if labels.get(pair.ja, pair.en) != pair.en]

    assert unequal == []


def test_no_translation_uses_a_word_that_the_glossary_excludes() -> None:
    assert [fault for pair in PAIRS for fault in forbidden_in(pair)] == []


def test_every_translation_uses_the_terms_that_always_apply() -> None:
    assert [fault for pair in PAIRS for fault in missing_in(pair)] == []


def test_a_text_is_translated_once() -> None:
    assert [text for text, rows in Counter(row.text_ja for row in ROWS).items() if rows > 1] == []


@pytest.mark.parametrize(
    ("text", "expected"), [("約1万件", {10000}), ("４８，０００人", {48000}), ("２／４５", {2, 45})]
)
def test_numbers_are_read_in_every_width(text: str, expected: set[int]) -> None:
    assert numbers(text) == expected


def test_a_calendar_year_has_to_be_the_year_of_the_era() -> None:
    assert calendar_years("from 1991 to 2015 (Heisei 3 to 27)") == {1991, 2015}
    assert calendar_years("April 2021 (Reiwa 3)") == {2021}
