"""Days of a month: 令和4年10月31日, R4.10.31, 10/31, 10月末, 9月下旬, 来月第2火曜, 10月最終開庁日, 15日."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from domain.calendar import WEEKDAYS, era_year, month_end
from domain.dates.reading import Grain, Impossible, Point, Reference, Unsure, of_some_year
from domain.dates.rules import Rule
from domain.dates.spelling import N, number
from domain.dates.years import NAMED_SHORT, YEAR, Year, year_of

_MONTH = rf"(?P<month>{N})_月"
_MOON = r"(?P<moon>今月|本月|当月|来月|翌月|再来月|翌々月|先月|前月)"
_NTH_WEEKDAY = rf"(?:第_(?P<nthday>{N})|最終|最後の)_(?P<weekday>[{WEEKDAYS}])曜日?"
_OPEN_DAY = rf"(?:第_(?P<nthopen>{N})|最終|最後の)_(?P<openday>開庁日|営業日)"
_IN_MONTH = rf"(?P<end>月?末日?)|(?P<third>[上初中下]旬)|{_NTH_WEEKDAY}|{_OPEN_DAY}"
_MOONS = {
    "今月": 0,
    "本月": 0,
    "当月": 0,
    "来月": 1,
    "翌月": 1,
    "再来月": 2,
    "翌々月": 2,
    "先月": -1,
    "前月": -1,
    "月内": 0,
}
_THIRDS = {"上": (1, 10), "初": (1, 10), "中": (11, 20), "下": (21, 31)}


def _day_in_month(match: re.Match[str], ref: Reference) -> Point:
    """The main rule: a year, a month and what is named of it, of which the year may be missing."""
    year = year_of(match, ref)
    if match.groupdict().get("moon"):
        return _of_moon(match, ref, _MOONS[match["moon"]])
    build = partial(_part, match=match, ref=ref, month=_month(match["month"]))
    if year:
        return year.checked(build(year.value))
    if "day" in match.groupdict() and match["day"]:
        _exists(_month(match["month"]), number(match["day"]))
    return of_some_year(build, ref.today.year, ref)


def _part(year: int, match: re.Match[str], ref: Reference, month: int) -> Point:
    """What the match names of the month, the whole of it where it names nothing."""
    groups, last = match.groupdict(), month_end(year, month)
    if groups.get("day"):
        return Point(_date(year, month, number(groups["day"])))
    if groups.get("end"):
        return Point(last)
    if groups.get("third"):
        first, end = _THIRDS[groups["third"][0]]
        return Point(date(year, month, min(end, last.day)), date(year, month, first), Grain.TEN_DAYS)
    if groups.get("weekday"):
        return Point(_weekday(year, month, groups))
    if groups.get("openday"):
        return Point(_open_day(year, month, groups["nthopen"], ref))
    return Point(last, date(year, month, 1), Grain.MONTH)


def _month(text: str) -> int:
    if not 1 <= number(text) <= 12:
        raise Impossible(f"{number(text)}月という月はありません")
    return number(text)


def _exists(month: int, day: int) -> None:
    """2月30日 is in no year, 2月29日 in some."""
    _date(2000, month, day)


def _date(year: int, month: int, day: int) -> date:
    last = month_end(year, month)
    if not 1 <= day <= last.day:
        leap = f"{era_year(last)}の" if (month, day) == (2, 29) else ""
        raise Impossible(f"{leap}{month}月に{day}日はありません（{last.day}日まで）")
    return date(year, month, day)


def _weekday(year: int, month: int, groups: dict[str, str]) -> date:
    """第2火曜 and 最終金曜."""
    last = month_end(year, month)
    wanted = WEEKDAYS.index(groups["weekday"])
    if not groups["nthday"]:
        return last - timedelta(days=(last.weekday() - wanted) % 7)
    first = 1 + (wanted - date(year, month, 1).weekday()) % 7
    day = first + 7 * (number(groups["nthday"]) - 1)
    if not 1 <= day <= last.day:
        raise Impossible(f"{year}年{month}月に第{number(groups['nthday'])}{groups['weekday']}曜日はありません")
    return date(year, month, day)


def _open_day(year: int, month: int, nth: str | None, ref: Reference) -> date:
    days = ref.days.of_month(year, month)
    count = number(nth) if nth else len(days)
    if not 1 <= count <= len(days):
        raise Impossible(f"{year}年{month}月の開庁日は{len(days)}日です")
    return days[count - 1]


def _of_moon(match: re.Match[str], ref: Reference, ahead: int) -> Point:
    """来月31日 where that month has none is asked about, not refused: nobody counts the days of a month."""
    year, month = _later(ref.today, ahead)
    try:
        return _part(year, match, ref, month)
    except Impossible as impossible:
        last = month_end(year, month)
        following = _later(last, 1)
        others = [] if match.groupdict().get("moon") else _if_it_exists(following, match, ref)
        raise Unsure(impossible.reason, (last, *others)) from None


def _if_it_exists(month: tuple[int, int], match: re.Match[str], ref: Reference) -> list[date]:
    try:
        return [_part(month[0], match, ref, month[1]).day]
    except Impossible:
        return []


def _later(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _of_this_month(match: re.Match[str], ref: Reference) -> Point:
    """15日, 月末, 下旬, 第2火曜 without a month: this month's, the next where that has passed."""
    if ref.month:
        return _of_the_spans_month(match, ref, *ref.month)
    this = _of_moon(match, ref, 0)
    if ref.loosely:
        return replace(this, floating=True)
    if ref.not_after:
        return _part(ref.not_after.year, match, ref, ref.not_after.month)
    if this.day >= ref.today:
        return this
    following = _of_moon(match, ref, 1)
    if this.start or match.groupdict().get("openday"):
        raise Unsure("今月のその日は過ぎています", (following.day, this.day))
    return following


