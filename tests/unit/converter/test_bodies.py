"""Governments are found by full names, in shortened lists, and as the prefecture itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.authority.governments import load_governments
from converter.linking.text.bodies import Gazetteer
from converter.linking.text.folding import fold

GOVERNMENTS = load_governments()
GAZETTEER = Gazetteer(GOVERNMENTS, {"region": ["九州"]})
NAMES = [one.name for one in GOVERNMENTS.prefectures]


def named(text: str, own: str = "岡山県") -> list[str]:
    """Return the names found, in order."""
    found = GAZETTEER.find(fold(text).text, GOVERNMENTS.prefecture(own))
    return [one.government.name for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("鳥取・岡山・広島県の３県で共同利用", ["広島県", "岡山県", "鳥取県"]),
        ("鳥取・岡山県の２県及び全市町村", ["岡山県", "鳥取県"]),
        ("福岡、佐賀、長崎の３県でデータの共有", ["長崎県", "佐賀県", "福岡県"]),
        ("九州・山口各県の情報", ["山口県"]),
        ("岡山県，鳥取県及び，広島県", ["岡山県", "鳥取県", "広島県"]),
        ("高松市・丸亀市・さぬき市、東かがわ市", ["高松市", "丸亀市", "さぬき市", "東かがわ市"]),
        ("全29市町 及び 四日市港管理組合 他3団体", ["四日市港管理組合"]),
    ],
)
def test_lists_of_bodies_are_resolved_to_full_names(text: str, expected: list[str]) -> None:
    assert sorted(named(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "岡山県内の自治体",
        "奈良県下全市町村",
        "岡山県森林クラウドユーザ",
        "東広島市に設置",
        "九州・山口市",
        "福岡、佐賀、長崎市",
        "山口市と共同利用中の近隣県",
    ],
)
def test_a_name_inside_a_longer_one_names_no_prefecture(text: str) -> None:
    kinds = {GOVERNMENTS.named(name) for name in named(text)}

    assert not kinds & set(GOVERNMENTS.prefectures)


@pytest.mark.parametrize(
    "text",
    [
        "県及び県内全市町村",
        "県・市町村",
        "市町16団体と県が共同で運営",
        "全ての県機関や市町村",
        "市町、県",
    ],
)
def test_a_bare_symbol_in_a_list_is_the_prefecture_that_reports(text: str) -> None:
    assert named(text) == ["岡山県"]


@pytest.mark.parametrize(
    "text",
    [
        "県内市町村",
        "近隣県も一部参加",
        "９県と共同配信",
        "権限が県に移管された",
        "県立学校、県教育委員会",
        "両県の地域ネットワーク",
        "都道府県、市町村",
        "県民からの申請",
    ],
)
def test_a_symbol_inside_a_word_is_no_government(text: str) -> None:
    assert named(text) == []


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
def test_a_list_of_full_names_gives_each_name_once(names: list[str]) -> None:
    assert named("、".join(names)) == names


@given(st.text(alphabet="県府都道市町村及び・、と岡山広島京内全25（）。\n ", max_size=40))
def test_every_mention_lies_in_the_text(text: str) -> None:
    folded = fold(text)

    found = GAZETTEER.find(folded.text, GOVERNMENTS.prefecture("京都府"))

    assert all(0 <= one.start < one.end <= len(folded.text) for one in found)


@pytest.mark.parametrize(
    ("text", "own", "expected"),
    [
        ("府中市と共同利用", "広島県", ["id/muni/342084"]),
        ("府中市と共同利用", "東京都", ["id/muni/132063"]),
        ("府中市と共同利用", "岡山県", []),
        ("広島県府中市と共同利用", "岡山県", ["id/muni/342084"]),
        ("倉敷市、津山市", "岡山県", ["id/muni/332020", "id/muni/332038"]),
        ("千代田区", "東京都", ["id/muni/131016"]),
        ("千代田区", "岡山県", []),
        ("全国の市町村と各町村", "岡山県", []),
    ],
)
def test_every_municipality_of_japan_is_recognised(
    text: str, own: str, expected: list[str]
) -> None:
    found = GAZETTEER.find(fold(text).text, GOVERNMENTS.prefecture(own))

    paths = [one.government.path for one in found]
    assert [path for path in paths if path.startswith("id/muni/")] == expected


def test_every_municipality_has_a_code_with_its_check_digit() -> None:
    municipalities = [
        one for one in (*GOVERNMENTS.all, *GOVERNMENTS.others) if one.path.startswith("id/muni/")
    ]

    assert len({one.path for one in municipalities}) == 1741
    assert [one for one in municipalities if not _has_check_digit(one.codes.local)] == []


def _has_check_digit(code: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=False))
    return int(code[5]) == (11 - total % 11) % 10
