"""Dates are found in Japanese eras and in the common calendar, with the stated precision."""

import pytest

from converter.linking.text.dates import dates
from converter.linking.text.folding import fold


@pytest.mark.parametrize(
    ("stated", "value"),
    [
        ("令和３年４月時点で", "2021-04"),
        ("R2.10から", "2020-10"),
        ("平成30年度4月1日をもって", "2018-04-01"),
        ("令和元年６月15日現在", "2019-06-15"),
        ("令和6年にかけて", "2024"),
        ("2020年7月に", "2020-07"),
        ("R2(2020)年4月1日設置", "2020-04-01"),
        ("令和2年度に", "2020"),
    ],
)
def test_a_date_has_the_precision_of_the_text(stated: str, value: str) -> None:
    assert [one.value.value for one in dates(fold(stated).text)] == [value]


@pytest.mark.parametrize("stated", ["令和2年13月", "版数はR21です", "OCR2.0を利用", "約2,020件"])
def test_text_without_a_date_gives_no_date(stated: str) -> None:
    assert [one.value.value for one in dates(fold(stated).text)] == []


def test_a_fiscal_year_is_distinguished_from_a_year() -> None:
    found = dates("令和2年度に、令和3年に")

    assert [one.is_fiscal for one in found] == [True, False]
