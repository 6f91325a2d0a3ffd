"""Head counts are the ones stated in an overview, by duty or in total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surveys import body

from converter.linking.organisations.head_counts import head_counts, member_count
from converter.model import Column


def counted(overview: str) -> dict[str, int]:
    record = body("情報政策課", overview)
    members = member_count(record)
    counts = (*head_counts(record), *((members,) if members else ()))
    return {one.predicate.removeprefix("dg:"): one.number for one in counts}


@pytest.mark.parametrize(
    ("overview", "expected"),
    [
        ("専任１名、兼務２名", {"dedicated": 1, "concurrent": 2}),
        ("選任３名", {"dedicated": 3}),
        ("本務１３名、兼務等９名", {"dedicated": 13, "concurrent": 9}),
        ("専任６名（うち１名交流職員）、兼任１名（課長）", {"dedicated": 6, "concurrent": 1}),
        ("専任６名、会計年度任用職員１名(アドバイザー)", {"dedicated": 6}),
        ("担当４名", {"total": 4}),
        ("班長１名、班員２名", {"total": 3}),
        ("府職員６９名、民間交流員５名、市町村研修生４名", {"total": 78}),
        ("・室長1名\n・DX担当：係長1名、係員2名", {"total": 4}),
        ("企画グループ　7名\n連携グループ9名\n課長1名　合計17名", {"total": 17}),
        ("４班、25名\n※課長、副課長２名含む", {"total": 25}),
        ("6名（総括官，政策監を含む）", {"total": 6}),
        ("室長、総括補佐、以下9名（R2(220)年4月1日設置）", {"total": 9}),
        ("関係課が連携（チーム長１名，チーム員16名）。", {"total": 17}),
        ("有志によるチーム\n50名", {"total": 50}),
        ("役員・幹事・顧問　25名\n会員　112（団体・個人）", {"memberCount": 112}),
        ("会員６９名（民間企業で構成）", {"memberCount": 69}),
        ("会員６９名（学識経験者）", {"total": 69}),
        ("会員132", {"memberCount": 132}),
        ("会員数：25団体", {"memberCount": 25}),
        ("県内25団体が参加", {"memberCount": 25}),
        ("委員10名", {"total": 10}),
        ("県内地方公共団体（66団体／全89団体）", {"memberCount": 66}),
        ("静岡市の13の水道事業体から構成。", {"memberCount": 13}),
        ("学識経験者等７名", {"total": 7}),
        ("室長、主幹、グループ員６名", {}),
        ("本部長（副知事），副本部長３名，その他構成員１７名", {}),
        ("本部長：知事\n本部員：部局長（１９名）", {}),
        ("職員１０名（うち兼務３名）", {"concurrent": 3, "total": 10}),
        ("専任3名、兼務2名　合計5名", {"dedicated": 3, "concurrent": 2, "total": 5}),
        ("学識経験者、企業等20団体", {"memberCount": 20}),
        ("構成員：市町村19団体", {"memberCount": 19}),
        ("参加企業数　150", {"memberCount": 150}),
        ("メンバー約30名", {}),
        ("官民の有識者等20人以内", {}),
        ("各所属から１名以上", {}),
        ("令和2年6月15日現在", {}),
        ("", {}),
    ],
)
def test_head_counts_are_the_stated_ones(overview: str, expected: dict[str, int]) -> None:
    assert counted(overview) == expected


@given(st.lists(st.integers(1, 99), min_size=1, max_size=6))
def test_a_list_with_a_count_for_every_part_gives_the_sum(numbers: list[int]) -> None:
    overview = "、".join(f"係員{number}名" for number in numbers)

    assert counted(overview) == {"total": sum(numbers)}


@given(st.text(alphabet="専任兼務名人課長0123４５（）()、，:：※\n 以内合計会員", max_size=40))
def test_the_quoted_words_of_a_count_are_in_the_overview(overview: str) -> None:
    record = body("情報政策課", overview)

    spans = [words for one in head_counts(record) for words in one.evidence]

    assert all(one.column is Column.PROFILE for one in spans)
    assert all(0 <= one.start < one.end <= len(overview) for one in spans)
