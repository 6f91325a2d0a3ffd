"""Participants of a system, its scope and the number of participants, as the text states."""

import pytest
from surveys import shared_system

from converter.authority.governments import load_governments
from converter.authority.reviewed_rows import read_rows
from converter.authority.vocabulary import load_vocabulary
from converter.authority.words import Cue
from converter.linking.systems.participants import ParticipantRules, Role
from converter.linking.systems.participation import ScopeRules
from converter.model import Record

CUES = read_rows("cues/participants.tsv", Cue)
PARTICIPANTS = ParticipantRules(load_governments(), CUES)
SCOPES = ScopeRules(load_vocabulary().schemes["participant-scope"], CUES, (), "2020-07-31")


def roles(record: Record) -> set[tuple[str, Role]]:
    return {(one.government.name, one.role) for one in PARTICIPANTS.find(record)}


def scope(record: Record) -> str:
    return SCOPES.scope(record, PARTICIPANTS.find(record)).value


def count(record: Record) -> str | None:
    stated = SCOPES.count(record)
    return stated.value if stated else None


def test_a_body_before_the_word_for_except_is_excluded() -> None:
    record = shared_system(
        "京都府及び京都市を除く京都府内25市町村が利用できる環境を提供している。",
        prefecture="京都府",
    )

    assert roles(record) == {("京都府", Role.PARTICIPANT), ("京都市", Role.EXCLUDED)}
    assert (scope(record), count(record)) == ("some-municipalities", "25")


def test_municipalities_listed_before_the_word_for_except_are_all_excluded() -> None:
    record = shared_system("高松市、丸亀市及び坂出市を除く市町が参加", prefecture="香川県")

    assert {role for _, role in roles(record)} == {Role.EXCLUDED}
    assert len(roles(record)) == 3


def test_a_participation_that_begins_later_is_planned() -> None:
    record = shared_system(
        "現在共同利用は行っていないが、R2.10から広島県及び県内2市（下関市・光市）と"
        "共同利用を開始予定",
        prefecture="山口県",
    )

    assert {role for _, role in roles(record)} == {Role.PLANNED}
    assert scope(record) == "multi-prefecture"


def test_a_body_with_which_sharing_is_only_considered_is_no_participant() -> None:
    record = shared_system("県と県内10市町で利用。鳥取県との共同利用を検討中")

    assert roles(record) == {("岡山県", Role.PARTICIPANT)}
    assert scope(record) == "some-municipalities"


def test_a_planned_system_has_planned_participants() -> None:
    record = shared_system("県及び希望する県内市町村で共同利用", status=2)

    assert roles(record) == {("岡山県", Role.PLANNED)}


def test_a_system_that_is_only_considered_has_no_participants() -> None:
    record = shared_system("県及び県内全市町村で共同利用", status=5)

    assert (roles(record), scope(record), count(record)) == (set(), "unstated", None)


def test_words_after_a_marker_for_reasons_name_no_participant() -> None:
    record = shared_system("共同利用者：鳥取県、岡山県、広島県理由：香川県、愛媛県との協議のため。")

    assert {name for name, _ in roles(record)} == {"鳥取県", "岡山県", "広島県"}


def test_developers_and_operators_of_a_system_are_no_participants() -> None:
    built = shared_system("長崎県が独自開発したシステムを提供しているため", prefecture="長崎県")
    run = shared_system("全国土地改良事業団体連合会が運営しているシステムで、団体が利用可能")

    assert roles(built) == set()
    assert roles(run) == {("全国土地改良事業団体連合会", Role.OPERATOR)}


@pytest.mark.parametrize(
    ("note", "takes_part"),
    [
        ("県が利用している", True),
        ("県のみが利用", True),
        ("市町村、県が共同で利用", True),
        ("市町村及び県が参加している", True),
        ("県が整備し、市町村が利用している", False),
        ("市町村が利用し、県が運用している", False),
        ("他県が利用している", False),
        ("県が利用できる", False),
        ("県・市町が所管する制度を案内する", False),
    ],
)
def test_a_bare_prefecture_takes_part_where_it_is_said_to_use(
    note: str, *, takes_part: bool
) -> None:
    record = shared_system(note, prefecture="徳島県")

    assert (("徳島県", Role.PARTICIPANT) in roles(record)) == takes_part


