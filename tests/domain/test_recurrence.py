"""Days that come again."""

from datetime import date, datetime

import pytest

from domain import when
from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.dates.recurrence import USUAL, occurrences


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2022-12-31", "2023-01-31", "2023-02-28"]),
        ("FREQ=MONTHLY;X-OPENDAY=-1", ["2022-12-28", "2023-01-31", "2023-02-28"]),
        ("FREQ=MONTHLY;X-OPENDAY=1", ["2022-12-01", "2023-01-04", "2023-02-01"]),
        ("FREQ=MONTHLY;BYDAY=2TU", ["2022-12-13", "2023-01-10", "2023-02-14"]),
        ("FREQ=MONTHLY;BYDAY=1WE,3WE", ["2022-12-07", "2022-12-21", "2023-01-04"]),
        ("FREQ=WEEKLY;BYDAY=FR", ["2022-12-02", "2022-12-09", "2022-12-16"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", ["2022-12-06", "2022-12-20", "2023-01-03"]),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", ["2023-03-31", "2024-03-31", "2025-03-31"]),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", ["2022-12-31", "2023-03-31", "2023-06-30"]),
        ("FREQ=DAILY", ["2022-12-01", "2022-12-02", "2022-12-03"]),
        ("FREQ=DAILY;X-OPENDAY=1", ["2022-12-01", "2022-12-02", "2022-12-05"]),
    ],
)
def test_the_next_days_of_a_rule(rule, days):
    assert days == [str(day) for day in occurrences(rule, date(2022, 11, 30), count=3)]


def test_the_day_itself_does_not_come_again():
    assert [date(2022, 10, 31)] == occurrences("FREQ=MONTHLY;BYMONTHDAY=-1", date(2022, 9, 30), count=1)


def test_a_last_day_ends_them():
    assert [date(2022, 9, 30), date(2022, 10, 31)] == occurrences(
        "FREQ=MONTHLY;X-OPENDAY=-1", date(2022, 9, 1), until=date(2022, 11, 29)
    )


def test_every_second_week_is_counted_from_the_first():
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"

    assert [date(2022, 10, 7)] == occurrences(rule, date(2022, 9, 28), count=1, first=date(2022, 9, 9))
    assert [date(2022, 9, 30)] == occurrences(rule, date(2022, 9, 28), count=1, first=date(2022, 9, 16))


def test_an_offices_own_closed_day_moves_the_last_open_day():
    closed = OpenDays(closed={date(2022, 9, 30): "停電"})

    assert [date(2022, 9, 29)] == occurrences("FREQ=MONTHLY;X-OPENDAY=-1", date(2022, 9, 1), count=1, days=closed)


def test_a_rule_without_a_limit_is_refused():
    with pytest.raises(ValueError, match="until"):
        occurrences("FREQ=DAILY", date(2022, 9, 1))


def test_nothing_comes_before_the_first():
    first = date(2022, 10, 31)
    rule = "FREQ=MONTHLY;X-OPENDAY=-1"

    assert [first, date(2022, 11, 30)] == occurrences(rule, date(2022, 9, 8), count=2, first=first)


@pytest.mark.parametrize("words", USUAL)
def test_the_usual_ones_are_what_is_read_in_their_words(words):
    assert USUAL[words] == when.read(f"{words} 報告", datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)).rule