def _of_the_spans_month(match: re.Match[str], ref: Reference, year: int | None, month: int) -> Point:
    """10月1日～31日: the end lies in the month of the beginning."""
    build = partial(_part, match=match, ref=ref, month=month)
    if year:
        return build(year)
    return of_some_year(build, ref.today.year, ref)


def _months(match: re.Match[str], ref: Reference) -> Point:
    """8～9月, 10月1～31日: what stands before the wave shares the month or the unit of what stands behind it."""
    end = _day_in_month(match, ref)
    if match["fromday"]:
        start = _date(end.day.year, end.day.month, number(match["fromday"]))
    else:
        first = _month(match["frommonth"])
        start = date(end.day.year - (first > end.day.month), first, 1)
    if start >= end.day:
        raise Unsure("期間の終わりが始まりより前のように読めます", (end.day,))
    return Point(end.day, start, end.grain, end.floating)


def _by_slashes(match: re.Match[str], ref: Reference) -> Point:
    """R4.10.31, 2022-10-31, R4.10, 2022/10末."""
    year, month = year_of(match, ref) or Year(ref.today.year), _month(match["month"])
    return year.checked(_part(year.value, match, ref, month))


def _month_slash_day(match: re.Match[str], ref: Reference) -> Point:
    month, day = number(match["month"]), number(match["day"])
    if month > 12 >= day >= 1:
        swapped = of_some_year(lambda year: Point(_date(year, day, min(month, 28))), ref.today.year, ref)
        raise Unsure("月と日の順が分かりません", (_date(swapped.day.year, day, month),))
    return _day_in_month(match, ref)


def _with_a_dot(match: re.Match[str], ref: Reference) -> Point:
    """10.31 and 10-31 may be a day or a number."""
    raise Unsure("日付かどうか分かりません", (_month_slash_day(match, ref).day,))


def _short_year(match: re.Match[str], ref: Reference) -> Point:
    """4.10.31, 22/10/31, 10/11/12: nobody knows which of them is the year."""
    a, b, c = (int(match[name]) for name in "abc")
    orders = [(2018 + a, b, c), (2000 + a, b, c), (2000 + c, a, b), (2000 + c, b, a)]
    days = sorted({day for each in orders if (day := _if_any(*each))}, key=lambda day: (day < ref.today, day))
    raise Unsure("どれが年か分かりません", [day for day in days if abs(day.year - ref.today.year) <= 10][:3])


def _eight_digits(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    day = _if_any(int(match["ad"]), int(match["month"]), int(match["day"]))
    raise Unsure("日付かどうか分かりません", [day] if day else [])


def _if_any(year: int, month: int, day: int) -> date | None:
    exists = 1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= month_end(year, month).day
    return date(year, month, day) if exists else None


RULES = (
    Rule(rf"(?:(?:{YEAR}_)?{_MONTH}|{_MOON})(?:_の?_(?:(?P<day>{N})_日|{_IN_MONTH}))?", _day_in_month),
    Rule(r"(?P<moon>月内)", _day_in_month),
    Rule(rf"(?:(?P<day>{N})_日|(?!末|日){_IN_MONTH})", _of_this_month),
    Rule(rf"(?:{YEAR}_)?(?P<frommonth>{N})_[~-]_{_MONTH}(?P<fromday>(?!))?(?:_の?_(?:{_IN_MONTH}))?", _months),
    Rule(rf"(?:{YEAR}_)?{_MONTH}_(?P<fromday>{N})_[~・]_(?P<day>{N})_日(?P<frommonth>(?!))?", _months),
    Rule(rf"{NAMED_SHORT}_(?P<sep>[./-])_(?P<month>[0-9]{{1,2}})(?:(?P=sep)_(?P<day>[0-9]{{1,2}})日?)?", _by_slashes),
    Rule(rf"{NAMED_SHORT}_[./-]_(?P<month>[0-9]{{1,2}})_月?_の?_(?:{_IN_MONTH})", _by_slashes),
    Rule(rf"{NAMED_SHORT}_[./-]_(?P<month>[0-9]{{1,2}})_月", _by_slashes),
    Rule(r"(?P<month>[0-9]{1,2})_/_(?P<day>[0-9]{1,2})", _month_slash_day),
    Rule(r"(?P<month>[0-9]{1,2})[.-](?P<day>[0-9]{1,2})", _with_a_dot),
    Rule(r"(?P<a>[0-9]{1,2})_(?P<sep>[./-])_(?P<b>[0-9]{1,2})_(?P=sep)_(?P<c>[0-9]{1,2})", _short_year),
    Rule(r"(?P<ad>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _eight_digits),
)
