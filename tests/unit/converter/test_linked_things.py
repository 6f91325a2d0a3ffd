"""Systems, posts and organisations as things, in the bundled survey and by rule."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import pytest
from linked import (
    bundled_survey,
    linked_organisations,
    linked_posts,
    linked_systems,
    organisation_linker,
    post_linker,
    system_linker,
)
from surveys import body, post, shared_system

import ontology
from converter.authority.decisions import (
    OrganisationDecision,
    ParticipantDecision,
    PostDecision,
    SubBodyDecision,
    SystemDecision,
    UnitDecision,
)
from converter.authority.governments import load_governments
from converter.authority.reviewed_rows import read_rows
from converter.findings import Linked, Ref, Text
from converter.linking.merging import NOT_REVIEWED
from converter.linking.text.folding import fold_spelling
from converter.linking.text.quoting import quoted
from converter.model import EntryKey, SurveyTable

LINKED = {
    SurveyTable.SYSTEMS: linked_systems,
    SurveyTable.POSTS: linked_posts,
    SurveyTable.ORGANISATIONS: linked_organisations,
}


class Reviewed(Protocol):
    """A row that quotes words of its entry."""

    @property
    def entry(self) -> str: ...
    @property
    def quote(self) -> str: ...


REVIEWED: dict[str, Iterable[Reviewed]] = {
    "systems": read_rows("decisions/systems.tsv", SystemDecision),
    "participants": read_rows("decisions/participants.tsv", ParticipantDecision),
    "posts": read_rows("decisions/posts.tsv", PostDecision),
    "organisations": read_rows("decisions/organisations.tsv", OrganisationDecision),
    "units": read_rows("decisions/units.tsv", UnitDecision),
    "sub-bodies": read_rows("decisions/sub-bodies.tsv", SubBodyDecision),
}
UNITS = read_rows("decisions/units.tsv", UnitDecision)


def things(linked: Linked, table: SurveyTable, *numbers: int) -> list[str]:
    return [linked.things[EntryKey("", table, number)][0].path for number in numbers]


def values(linked: Linked, subject: str, predicate: str) -> list[object]:
    wanted = (Ref(subject), predicate)
    return [
        one.value.path if isinstance(one.value, Ref) else one.value
        for one in linked.findings
        if (one.subject, one.predicate) == wanted
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [(SurveyTable.SYSTEMS, 120), (SurveyTable.POSTS, 41), (SurveyTable.ORGANISATIONS, 74)],
)
def test_every_entry_describes_a_thing_with_a_type_and_a_label(
    table: SurveyTable, expected: int
) -> None:
    linked = LINKED[table]()
    keys = {record.key for record in bundled_survey().records if record.key.table is table}

    described = {ref.path for refs in linked.things.values() for ref in refs}

    assert set(linked.things) == keys
    assert len(described) == expected
    assert all(len(values(linked, path, "rdf:type")) >= 1 for path in described)
    assert all(values(linked, path, "rdfs:label") for path in described)
    assert {one.value for one in linked.findings if one.predicate == "dg:describes"} == {
        Ref(path) for path in described
    }


def test_a_system_that_several_prefectures_describe_is_one_thing() -> None:
    linked = linked_systems()

    assert set(things(linked, SurveyTable.SYSTEMS, 56, 57, 58)) == {"id/system/2-56"}
    assert set(things(linked, SurveyTable.SYSTEMS, 90, 91)) == {"id/system/2-90"}
    assert set(values(linked, "id/system/2-56", "dg:operatedBy")) == {
        "id/pref/31",
        "id/pref/33",
        "id/pref/34",
    }
    assert set(values(linked, "id/system/2-56", "skos:altLabel")) == {
        Text("団体内統合宛名システム", "ja")
    }


def test_a_merge_quotes_words_of_both_entries() -> None:
    merges = [one for one in linked_systems().findings if one.rule == "merged-system"]

    entries = {one.subject.path: {str(words.entry) for words in one.evidence} for one in merges}

    assert entries.keys() == {"id/entry/2-57", "id/entry/2-58", "id/entry/2-91"}
    assert entries["id/entry/2-57"] == {"2-56", "2-57"}
    assert entries["id/entry/2-91"] == {"2-90", "2-91"}
    assert all(one.reason for one in merges)


def test_prefectures_naming_each_other_share_one_system_pending_review() -> None:
    first = shared_system("鳥取県、岡山県で共同利用", 901, prefecture="鳥取県")
    second = shared_system("岡山県、鳥取県で共同利用", 902, prefecture="岡山県")

    linked = system_linker().link([first, second])

    assert {refs[0].path for refs in linked.things.values()} == {"id/system/2-901"}
    assert [one.kind for one in linked.remarks] == ["merge-not-reviewed"]


@pytest.mark.parametrize(
    ("note", "name"),
    [("岡山県内の市町村", "電子申請システム"), ("岡山県、鳥取県で共同利用", "図書館システム")],
)
def test_systems_are_merged_only_if_both_name_each_other_and_are_similar(
    note: str, name: str
) -> None:
    first = shared_system("鳥取県、岡山県で共同利用", 901, prefecture="鳥取県")
    second = shared_system(note, 902, prefecture="岡山県", statedName=name)

    linked = system_linker().link([first, second])

    assert len(set(linked.things.values())) == 2


def test_a_post_printed_twice_word_for_word_is_one_thing() -> None:
    linked = post_linker().link([post("情報監", 901), post("情報監", 902), post("情報監補", 903)])

    assert things(linked, SurveyTable.POSTS, 901, 902, 903) == [
        "id/post/3-1-901",
        "id/post/3-1-901",
        "id/post/3-1-903",
    ]
    assert set(things(linked_posts(), SurveyTable.POSTS, 9, 27)) == {"id/post/3-1-9"}


def test_a_post_is_in_its_prefecture_and_in_the_unit_that_its_name_states() -> None:
    assert values(linked_posts(), "id/post/3-1-10", "org:postIn") == [
        "id/pref/23",
        "id/organisation/23-information-policy-division",
    ]


def test_no_post_names_a_person() -> None:
    assert not [one for one in linked_posts().findings if one.predicate == "org:heldBy"]


def test_units_are_linked_up_to_their_prefecture() -> None:
    linked = linked_organisations()
    above = {
        str(one.subject.path): one.value.path
        for one in linked.findings
        if one.predicate == "org:subOrganizationOf" and isinstance(one.value, Ref)
    }

    chain = ["id/organisation/3-2-18"]
    while chain[-1] in above:
        chain.append(above[chain[-1]])

    assert chain[1:] == [
        "id/organisation/37-information-policy-division",
        "id/organisation/37-policy-department",
    ]
    assert {unit for one in chain for unit in values(linked, one, "org:unitOf")} == {"id/pref/37"}
    assert above["id/organisation/3-2-12"] == "id/organisation/3-2-11"


def test_a_unit_without_a_reviewed_slug_is_reported_and_not_created() -> None:
    linked = organisation_linker().link([body("未来部未来課", "専任１名", 901)])

    assert [one.words for one in linked.remarks if one.kind == "unit-without-slug"] == ["未来部"]
    assert not values(linked, "id/organisation/3-2-901", "org:subOrganizationOf")
    assert values(linked, "id/organisation/3-2-901", "org:unitOf") == ["id/pref/37"]


def test_a_reviewed_unit_is_used_for_names_in_entries_not_reviewed() -> None:
    linked = organisation_linker().link([body("政策部政策課新しい室", "専任１名", 901)])

    above = values(linked, "id/organisation/3-2-901", "org:subOrganizationOf")

    assert above == ["id/organisation/37-policy-division"]
    assert not [one for one in linked.remarks if one.kind == "unit-without-slug"]


def test_organisation_types_come_from_headings_and_reviewed_exceptions() -> None:
    linked = linked_organisations()

    kinds = [values(linked, f"id/organisation/3-2-{number}", "rdf:type") for number in (1, 8, 29)]

    assert kinds == [
        ["org:OrganizationalUnit"],
        ["org:FormalOrganization"],
        ["org:OrganizationalCollaboration"],
    ]


def test_the_members_of_a_council_are_the_governments_that_it_lists() -> None:
    linked = linked_organisations()

    members = values(linked, "id/organisation/3-2-8", "org:hasMember")

    assert len(members) == len(set(members)) == 13
    assert values(linked, "id/organisation/3-2-63", "org:hasMember") == [
        "id/pref/20",
        "id/body/nagano-municipal-autonomy-promotion-association",
    ]


def test_a_founding_date_is_that_of_the_era() -> None:
    found = [one for one in linked_organisations().findings if one.rule == "founding-date"]

    assert [(one.subject.path, one.value) for one in found] == [
        ("id/organisation/3-2-4", date(2020, 4, 1))
    ]


@pytest.mark.parametrize(
    ("overview", "expected"),
    [
        ("専任１名（令和元年に検討、令和２年７月１日設置）", [date(2020, 7, 1)]),
        ("平成31年4月1日に設立", [date(2019, 4, 1)]),
        ("令和2年13月45日設置", []),
        ("令和2年6月15日現在", []),
        ("令和8年4月1日設置予定", []),
        ("令和8年4月1日に設置する", []),
    ],
)
def test_only_an_existing_day_stated_as_founding_is_a_founding_date(
    overview: str, expected: list[date]
) -> None:
    linked = organisation_linker().link([body("未来課", overview, 901)])

    assert values(linked, "id/organisation/3-2-901", "schema:foundingDate") == expected


def test_an_organisation_below_an_unknown_heading_has_the_general_class() -> None:
    linked = organisation_linker().link([body("未来課", "専任１名", 901, heading="官民連携")])

    assert values(linked, "id/organisation/3-2-901", "rdf:type") == ["org:Organization"]


def test_a_merge_that_no_person_reviewed_says_so() -> None:
    linked = organisation_linker().link([body("未来課", "専任１名", one) for one in (901, 902)])

    (merged,) = (one for one in linked.findings if one.rule == "merged-organisation")
    assert merged.reason == NOT_REVIEWED


def test_a_system_has_one_type_also_where_several_entries_describe_it() -> None:
    linked = linked_systems()

    typed = [one.subject for one in linked.findings if one.predicate == "dg:systemType"]

    assert len(typed) == len(set(typed)) == 120


@pytest.mark.parametrize("table", LINKED)
def test_the_words_of_every_finding_stand_in_the_printed_text(table: SurveyTable) -> None:
    records = {record.key: record for record in bundled_survey().records}

    for finding in LINKED[table]().findings:
        for words in finding.evidence:
            text = records[words.entry].texts[words.column]
            assert 0 <= words.start < words.end <= len(text), finding


def test_the_words_of_every_participant_name_it() -> None:
    records = {record.key: record for record in bundled_survey().records}
    governments = {one.path: one for one in load_governments().all}

    for finding in (one for one in linked_systems().findings if one.rule == "participant"):
        assert isinstance(finding.value, Ref)
        name = governments[finding.value.path].name
        for words in finding.evidence:
            quote = records[words.entry].texts[words.column][words.start : words.end]
            assert name[:2] in quote or quote.removesuffix("機関") == name[-1], finding


@pytest.mark.parametrize("file", REVIEWED)
def test_every_reviewed_row_quotes_words_of_its_entry(file: str) -> None:
    records = {str(record.key): record for record in bundled_survey().records}

    lost = [row for row in REVIEWED[file] if not quoted(records[row.entry], row.quote)]

    assert not lost, f"ontology/decisions/{file}.tsv: correct or remove these rows"


def test_a_unit_has_one_slug_in_its_prefecture_and_begins_the_name_of_its_entry() -> None:
    records = {str(record.key): record for record in bundled_survey().records}

    slugs = [(row.prefecture, row.slug) for row in UNITS]
    misplaced = [
        row
        for row in UNITS
        if not fold_spelling(records[row.entry].name).startswith(fold_spelling(row.quote))
    ]

    assert len(set(slugs)) == len(slugs)
    assert all(records[row.entry].prefecture == row.prefecture for row in UNITS)
    assert not misplaced


def test_reviewed_rows_without_an_entry_in_the_document_are_ignored_with_a_note() -> None:
    linked = system_linker().link([shared_system("県及び県内全市町村で共同利用", 901)])

    assert set(linked.things) == {EntryKey("", SurveyTable.SYSTEMS, 901)}
    assert (
        "ontology/decisions/systems.tsv: row for 岡山県 「鳥取・岡山・広島県の３県で"
        in " ".join(linked.notes)
    )


def test_a_reviewed_row_whose_words_are_no_longer_in_the_text_has_no_effect() -> None:
    linked = organisation_linker().link(
        [body("水道ＩＣＴ情報連絡会", "専任１名", 8, prefecture="東京都")]
    )

    assert "13の水道事業体から構成" in " ".join(linked.notes)
    assert values(linked, "id/organisation/3-2-8", "rdf:type") == ["org:OrganizationalUnit"]


def test_a_reviewed_row_applies_to_equal_words_under_another_number() -> None:
    overview = "現在は13の水道事業体から構成"

    linked = organisation_linker().link(
        [body("水道ＩＣＴ情報連絡会", overview, 901, prefecture="東京都")]
    )

    assert values(linked, "id/organisation/3-2-901", "rdf:type") == ["org:FormalOrganization"]


def test_organisations_that_are_printed_in_one_cell_are_several() -> None:
    linked = linked_organisations()

    assert things_of(linked, "3-2-32") == {
        "id/organisation/3-2-32-1": "宮城県情報化政策推進本部",
        "id/organisation/3-2-32-2": "宮城県情報化政策推進委員会",
    }
    assert things_of(linked, "3-2-25") == {
        "id/organisation/3-2-25-1": "政策部政策チーム",
        "id/organisation/3-2-25-2": "企画チーム",
    }
    assert list(things_of(linked, "3-2-29")) == ["id/organisation/3-2-29"]


def things_of(linked: Linked, key: str) -> dict[str, str]:
    """Return the things that an entry describes, with their Japanese labels."""
    refs = next(several for one, several in linked.things.items() if str(one) == key)
    return {
        ref.path: label.value
        for ref in refs
        for label in values(linked, ref.path, "rdfs:label")
        if isinstance(label, Text)
    }


def test_a_bracket_about_the_founder_is_not_part_of_the_name() -> None:
    linked = linked_organisations()

    assert things_of(linked, "3-2-34") == {"id/organisation/3-2-34": "栃木県Society5.0戦略本部"}


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("3-2-34", {"未来技術社会実装推進部会", "電子県庁推進部会"}),
        ("3-2-37", {"経済・産業ＷＧ", "観光・地域づくり・くらしＷＧ", "デジタルガバメントＷＧ"}),
        ("3-2-45", {"幹事会", "デジタル戦略推進委員会"}),
    ],
)
def test_bodies_stated_as_parts_of_another_are_created(whole: str, parts: set[str]) -> None:
    linked = linked_organisations()

    found = [one for one in linked.findings if one.rule == "sub-body"]
    of_whole = {one.subject for one in found if one.value == Ref(f"id/organisation/{whole}")}
    labels = {
        one.value.value
        for one in found
        if one.subject in of_whole and isinstance(one.value, Text) and one.value.language == "ja"
    }

    assert labels == parts


def test_organisations_that_are_counted_together_share_one_head_count() -> None:
    linked = linked_organisations()

    counts = [
        values(linked, f"id/organisation/3-2-25-{position}", "dg:headCount") for position in (1, 2)
    ]

    assert counts == [["id/head-count/3-2-25"], ["id/head-count/3-2-25"]]


@pytest.mark.parametrize(("number", "count"), [(8, 13), (59, 112), (62, 132), (63, 66), (65, 69)])
def test_members_that_are_organisations_are_counted_as_members_and_not_as_heads(
    number: int, count: int
) -> None:
    linked = linked_organisations()

    assert values(linked, f"id/organisation/3-2-{number}", "dg:memberCount") == [count]
    assert not values(linked, f"id/organisation/3-2-{number}", "dg:headCount")


def test_an_entry_that_states_no_post_describes_a_measure() -> None:
    linked = linked_posts()
    measures = {
        one.subject.path.rpartition("/")[2]: one.value.path.rpartition("/")[2]
        for one in linked.findings
        if one.predicate == "dg:measureKind" and isinstance(one.value, Ref)
    }

    assert measures == {
        "3-1-11": "recruitment",
        "3-1-12": "training",
        "3-1-13": "recruitment",
        "3-1-15": "recruitment",
        "3-1-31": "recruitment",
        "3-1-33": "contract",
        "3-1-34": "study-group",
        "3-1-37": "training",
        "3-1-39": "contract",
    }
    assert all(not values(linked, f"id/measure/{one}", "org:postIn") for one in measures)


@pytest.mark.parametrize(
    ("post", "organisation"), [("3-1-25", "3-2-27"), ("3-1-19", "3-2-47"), ("3-1-21", "3-2-50")]
)
def test_a_post_belongs_to_the_organisation_whose_overview_names_it(
    post: str, organisation: str
) -> None:
    linked = post_linker().link(bundled_survey().records)

    organisations = values(linked, f"id/post/{post}", "org:postIn")

    assert f"id/organisation/{organisation}" in organisations


def test_an_entry_without_a_title_is_labelled_by_its_kind() -> None:
    linked = post_linker().link([post("特になし", 901)])

    assert values(linked, "id/measure/3-1-901", "rdfs:label") == [
        Text("デジタル人材（愛知県、名称の記載なし）", "ja"),
        Text("Digital specialists (Aichi, name not stated)", "en"),
    ]


def test_bodies_that_match_no_reference_table_are_reported() -> None:
    linked = system_linker().link([shared_system("県、湖南広域行政組合、一部事務組合が参加", 901)])

    assert [(one.kind, one.words) for one in linked.remarks] == [
        ("unknown-body", "湖南広域行政組合")
    ]


def test_every_rule_of_a_finding_is_described() -> None:
    described = ontology.read("rules.ttl").decode()
    found = {finding.rule for linked in LINKED.values() for finding in linked().findings}

    assert {rule for rule in found if f"rule:{rule} a prov:Plan" not in described} == set()
