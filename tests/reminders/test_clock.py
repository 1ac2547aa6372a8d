"""Clocks that jump, stand still or are set back, and the days at which calendars differ."""

import pytest
from talk import SECRETARY, YAMAGUCHI, labels, settings_for, talking

from storage import postings

HERE = "yamaguchi"


def register(talk, text):
    talk.type(f"/deadline {text}", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def days_told(talk, *days):
    """On which of these days something arrives; the clock is moved to 09:01 of each."""
    told = []
    for day in days:
        before = len(talk.said_to(YAMAGUCHI))
        talk.clock(f"{day}T09:01+09:00")
        talk.drains()
        told += [day] * (len(talk.said_to(YAMAGUCHI)) - before)
    return told


def listed(talk):
    talk.type("/deadline", by=SECRETARY)
    return [line.partition(" 17:15")[0] for line in talk.private().text.splitlines() if " 17:15 まで" in line]


@pytest.mark.parametrize(
    ("to", "late"), [("2022-10-28T09:01", False), ("2022-10-28T15:00", True), ("2022-11-02T10:00", True)]
)
def test_a_clock_that_jumps_over_several_reminders_is_followed_by_one_message(talk, to, late):
    register(talk, "令和4年10月末 補助金の申請")
    register(talk, "10月31日 12時 様式１")
    talk.clock(f"{to}+09:00")
    talk.drains()

    (said,) = talk.said_to(YAMAGUCHI)
    assert "締切が2件あります" in said.text
    assert late == ("お知らせが遅くなりました。" in said.text)


def test_a_machines_clock_that_is_set_back_holds_no_reminder_up(talk):
    register(talk, "令和4年10月末 補助金の申請")
    talk.trouble("rate_limited", methods="chat.postMessage", retry_after=90_000, times=1)
    talk.clock("2022-10-17T09:01+09:00")  # what was written then waits for a day by the machine's clock
    assert [] == talk.said_to(YAMAGUCHI)

    with talk.database.begin() as db:  # as the planner does each minute, a day earlier than the clock was before
        postings.after_a_clock_set_back(db, HERE, talk.database.time())
    talk.drains()

    assert 1 == len(talk.said_to(YAMAGUCHI))


def test_after_two_weeks_of_standing_still_what_is_overdue_is_said_once_and_marked_late(loaded_url):
    with talking(settings_for(loaded_url)) as before:
        register(before, "令和4年10月末 補助金の申請")
        register(before, "10月31日 様式１")
        before.clock("2022-10-17T09:01+09:00")
        assert 1 == len(before.said_to(YAMAGUCHI))

    with talking(settings_for(loaded_url, clock="2022-10-31T10:30+09:00")) as after:
        after.ticks()
        after.drains()

        (said,) = after.said_to(YAMAGUCHI)
        assert said.text.startswith("締切のお知らせ\nお知らせが遅くなりました。")
        assert said.text.count("令和4年10月31日(月) 17:15 まで　今日まで") == 2
        assert ["2022-11-04"] == days_told(after, "2022-11-01", "2022-11-02", "2022-11-04")


def test_the_last_days_of_the_year_are_no_working_days(talk):
    """Offices are closed from 29 December to 3 January, and on the holiday of 9 January."""
    register(talk, "令和5年1月6日 様式の提出")
    december, january = (2, 5, 6, 16, 19, 20, 21, 27, 28, 29, 30), (1, 2, 3, 4, 5, 6, 9, 10, 11, 12)

    told = days_told(talk, *(f"2022-12-{day:02}" for day in december), *(f"2023-01-{day:02}" for day in january))

    assert ["2022-12-05", "2022-12-19", "2022-12-28", "2023-01-05", "2023-01-06", "2023-01-12"] == told


def test_the_twenty_ninth_of_february_is_a_day_of_leap_years_alone(talk):
    assert "令和5年の2月に29日はありません" in talk.type("/deadline 令和5年2月29日 様式の提出", by=SECRETARY).text
    assert "この内容で登録する" not in labels(talk.private())

    talk.clock("2024-02-01T10:00+09:00")
    register(talk, "2月29日 様式の提出")
    assert ["令和6年2月29日(木)"] == listed(talk)
    days = [f"2024-02-{day:02}" for day in (13, 14, 15, 26, 27, 28, 29)]
    assert ["2024-02-14", "2024-02-26", "2024-02-28", "2024-02-29"] == days_told(talk, *days)


def test_a_months_end_is_its_last_day_whatever_its_number(talk):
    talk.clock("2024-01-10T10:00+09:00")
    register(talk, "毎月末 実績報告")
    talk.clock("2024-02-01T10:00+09:00")

    assert ["令和6年1月31日(水)", "令和6年2月29日(木)", "令和6年3月31日(日)"] == listed(talk)
    days = [f"2024-02-{day:02}" for day in (26, 27, 28, 29)]
    assert ["2024-02-26", "2024-02-28", "2024-02-29"] == days_told(talk, *days)


def test_the_thirty_first_of_every_month_is_asked_back(talk):
    asked = talk.type("/deadline 毎月31日 実績報告", by=SECRETARY)
    assert asked.text.startswith("31日のない月があります。毎月末でよろしいですか。\n")
    assert ["毎月末", "フォームで登録"] == labels(asked)

    talk.press("毎月末", by=SECRETARY)
    assert "「毎月末」に繰り返します。次は令和4年9月30日(金) 17:15 まで" in talk.private().text
