"""The days people write when they ask about the past."""

from datetime import date

import pytest

from domain.errors import ImpossibleDate
from domain.past_days import past_day

TODAY = date(2022, 9, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7月末", date(2022, 7, 31)),
        ("７月末時点", date(2022, 7, 31)),
        ("七月末", date(2022, 7, 31)),
        ("令和４年７月末", date(2022, 7, 31)),
        ("令和四年七月三十一日", date(2022, 7, 31)),
        ("㋿4年7月31日", date(2022, 7, 31)),
        ("Ｒ４．７．３１", date(2022, 7, 31)),
        ("R4.7.31現在", date(2022, 7, 31)),
        ("2022-07-31", date(2022, 7, 31)),
        ("2022年7月", date(2022, 7, 31)),
        ("7/31", date(2022, 7, 31)),
        ("7月上旬", date(2022, 7, 10)),
        ("7月中旬", date(2022, 7, 20)),
        ("7月下旬", date(2022, 7, 31)),
        ("12月末", date(2021, 12, 31)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("令和3年度末", date(2022, 3, 31)),
        ("昨年度末", date(2022, 3, 31)),
        ("年度末", date(2022, 3, 31)),
        ("今年度末", date(2023, 3, 31)),
        ("先月末", date(2022, 8, 31)),
        ("今日", TODAY),
        ("昨日", date(2022, 9, 7)),
        ("2020年2月末", date(2020, 2, 29)),
    ],
)
def test_a_day_is_read_as_offices_write_it(text, day):
    assert day == past_day(text, TODAY)


@pytest.mark.parametrize(
    "text", ["山口市", "標準化", "7", "10", "末", "35203", "352039", "月末の", "第2火曜", "1/2/3", ""]
)
def test_what_is_no_day_is_none(text):
    assert None is past_day(text, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2月30日",
        "0000年1月",
        "9999-12-31",
        "9月31日",
        "13月1日",
        "平成40年3月",
        "令和0年1月1日",
        "令和元年4月1日",
        "H31.5.1",
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_the_reason(text):
    with pytest.raises(ImpossibleDate) as wrong:
        past_day(text, TODAY)

    assert "ありません" in wrong.value.reason
