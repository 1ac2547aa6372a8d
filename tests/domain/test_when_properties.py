"""What holds for every day, every hour, every zone and any string."""

import os
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.dates_fuzz import JUNK, complaint, strings
from domain.calendar import TOKYO, WEEKDAYS, era_year, month_end
from domain.when import Kind, read

FIRST, LAST = date(2019, 5, 1), date(2040, 12, 31)
THE_BEGINNING = datetime(2019, 5, 1, tzinfo=TOKYO)
SCHEDULED = {Kind.DATE, Kind.RANGE, Kind.RECUR}
TABLE = yaml.safe_load((Path(__file__).parent / "expressions.yaml").read_text())
TEXTS = [text for text, _ in TABLE["expressions"]]
FULL_WIDTH = str.maketrans("0123456789R./-", "０１２３４５６７８９Ｒ．／－")
KANJI = "〇一二三四五六七八九"


def kanji(number):
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else KANJI[tens]) + ("十" if tens else "") + (KANJI[ones] if ones else "")


def with_a_year(day):
    """Nine ways of writing a day with its year."""
    nth, weekday = day.year - 2018, WEEKDAYS[day.weekday()]
    yield f"{era_year(day)}{day.month}月{day.day}日"
    yield f"令和{nth}年{day.month:02}月{day.day:02}日（{weekday}）"
    yield f"R{nth}.{day.month}.{day.day}"
    yield f"R{nth}.{day.month}.{day.day}({weekday})".translate(FULL_WIDTH)
    yield f"{day.isoformat()}"
    yield f"{day:%Y/%m/%d} 17:00"
    yield f"{day.year}年{day.month}月{day.day}日（{weekday}曜日）必着"
    yield f"令和{kanji(nth) if nth > 1 else '元'}年{kanji(day.month)}月{kanji(day.day)}日"
    yield f"㋿{nth}年{day.month}月{day.day}日 17時まで　実績報告".translate(FULL_WIDTH)


def without_a_year(day):
    """Three without it, said a month before."""
    yield f"{day.month}月{day.day}日"
    yield f"{day.month}/{day.day}({WEEKDAYS[day.weekday()]})"
    yield f"{kanji(day.month)}月{kanji(day.day)}日まで"


def all_days():
    return [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def test_every_day_in_nine_styles_and_back():
    for day in all_days():
        for text in with_a_year(day):
            verdict = read(text, THE_BEGINNING, guess=None)

            assert (Kind.DATE, day) == (verdict.kind, verdict.day), text


def test_every_day_in_three_styles_without_a_year():
    for day in all_days():
        now = datetime(day.year, day.month, day.day, 9, tzinfo=TOKYO) - timedelta(days=30)
        for text in without_a_year(day):
            verdict = read(text, now, guess=None)

            assert (Kind.DATE, day) == (verdict.kind, verdict.day), text


def test_nothing_made_up_is_scheduled_that_was_not_consumed_whole():
    for text, now in strings(20_000, seed=2022):
        assert not complaint(text, read(text, now, guess=None), now), text


@pytest.mark.parametrize("junk", JUNK[:6])
def test_junk_in_a_date_makes_it_no_date(junk):
    """Only where it stands behind a border may it be the subject."""
    now = datetime(2022, 9, 8, 9, tzinfo=TOKYO)
    for text in TEXTS[100:]:
        before = read(text, now, guess=None)
        if before.kind not in SCHEDULED or before.subject:
            continue
        for place in range(len(text) + 1):
            verdict = read(text[:place] + junk + text[place:], now, guess=None)

            assert verdict.kind not in SCHEDULED or junk in verdict.subject, (text, place)
            assert verdict.kind not in SCHEDULED or stands_behind_a_border(text[:place], verdict.day, before.day)


def stands_behind_a_border(before, day, wanted):
    return before[-1:] in {"", " ", "　"} or before.endswith(("まで", "までに", "に")) or day == wanted


@settings(max_examples=1500, deadline=None)
@given(
    st.text(max_size=60)
    | st.text("0123456789年月日時分末旬度半期週曜火金来今毎第～/.-()（） 　令和R4のまで以内後前", max_size=25)
)
def test_any_string_has_a_verdict(text):
    now = datetime(2024, 2, 29, 12, tzinfo=TOKYO)
    verdict = read(text, now, guess=None)

    assert verdict.say
    assert verdict.kind in SCHEDULED | {Kind.PAST} or verdict.day is None
    assert verdict.kind not in SCHEDULED or verdict.day >= now.date()
    assert verdict.subject in text


@pytest.mark.parametrize("char", list(" 1〜月日一年の(：・"))
def test_a_long_text_is_answered_at_once(char):
    now = datetime(2022, 9, 8, 9, tzinfo=TOKYO)
    began = time.perf_counter()
    for text in (
        char * 20_000,
        f"10月{char * 20_000}",
        f"令和4年10月31日{char * 20_000}月末",
        f"10月31日 {char * 20_000}",
    ):
        assert read(text, now, guess=None).say

    assert time.perf_counter() - began < 3


def readings(now):
    return [read(text, now, guess=None).facts() for text in TEXTS[120::3]]


def month_ends():
    ends = [month_end(2022 + (month - 1) // 12, (month - 1) % 12 + 1) for month in range(9, 22)]
    for day in ends:
        last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=TOKYO)
        yield from (last, last + timedelta(seconds=1))


def test_the_machines_zone_does_not_matter():
    found = []
    try:
        for zone in ("UTC", "Asia/Tokyo", "America/New_York"):
            os.environ["TZ"] = zone
            time.tzset()
            found.append([readings(now) for now in month_ends()])
    finally:
        del os.environ["TZ"]
        time.tzset()

    assert found[0] == found[1] == found[2]


def test_the_last_second_of_a_month_is_still_its_day():
    for now in month_ends():
        day = now.date()

        assert day == read("本日", now, guess=None).day
        assert day + timedelta(days=1) == read("明日", now, guess=None).day
        assert month_end(day.year, day.month) == read("月末", now, guess=None).day
        assert date(day.year + (day.month > 3), 3, 31) == read("年度末", now, guess=None).day


def test_the_moment_counts_and_not_its_zone():
    tokyo = datetime(2022, 9, 30, 23, 59, 59, tzinfo=TOKYO)
    for hours in (-11, -5, 0, 5, 14):
        elsewhere = tokyo.astimezone(tz_of(hours))

        assert readings(tokyo) == readings(elsewhere)


def tz_of(hours):
    return timezone(timedelta(hours=hours))
