"""English labels come from the reviewed table; a missing label gives a remark."""

from linked import linked_survey

from converter.authority.words import Translation
from converter.findings import Finding, Ref, Text
from converter.linking.naming import UNTRANSLATED, translate
from converter.model import EntryKey, SurveyTable
from converter.tables import load_tables

THING = Ref("id/system/2-1")
ENTRY = EntryKey("", SurveyTable.SYSTEMS, 1)
LABEL = Finding(THING, "rdfs:label", Text("ＧＩＳ", "ja"), "any-rule")


def test_the_width_of_a_label_does_not_change_its_translation() -> None:
    table = (Translation("system", "GIS", "Geographic information system"),)

    named = translate([LABEL], {ENTRY: (THING,)}, table)

    assert [one.value for one in named.findings] == [Text("Geographic information system", "en")]
    assert named.remarks == ()


def test_a_translation_for_another_kind_of_thing_is_not_used() -> None:
    table = (Translation("post", "GIS", "GIS officer"),)

    named = translate([LABEL], {ENTRY: (THING,)}, table)

    assert named.findings == ()
    assert [(one.entry, one.kind) for one in named.remarks] == [(ENTRY, UNTRANSLATED)]


def test_every_thing_has_an_english_label_and_every_row_is_used() -> None:
    linked = linked_survey()

    english = {
        one.subject
        for one in linked.findings
        if one.predicate == "rdfs:label"
        and isinstance(one.value, Text)
        and one.value.language == "en"
    }
    things = {thing for described in linked.things.values() for thing in described}
    assert things - english == set()
    japanese = {one.value.value for one in linked.findings if isinstance(one.value, Text)}
    assert [row.name_ja for row in load_tables().translations if row.name_ja not in japanese] == []
