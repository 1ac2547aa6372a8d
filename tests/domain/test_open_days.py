"""The days on which offices are open."""

from datetime import date

import pytest

from domain.dates.opendays import OFFICIAL, by_table
from storage.catalogue import facts, own


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2022, 9, 8), ""),
        (date(2022, 9, 10), "土曜日"),
        (date(2022, 9, 11), "日曜日"),
        (date(2022, 9, 19), "敬老の日"),
        (date(2022, 12, 28), ""),
        (date(2022, 12, 29), "年末年始"),
        (date(2023, 1, 3), "年末年始"),
        (date(2023, 1, 4), ""),
        (date(2019, 4, 30), "国民の休日"),
        (date(2021, 7, 23), "スポーツの日"),
    ],
)
def test_why_a_day_is_closed(day, why):
    assert OFFICIAL.why_closed(day).startswith(why)
    assert bool(why) is not OFFICIAL.is_open(day)


def test_the_day_itself_does_not_count():
    assert date(2022, 9, 9) == OFFICIAL.ahead(date(2022, 9, 8), 1)
    assert date(2022, 9, 20) == OFFICIAL.ahead(date(2022, 9, 14), 3)
    assert date(2022, 12, 26) == OFFICIAL.ahead(date(2022, 12, 29), -3)
    assert 34 == OFFICIAL.between(date(2022, 9, 8), date(2022, 10, 31))


def test_a_table_adds_closed_and_opened_days():
    days = by_table(
        {
            "closed": [{"day": date(2022, 9, 9), "why": "停電"}],
            "opened": [{"day": date(2022, 9, 19), "why": "臨時窓口"}],
        }
    )

    assert "停電" == days.why_closed(date(2022, 9, 9))
    assert days.is_open(date(2022, 9, 19))
    assert date(2022, 9, 12) == days.ahead(date(2022, 9, 8), 1)


def test_the_table_of_the_data_can_be_read():
    assert by_table(facts("closed_days", own("yamaguchi")))
