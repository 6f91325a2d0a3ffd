"""A stated text is translated as a whole or not at all."""

from surveys import procedure

from converter.authority.words import TextTranslation
from converter.findings import Finding, Text
from converter.linking.texts import TextTranslations
from converter.model import Record

ROWS = [
    TextTranslation("共同利用を想定していない", "Joint use is not envisaged"),
    TextTranslation(r"ＲＰＡ\n入力業務", r"RPA\nData entry"),
]


def english(record: Record) -> dict[str, str]:
    return {
        one.predicate: one.value.value
        for one in findings(record)
        if isinstance(one.value, Text) and one.value.language == "en"
    }


def findings(record: Record) -> list[Finding]:
    return list(TextTranslations(ROWS).findings([record]))


def test_width_and_spacing_of_a_text_do_not_change_its_translation() -> None:
    record = procedure(statedName="RPA\n入力業務")

    assert english(record) == {"dg:translatedName": "RPA\nData entry"}


def test_a_translation_is_found_by_the_whole_text() -> None:
    record = procedure(statedNote="共同利用を想定していない")

    (evidence,) = next(iter(findings(record))).evidence
    assert (evidence.start, evidence.end) == (0, 12)


def test_a_text_containing_a_translated_text_is_reported_and_not_translated() -> None:
    record = procedure(statedNote="共同利用を想定していない。")

    assert english(record) == {}
    assert "共同利用を想定していない。" in [
        one.words for one in TextTranslations(ROWS).remarks([record])
    ]