@pytest.mark.parametrize("note", ["他県での利用実績はない", "県・市町が所管する制度を案内する"])
def test_what_others_do_not_use_or_are_in_charge_of_states_no_scope(note: str) -> None:
    assert scope(shared_system(note)) == "unstated"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("県内全市町村で共同利用済。", "all-municipalities"),
        ("県及び県内全２７市町村で共同利用中", "all-municipalities"),
        ("県内全ての市町が参加", "all-municipalities"),
        ("県、県内20市町が参加している。", "some-municipalities"),
        ("一部の市町村が導入していない", "some-municipalities"),
        ("島しょ地域を除く全区市町村が参加している。", "some-municipalities"),
        ("県内2市（山口市・長門市）と共同利用中", "named-only"),
        ("高松市、丸亀市", "named-only"),
        ("県と県内の１市で共同運用中", "some-municipalities"),
        ("鳥取・岡山県の２県及び全市町村で共同利用しています。", "multi-prefecture"),
        ("防災関係機関のみの利用に限る", "other"),
        ("市町村立小中学校の利用に限る", "other"),
        ("県内市町村立学校、県立学校で利用", "other"),
        ("県、12市、8町で利用", "some-municipalities"),
        ("高松市を除く県内全市町村が参加している", "some-municipalities"),
        ("県内全市町村（高松市を除く）で利用", "some-municipalities"),
        ("中四国9県で共同利用", "multi-prefecture"),
        ("県内の一部事務組合も参加している", "other"),
        ("市町村に利用を呼びかけているが、利用団体はない", "none"),
        ("今後、市町村への展開を検討している", "unstated"),
        ("市町村の利用は未定", "unstated"),
        ("区市町村と調整のうえ対応が必要である。", "unstated"),
        ("今年度で廃止予定", "unstated"),
    ],
)
def test_the_scope_is_the_stated_one(note: str, expected: str) -> None:
    assert scope(shared_system(note)) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("県内２５自治体により共同運営", "25"),
        ("県と県内の27市町村で共同運用中", "27"),
        ("愛知県、市町村、一部事務組合　58団体", "58"),
        ("県内市町20団体のうち16団体と県が共同で運営", "16"),
        ("（導入市町村数：２／４５）", "2"),
        ("参加団体数：15", "15"),
        ("15／27市町村が参加", "15"),
        ("利用団体：県、12市、8町", "20"),
        ("都内23区26市5町8村で利用", "62"),
        ("鳥取・岡山・広島県の３県で共同利用", "3"),
        ("県内全市町村(54市町村)、一部事務組合(1団体)", "54"),
        ("高松市、丸亀市", None),
        ("おおむね30km、24時間365日の監視", None),
        ("令和３年４月時点で52団体が利用", None),
        ("令和３年４月から52団体が利用予定", None),
        ("令和３年度から52団体が利用予定。現在、30団体が利用", "30"),
        ("令和２年４月時点で30団体が利用", "30"),
        ("令和2年度から30団体が利用", "30"),
        ("現時点で30市町村が参加", "30"),
    ],
)
def test_the_participant_count_is_the_number_of_participating_bodies(
    note: str, expected: str | None
) -> None:
    assert count(shared_system(note)) == expected


def test_a_planned_system_has_the_number_of_a_later_date() -> None:
    assert count(shared_system("令和３年４月から52団体が利用予定", status=2)) == "52"


def test_a_number_of_any_date_counts_if_the_date_of_the_survey_is_unknown() -> None:
    scopes = ScopeRules(load_vocabulary().schemes["participant-scope"], CUES, ())

    stated = scopes.count(shared_system("令和３年４月時点で52団体が利用"))

    assert stated
    assert stated.value == "52"


def test_full_width_and_half_width_text_give_the_same_facts() -> None:
    wide = "県と県内の２７市町村で共同運用中（香川県を除く）"
    narrow = "県と県内の27市町村で共同運用中(香川県を除く)"

    said = [(roles(one), scope(one), count(one)) for one in map(shared_system, (wide, narrow))]

    assert said[0] == said[1]


def test_an_environment_that_is_only_prepared_is_not_in_use() -> None:
    prepared = "京都府及び府内全市町村の利用環境は準備しており、未利用団体に対し利用を働きかける。"
    used = "一部機能については、京都府及び京都府内全市町村で利用している。"

    first = shared_system(prepared, prefecture="京都府")
    second = shared_system(prepared + used, prefecture="京都府")

    assert (roles(first), scope(first)) == (set(), "some-municipalities")
    assert roles(second) == {("京都府", Role.PARTICIPANT)}
    assert scope(second) == "all-municipalities"


def test_each_municipality_means_all_of_them() -> None:
    assert scope(shared_system("各市町村の対策を実施")) == "all-municipalities"
