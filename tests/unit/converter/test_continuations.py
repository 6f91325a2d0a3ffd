"""Things are linked across editions by prefecture and folded name, never by similarity."""

from dataclasses import replace
from functools import cache

import pyoxigraph as ox
from second_edition import EACH, KEY, changed_entries, new_names, second_text
from surveys import procedure

from converter.authority.authorities import load_authorities
from converter.authority.vocabulary import load_vocabulary
from converter.findings import Finding, Linked, Ref
from converter.linking.continuations import GONE, NEW, UNDECIDED, ContinuationRules
from converter.linking.joining import survey_to_findings
from converter.linking.text.placeholders import placeholders_from
from converter.mapping.editions import editions_to_quads, in_time
from converter.model import Column, Document, EntryKey, Record, Survey, SurveyTable
from converter.pipeline import read_bundled_survey
from converter.reading import bytes_to_survey, load_words
from converter.tables import load_tables

RULES = ContinuationRules(placeholders_from(["－"]))
OLD, NEWER = Document("old", "old.txt", "", "text"), Document("new", "new.txt", "", "text")


def survey(key: str, *records: Record) -> Survey:
    own = tuple(
        replace(record, key=EntryKey(key, record.key.table, number))
        for number, record in enumerate(records, 1)
    )
    return Survey(key or "first", key, (), own)


def linked(one: Survey) -> Linked:
    authorities = load_authorities()
    vocabulary, governments = authorities.vocabulary, authorities.governments
    return survey_to_findings(one, vocabulary, governments, load_tables())


def continued(*surveys: Survey) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return for each survey: later thing → earlier thing, and the remarks about names."""
    found = RULES.link(surveys, [linked(one) for one in surveys])
    return [
        (
            {one.subject.path: path_of(one) for one in part.findings},
            {str(remark.entry): remark.kind for remark in part.remarks},
        )
        for part in found
    ]


def path_of(finding: Finding) -> str:
    assert isinstance(finding.value, Ref)
    return finding.value.path


def test_number_and_width_do_not_keep_a_name_from_continuing() -> None:
    earlier = survey(
        "", procedure(statedName="税務事務（ＲＰＡ）"), procedure(statedName="会計事務")
    )
    later = survey("new", procedure(statedName="会計事務"), procedure(statedName="税務事務(RPA)"))

    pairs, remarks = continued(earlier, later)[1]

    assert pairs == {
        "id/procedure/new-1-1": "id/procedure/1-2",
        "id/procedure/new-1-2": "id/procedure/1-1",
    }
    assert remarks == {}


def test_the_words_of_both_entries_are_quoted() -> None:
    earlier, later = survey("", procedure()), survey("new", procedure())
    found = RULES.link([earlier, later], [linked(earlier), linked(later)])[1]

    (finding,) = found.findings
    quoted = {
        str(one.entry): record.texts[one.column][one.start : one.end]
        for one in finding.evidence
        for record in (*earlier.records, *later.records)
        if record.key == one.entry
    }
    assert quoted == {"new-1-1": "会議録作成事務", "1-1": "会議録作成事務"}


def test_another_prefecture_or_name_is_another_thing() -> None:
    earlier = survey("", procedure(), procedure(statedName="会計事務"))
    moved = replace(procedure(), prefecture="岩手県")
    later = survey("new", moved, procedure(statedName="経理事務"))

    pairs, remarks = continued(earlier, later)[1]

    assert pairs == {}
    assert remarks == {"new-1-1": NEW, "new-1-2": NEW, "1-1": GONE, "1-2": GONE}


def test_the_description_decides_between_equal_names() -> None:
    one = procedure(statedDescription="AIにより議事録を作る")
    other = procedure(statedDescription="RPAにより通知を送る")

    pairs, _ = continued(survey("", one, other), survey("new", other, one))[1]

    assert pairs == {
        "id/procedure/new-1-1": "id/procedure/1-2",
        "id/procedure/new-1-2": "id/procedure/1-1",
    }


def test_an_ambiguous_continuation_is_reported_and_not_linked() -> None:
    one = procedure(statedDescription="AIにより議事録を作る")
    other = procedure(statedDescription="AIにより会議録を作る")
    changed = procedure(statedDescription="AIにより記録を作る")

    pairs, remarks = continued(survey("", one, other), survey("new", changed))[1]

    assert pairs == {}
    assert remarks == {"new-1-1": UNDECIDED, "1-1": GONE, "1-2": GONE}


def test_the_description_is_compared_where_the_name_is_a_placeholder() -> None:
    one = procedure(statedName="－", statedDescription="RPAにより通知を送る")
    other = procedure(statedName="－", statedDescription="AIにより議事録を作る")

    assert continued(survey("", one), survey("new", one))[1][0]
    assert not continued(survey("", one), survey("new", other))[1][0]


def test_a_thing_continues_the_last_edition_that_has_it() -> None:
    other = procedure(statedName="会計事務")
    surveys = survey("", procedure(), other), survey("b", other), survey("c", procedure(), other)

    found = continued(*surveys)

    assert found[1][0] == {"id/procedure/b-1-1": "id/procedure/1-2"}
    assert found[2][0] == {
        "id/procedure/c-1-1": "id/procedure/1-1",
        "id/procedure/c-1-2": "id/procedure/b-1-1",
    }


def test_editions_stand_in_the_order_of_their_dates_or_as_given() -> None:
    dated = replace(OLD, survey_start="2020-06-01"), replace(NEWER, published="2022-11")

    assert in_time(dated[::-1]) == list(dated)
    assert in_time([NEWER, OLD]) == [NEWER, OLD]


def test_editions_are_named_by_their_year_and_by_their_key_where_that_is_not_enough() -> None:
    names = [
        {
            quad.object.value
            for quad in editions_to_quads(documents)
            if isinstance(quad.object, ox.Literal) and quad.object.language
        }
        for documents in (
            [replace(OLD, survey_start="2020-06-01")],
            [replace(OLD, published="2020-10"), replace(NEWER, published="2020-12")],
            [OLD],
        )
    ]

    assert names == [
        {"2020年調査", "2020 survey"},
        {"2020年調査（old）", "2020 survey (old)", "2020年調査（new）", "2020 survey (new)"},
        {"調査（old）", "Survey old"},
    ]


@cache
def second_survey() -> Survey:
    document = Document(KEY, f"{KEY}.txt", "", "text", edition=KEY)
    return bytes_to_survey(second_text().encode(), document, load_words(load_vocabulary()))


def test_all_things_continue_but_those_renamed_moved_added_or_removed() -> None:
    first = read_bundled_survey()
    found = RULES.link([first, second_survey()], [linked(first), linked(second_survey())])[1]
    changed = changed_entries()

    gone = {str(one.entry) for one in found.remarks if one.kind == GONE}
    new = [one.words for one in found.remarks if one.kind == NEW]

    assert [len(keys) for keys in changed.values()] == [EACH] * 6
    assert gone == {str(key) for kind in ("gone", "renamed", "moved") for key in changed[kind]}
    assert {name for name, _ in new_names()} <= set(new)
    assert not [one for one in found.remarks if one.kind == UNDECIDED]
    assert len(found.findings) + len(set(new)) >= len(second_survey().records)


def test_most_entries_have_another_number_in_the_second_edition() -> None:
    first = {one.name: one.key.number for one in read_bundled_survey().records}
    shifted = [
        one
        for one in second_survey().records
        if one.key.table is SurveyTable.PROCEDURES and first.get(one.name) != one.key.number
    ]

    assert len(shifted) > 3 * EACH
    assert all(Column.NAME in one.texts for one in shifted)
