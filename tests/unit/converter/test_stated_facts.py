"""Origins, sectors, chairs, topics, named products, laws and dates, with quoted words."""

from collections.abc import Iterable

import pytest
from surveys import body, post, procedure, shared_system

from converter.authority.decisions import DateDecision
from converter.authority.named_things import load_named_things
from converter.authority.reviewed_rows import DecisionFileError
from converter.authority.vocabulary import load_vocabulary
from converter.findings import Evidence, Finding, PartialDate, Ref, Text
from converter.linking.answers import AnswerRules
from converter.linking.named_things import NamedThingRules
from converter.linking.stated_dates import stated_dates
from converter.model import Column, Record
from converter.tables import load_tables

ANSWERS = AnswerRules(load_vocabulary(), (), load_tables().members)
NAMED = NamedThingRules(load_named_things())
THING = Ref("id/thing/1")


def said(record: Record, predicate: str) -> set[str]:
    described = Finding(Ref(f"id/entry/{record.key}"), "dg:describes", THING, "")
    return slugs(ANSWERS.findings([record], [described]), predicate)


def named(record: Record, predicate: str) -> set[str]:
    return slugs(NAMED.findings([record], {record.key: (THING,)}), predicate)


def slugs(findings: Iterable[Finding], predicate: str) -> set[str]:
    return {
        one.value.path.rpartition("/")[2]
        for one in findings
        if one.predicate == predicate and isinstance(one.value, Ref)
    }


def council(overview: str) -> Record:
    return body("推進会議", overview, heading="協議会等")


def test_the_origin_of_a_specialist_is_in_the_profile() -> None:
    assert said(post("情報監"), "dg:specialistOrigin") == {"state"}


def test_the_sectors_of_members_are_listed_in_the_overview() -> None:
    record = council("県、学識経験者、ICT関連事業者、市町村 等で構成")

    assert said(record, "dg:memberSector") == {
        "prefecture",
        "academia",
        "business",
        "municipalities",
    }


@pytest.mark.parametrize(
    ("overview", "offices"),
    [
        ("本部長：知事、副本部長：副知事", {"governor"}),
        ("本部長（副知事）、副本部長３名", {"vice-governor"}),
        ("知事、副知事、各部局長", set()),
    ],
)
def test_a_deputy_or_a_member_is_not_a_chair(overview: str, offices: set[str]) -> None:
    assert said(council(overview), "dg:chairedBy") == offices


@pytest.mark.parametrize(
    ("overview", "offices"),
    [
        ("知事、副知事、各部局長", {"governor", "vice-governor"}),
        ("本部長：知事、副本部長：副知事", {"vice-governor"}),
        ("本部長：知事（代理：副知事）", set()),
        ("知事が指名する副知事をもって充てるＣＩＯ", {"vice-governor"}),
        ("議長が副知事でメンバーは各部局副部長、局長等", set()),
    ],
)
def test_a_member_is_named_and_not_stated_as_chair(overview: str, offices: set[str]) -> None:
    assert said(council(overview), "dg:memberOffice") == offices


def test_the_staff_of_a_unit_come_from_sectors_too() -> None:
    record = body("戦略部", "府職員６９名、民間交流員５名、市町村研修生４名")

    assert said(record, "dg:memberSector") == {"prefecture", "business", "municipalities"}


def test_a_chair_below_a_heading_belongs_to_the_body_named_in_the_heading() -> None:
    overview = "【本　部】\n本部長：知事\n【委員会】委員長：総務部次長"
    record = body("推進本部，推進委員会", overview, heading="部局横断型")
    # Adjacent names are quoted by one span.
    name = (Evidence(record.key, Column.NAME, 0, 10),)
    described = [
        finding
        for path, label in (("id/thing/1", "推進本部"), ("id/thing/2", "推進委員会"))
        for finding in (
            Finding(Ref(f"id/entry/{record.key}"), "dg:describes", Ref(path), "", name),
            Finding(Ref(path), "rdfs:label", Text(label, "ja"), "", name),
        )
    ]

    chairs = {
        (one.subject.path, one.value)
        for one in ANSWERS.findings([record], described)
        if one.predicate == "dg:chairedBy"
    }

    assert chairs == {
        ("id/thing/1", Ref("concept/office/governor")),
        ("id/thing/2", Ref("concept/office/department-official")),
    }


def test_an_entry_about_covid_19_has_it_as_its_subject() -> None:
    record = procedure(statedName="新型コロナウィルス感染症に関する問合せ")

    assert said(record, "dct:subject") == {"covid-19"}


def test_a_product_is_mentioned_by_the_entry_and_a_law_is_the_basis_of_the_thing() -> None:
    record = procedure(statedName="国土利用計画法23条に基づく届出", statedNote="WinActorを利用")

    assert named(record, "schema:mentions") == {"winactor"}
    assert named(record, "dg:legalBasis") == {"national-land-use-planning-act"}


def test_a_name_inside_a_longer_word_is_not_a_product() -> None:
    assert named(procedure(statedNote="ONLINEで申請"), "schema:mentions") == set()


def test_a_reviewed_date_is_stated_of_the_thing_that_its_entry_describes() -> None:
    record = shared_system("今年度で廃止予定")
    row = DateDecision("岡山県", "今年度で廃止予定", "schema:endDate", "2021-03", "fiscal year")
    found = stated_dates([record], {record.key: (THING,)}, [row]).findings

    assert [(one.subject, one.value) for one in found] == [(THING, PartialDate("2021-03"))]
    assert found[0].evidence[0].column is Column.NOTE


def test_a_reviewed_period_is_an_interval() -> None:
    record = shared_system("平成3年から27年のデータ")
    row = DateDecision("岡山県", "平成3年から27年", "dg:concernsPeriod", "1991/2015", "years")
    found = stated_dates([record], {record.key: (THING,)}, [row]).findings

    assert [one.value for one in found] == ["1991/2015"]


def test_a_reviewed_date_of_another_property_is_refused() -> None:
    row = DateDecision("岡山県", "廃止", "dg:page", "2021-03", "")

    with pytest.raises(DecisionFileError, match="dates"):
        stated_dates([], {}, [row])
