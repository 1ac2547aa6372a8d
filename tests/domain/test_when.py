"""Deadlines as offices write them: what is read, what is asked, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import TOKYO
from domain.dates.hours import Hour
from domain.dates.opendays import OpenDays
from domain.when import Kind, read

NOW = datetime(2022, 9, 8, 9, tzinfo=TOKYO)  # a Thursday


def said(text, now=NOW):
    """The verdict in one line, as the tables below write it."""
    verdict = read(text, now, guess=None)
    parts = (verdict.kind.value, verdict.day, verdict.hour, verdict.rule)
    return " ".join(str(part) for part in parts if part)


def candidates(text, now=NOW):
    verdict = read(text, now, guess=None)

    assert verdict.kind is Kind.ASK
    assert verdict.day is None
    return [str(day) for day in verdict.candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和4年10月末", "date 2022-10-31"),
        ("Ｒ４．１０．３１", "date 2022-10-31"),
        ("㋿4年10月31日", "date 2022-10-31"),
        ("令和四年十月三十一日", "date 2022-10-31"),
        ("10/31 17時", "date 2022-10-31 17:00"),
        ("10月31日(月) 午後5時", "date 2022-10-31 17:00"),
        ("10月31日(火)", "ask"),
        ("来週金曜", "date 2022-09-16"),
        ("3営業日後", "date 2022-09-13"),
        ("5開庁日以内", "date 2022-09-15"),
        ("9月1日～10月31日", "range 2022-10-31"),
        ("第2火曜", "date 2022-09-13"),
        ("令和4年10月末 デジタル基盤改革支援補助金の申請締切", "date 2022-10-31"),
        ("9月下旬", "range 2022-09-30"),
        ("年度末", "date 2023-03-31"),
        ("4年度末", "date 2023-03-31"),
        ("8月末", "ask"),
        ("次の金曜", "ask"),
        ("今度の金曜", "ask"),
        ("秋頃", "ask"),
        ("年明け", "ask"),
        ("2月30日", "reject"),
        ("令和0年", "reject"),
        ("13月1日", "reject"),
        ("毎月末", "recur 2022-09-30 FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("毎月第2火曜", "recur 2022-09-13 FREQ=MONTHLY;BYDAY=2TU"),
        ("毎月最終開庁日", "recur 2022-09-30 FREQ=MONTHLY;X-OPENDAY=-1"),
        ("3月分の実績報告", "ask"),
    ],
)
def test_a_sample_of_each_kind(text, expected):
    assert expected == said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10月28日", "date 2022-10-28"),
        ("11/15", "date 2022-11-15"),
        ("12月20日(火) 17時", "date 2022-12-20 17:00"),
        ("10月31日", "date 2022-10-31"),
        ("10/31", "date 2022-10-31"),
        ("15日", "date 2022-09-15"),
        ("5日", "date 2022-10-05"),
        ("31日", "ask"),
        ("来月10日", "date 2022-10-10"),
        ("1か月後", "date 2022-10-08"),
        ("10月31日の1週間前", "date 2022-10-24"),
        ("2023年", "range 2023-12-31"),
        ("4年10月31日", "date 2022-10-31"),
        ("4.10.31", "ask"),
        ("2月30日", "reject"),
        ("9月31日", "reject"),
        ("13月1日", "reject"),
        ("R4.10.31", "date 2022-10-31"),
        ("R4.9.30", "date 2022-09-30"),
        ("H31.4.30", "past 2019-04-30"),
        ("17時", "date 2022-09-08 17:00"),
        ("3/4", "date 2023-03-04"),
    ],
)
def test_what_a_general_library_reads_wrong_without_a_word(text, expected):
    assert expected == said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [  # 1 a month, a 旬, a year, a 年度 is its last day
        ("9月", "range 2022-09-30"),
        ("9月中旬", "range 2022-09-20"),
        ("令和5年", "range 2023-12-31"),
        ("令和5年度", "range 2024-03-31"),
        # 2 初旬 is 上旬; what has no fixed last day is asked
        ("10月初旬", "range 2022-10-10"),
        ("10月頃", "ask"),
        ("10月頭", "ask"),
        ("10月半ば", "ask"),
        ("10月当初", "ask"),
        ("連休明け", "ask"),
        # 3 a day without a year that has just passed
        ("8月31日", "ask"),
        ("7月10日", "ask"),
        ("7月9日", "date 2023-07-09"),
        ("6月30日", "date 2023-06-30"),
        ("9月8日", "date 2022-09-08"),
        # 4 weeks begin on Monday; where that matters: ask
        ("今週金曜", "date 2022-09-09"),
        ("再来週の月曜日", "date 2022-09-19"),
        ("来週日曜", "ask"),
        ("今週月曜", "past 2022-09-05"),
        # 5 the end of a week is its Friday
        ("今週中", "range 2022-09-09"),
        ("来週中", "range 2022-09-16"),
        ("今週末", "ask"),
        # 6 today's own weekday, and a weekday that contradicts the day
        ("木曜", "ask"),
        ("金曜", "date 2022-09-09"),
        ("10/31(火)", "ask"),
        ("10月10日(月・祝)", "date 2022-10-10"),
        ("10月31日(月・祝)", "ask"),
        # 7 eras
        ("平成34年10月31日", "ask"),
        ("平成34年度末", "ask"),
        ("令和元年4月1日", "reject"),
        ("令和元年4月", "reject"),
        ("令和元年度末", "past 2020-03-31"),
        ("平成31年度末", "past 2020-03-31"),
        ("令和4(2022)年10月31日", "date 2022-10-31"),
        ("令和4年(2023年)10月31日", "ask"),
        # 8 an era left out is Reiwa, but not where the year may be another
        ("5年3月末", "date 2023-03-31"),
        ("22年10月31日", "ask"),
        ("22/10/31", "ask"),
        ("10/11/12", "ask"),
        # 9 open days
        ("翌開庁日", "date 2022-09-09"),
        ("年内最終開庁日", "date 2022-12-28"),
        ("御用納め", "date 2022-12-28"),
        ("10日以内", "date 2022-09-18"),
        # 11 quarters and halves are fiscal
        ("第3四半期末", "date 2022-12-31"),
        ("上半期", "range 2022-09-30"),
        ("令和5年度第1四半期", "range 2023-06-30"),
        ("四半期末", "date 2022-09-30"),
        # 12 hours
        ("午後5時半", "date 2022-09-08 17:30"),
        ("10月31日5時", "date 2022-10-31 05:00"),
        ("10月31日24時", "date 2022-10-31 24:00"),
        ("25時", "reject"),
        ("午後13時", "reject"),
        ("70分", "reject"),
        ("10月31日17時70分", "reject"),
        ("10月31日24時30分", "reject"),
        ("8時", "ask"),
        ("今日8時", "ask"),
        ("令和5年3月17時", "ask"),
        # 13 spans
        ("8月1日～9月30日", "range 2022-09-30"),
        ("10月31日～9月1日", "ask"),
        ("9月31日～10月31日", "reject"),
        ("9月1日～10月31日(火)", "ask"),
        ("10時～12時", "ask"),
        ("10月31日10時～12時", "ask"),
        ("10月1日から30日以内", "ask"),
        ("999年後", "ask"),
        ("令和100年1月1日", "ask"),
        # 14 days that a month has not
        ("来月31日", "date 2022-10-31"),
        ("2月29日", "ask"),
        ("10月第5火曜", "ask"),
        # 15 the deadline leads
        ("10月31日 令和5年度 予算要求", "date 2022-10-31"),
        ("10月31日 9月議会資料", "date 2022-10-31"),
        ("第2火災報知器の点検", "ask"),
        ("9月議会", "ask"),
        # 16 counted from a day nobody named
        ("通知の日から30日以内", "ask"),
        ("受領後2週間以内", "ask"),
        # nobody's rule
        ("大安", "ask"),
        ("中3日", "ask"),
        ("旧暦8月15日", "ask"),
    ],
)
def test_the_conventions(text, expected):
    assert expected == said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8月末", ["2023-08-31", "2022-08-31"]),
        ("31日", ["2022-09-30", "2022-10-31"]),
        ("10月31日(火)", ["2022-10-31", "2022-11-01", "2023-10-31"]),
        ("次の金曜", ["2022-09-09", "2022-09-16"]),
        ("平成34年10月31日", ["2022-10-31"]),
        ("22年10月31日", ["2022-10-31", "2040-10-31"]),
        ("10月31日、11月30日", ["2022-10-31", "2022-11-30"]),
        ("10月頭", ["2022-10-10"]),
        ("10月半ば", ["2022-10-15"]),
        ("10月31日頃", ["2022-10-31"]),
        ("10月1日から", ["2022-10-01"]),
        ("報告書の提出 10月31日まで", ["2022-10-31"]),
        ("３年間（R4.7～R7.6）", ["2025-06-30"]),
        ("毎月31日", []),
        ("通知の日から30日以内", []),
        ("3月分の実績報告", []),
    ],
)
def test_what_may_have_been_meant_is_offered(text, expected):
    assert expected == candidates(text)


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        (datetime(2023, 1, 31, 9, tzinfo=TOKYO), "1か月後", "date 2023-02-28"),
        (datetime(2022, 8, 31, 9, tzinfo=TOKYO), "来月31日", "ask"),
        (datetime(2022, 9, 11, 9, tzinfo=TOKYO), "来週金曜", "ask"),
        (datetime(2022, 9, 11, 9, tzinfo=TOKYO), "今週中", "ask"),
        (datetime(2022, 9, 10, 9, tzinfo=TOKYO), "今週中", "ask"),
        (datetime(2022, 12, 28, 9, tzinfo=TOKYO), "翌営業日", "date 2023-01-04"),
        (datetime(2023, 1, 5, 9, tzinfo=TOKYO), "12月28日", "ask"),
        (datetime(2022, 10, 31, 17, 30, tzinfo=TOKYO), "10月31日17時", "ask"),
        (datetime(2022, 10, 31, 16, 30, tzinfo=TOKYO), "10月31日17時", "date 2022-10-31 17:00"),
        (datetime(2022, 10, 31, 23, 59, 59, tzinfo=TOKYO), "本日", "date 2022-10-31"),
        (datetime(2022, 10, 31, 15, tzinfo=UTC), "本日", "date 2022-11-01"),
        (datetime(2024, 2, 29, 9, tzinfo=TOKYO), "2月29日", "date 2024-02-29"),
        (datetime(2023, 3, 31, 9, tzinfo=TOKYO), "年度末", "date 2023-03-31"),
        (datetime(2023, 4, 1, 9, tzinfo=TOKYO), "年度末", "date 2024-03-31"),
    ],
)
def test_the_same_words_on_other_days(now, text, expected):
    assert expected == said(text, now)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("令和4年10月末 デジタル基盤改革支援補助金の申請締切", "デジタル基盤改革支援補助金の申請締切"),
        ("10/31　実績報告（様式第１号）※Ｅｘｃｅｌ", "実績報告（様式第１号）※Ｅｘｃｅｌ"),
        ("10月31日までに三重県・第二課へ回答", "三重県・第二課へ回答"),
        ("１０月３１日（月）必着、調査票㋿", "調査票㋿"),
        ("申請締切：令和4年10月末", "申請締切"),
        ("締切は10月31日です", ""),
        ("10月31日提出", "提出"),
        ("・10月31日まで　報告", "報告"),
    ],
)
def test_the_subject_is_kept_as_written(text, subject):
    assert subject == read(text, NOW, guess=None).subject


@pytest.mark.parametrize(
    "text",
    [
        "10月31日x",
        "10月3x1日",
        "①10月31日",
        "R4.10.3117時",
        "2025-11-217:15",
        "10月31日を過ぎたら",
        "10月31日は休み",
        "10月31日まで 17時",
        "10月31日 午後",
        "10月31日の3日前くらい",
        "10月31日まで又は11月7日",
        "令和4年来月",
        "7年今月末",
        "2月24日～12月1～8日",
        "10月31日〜金曜",
        "10月1日～10月31日※ただし延長あり",
        "毎年 年度末 3月20日まで",
        "毎月末頃",
        "",
        "　",
    ],
)
def test_what_is_not_read_to_its_end_is_asked(text):
    assert Kind.ASK is read(text, NOW, guess=None).kind


def test_a_deadline_is_an_instant():
    assert datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO) == read("10月31日", NOW).due_at
    assert datetime(2022, 10, 31, 17, tzinfo=TOKYO) == read("10月31日17時", NOW).due_at
    assert datetime(2022, 11, 1, tzinfo=TOKYO) == read("10月31日24時", NOW).due_at
    assert None is read("秋頃", NOW).due_at


def test_a_span_has_a_beginning():
    assert date(2022, 9, 1) == read("9月1日～10月31日", NOW).start
    assert date(2022, 9, 21) == read("9月下旬", NOW).start
    assert date(2022, 4, 1) == read("年度内", NOW).start
    assert None is read("～R4.11", NOW).start


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("10月31日 17時", "令和4年10月31日(月) 17:00 まで。あと53日（開庁日であと34日）。"),
        (
            "9月下旬",
            "「9月下旬」は、その最後の日を締切とします。令和4年9月30日(金) 17:15 まで。あと22日（開庁日であと14日）。",
        ),
        (
            "10月10日",
            (
                "令和4年10月10日(月) 17:15 まで。あと32日（開庁日であと19日）。"
                "※この日は閉庁日（スポーツの日）です。直前の開庁日は10月7日(金)です。"
            ),
        ),
        ("本日17時", "令和4年9月8日(木) 17:00 まで。今日が締切です。"),
        ("令和4年8月1日", "令和4年8月1日(月)は、すでに過ぎています（38日前）。これからの日をお書きください。"),
        ("2月30日", "2月に30日はありません（29日まで）。もう一度お書きください。"),
        (
            "8月末",
            "年が書かれていません。少し前に過ぎた日にも読めます。令和5年8月31日(木)、令和4年8月31日(水)のことですか。",
        ),
        (
            "毎年度末",
            (
                "「毎年度末」に繰り返します。次は令和5年3月31日(金) 17:15 まで、"
                "その次は令和6年3月31日(日)、令和7年3月31日(月)です。"
            ),
        ),
    ],
)
def test_every_verdict_is_said_back(text, say):
    assert say == read(text, NOW).say


def test_a_closed_day_stays_where_it_is_and_is_told():
    verdict = read("10月30日", NOW)

    assert (date(2022, 10, 30), True) == (verdict.day, verdict.closed_day)
    assert not read("10月31日", NOW).closed_day


def test_the_offices_own_calendar_counts():
    days = OpenDays(closed={date(2022, 9, 9): "停電"}, opened={date(2022, 9, 10): "臨時窓口"})

    assert date(2022, 9, 10) == read("翌開庁日", NOW, days).day
    assert "停電" in read("明日", NOW, days).say


def test_the_hour_of_a_deadline_that_closes_today_is_told():
    late = NOW.replace(hour=18)

    assert "過ぎています" in read("本日", late).say
    assert Kind.DATE is read("本日", late).kind
    assert Hour(24) == read("本日24時", late).hour


def test_a_guess_is_only_asked():
    for text, day in {"Oct 31": date(2022, 10, 31), "next Friday": date(2022, 9, 9)}.items():
        verdict = read(text, NOW)

        assert (Kind.ASK, (day,)) == (verdict.kind, verdict.candidates)


def test_what_a_guess_says_is_near_or_not_said():
    assert () == read("2045/99", NOW, guess=lambda _text, _now: None).candidates
    assert (date(2022, 9, 9),) == read("xyz", NOW, guess=lambda _text, now: now.date() + timedelta(days=1)).candidates


def test_a_time_without_a_zone_is_no_reference():
    with pytest.raises(ValueError, match="aware"):
        read("10月31日", datetime(2022, 9, 8))  # noqa: DTZ001 – that is what is refused


def test_a_verdict_is_json():
    assert {
        "verdict": "date",
        "date": "2022-10-31",
        "time": "17:00",
        "start": None,
        "candidates": [],
        "rule": None,
        "subject": "報告",
        "closed_day": False,
        "say": "令和4年10月31日(月) 17:00 まで。あと53日（開庁日であと34日）。",
    } == read("10/31 17時 報告", NOW).facts()
