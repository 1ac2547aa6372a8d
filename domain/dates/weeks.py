"""Days of a week: 来週金曜, 今週中, 金曜日; the week begins on Monday (JIS X 0301)."""

import re
from datetime import date, timedelta

from domain.calendar import WEEKDAYS
from domain.dates.reading import Grain, Point, Reference, Unsure
from domain.dates.rules import Rule

_WEEKS = {"今週": 0, "本週": 0, "来週": 1, "翌週": 1, "次週": 1, "再来週": 2, "先週": -1, "前週": -1}
_WEEK = rf"(?P<week>{'|'.join(_WEEKS)})"
_DAY = rf"(?P<weekday>[{WEEKDAYS}])曜日?"
FRIDAY, SUNDAY = 4, 6


def _monday(ref: Reference, week: str) -> date:
    return ref.today + timedelta(weeks=_WEEKS[week], days=-ref.today.weekday())


def _in_week(match: re.Match[str], ref: Reference) -> Point:
    """来週金曜. Where a wall calendar's week, which begins on Sunday, gives another day: ask."""
    wanted = WEEKDAYS.index(match["weekday"])
    day = _monday(ref, match["week"]) + timedelta(days=wanted)
    if wanted == SUNDAY:
        raise Unsure("週の始まりを月曜とするか日曜とするかで変わります", (day, day - timedelta(weeks=1)))
    if ref.today.weekday() == SUNDAY:
        raise Unsure("今日は日曜なので、どの週か分かりません", (day, day + timedelta(weeks=1)))
    return Point(day)


def _whole_week(match: re.Match[str], ref: Reference) -> Point:
    """今週中 is until its Friday: offices do not close a week on Sunday."""
    monday = _monday(ref, match["week"])
    friday = monday + timedelta(days=FRIDAY)
    if ref.today.weekday() == SUNDAY:
        raise Unsure("今日は日曜なので、どの週か分かりません", (friday, friday + timedelta(weeks=1)))
    if match["week"] == "今週" and friday < ref.today:
        raise Unsure("今週の金曜は過ぎています", (friday + timedelta(weeks=1),))
    return Point(friday, monday, Grain.TEN_DAYS)


def _weekday(match: re.Match[str], ref: Reference) -> Point:
    """金曜 is the next one; 次の金曜 and today's own weekday may be this week's or the next."""
    ahead = (WEEKDAYS.index(match["weekday"]) - (ref.not_before or ref.today).weekday()) % 7
    day = (ref.not_before or ref.today) + timedelta(days=ahead)
    if ref.loosely or ref.month:
        raise Unsure("どの週か分かりません", (day,))
    both = (day, day + timedelta(weeks=1))
    if match["next"]:
        raise Unsure(f"「{match[0]}」がどの週か分かりません", both)
    if ahead == 0:
        raise Unsure("今日も同じ曜日です", both)
    return Point(day)


def _week(match: re.Match[str], ref: Reference) -> Point:
    friday = _monday(ref, match["week"]) + timedelta(days=FRIDAY)
    raise Unsure("その週の何曜日か分かりません", (friday,))


def _weekend(match: re.Match[str], ref: Reference) -> Point:
    friday = _monday(ref, match["week"] or "今週") + timedelta(days=FRIDAY)
    raise Unsure("週末の何曜日か分かりません", (friday, friday + timedelta(days=2)))


def _after_weekend(match: re.Match[str], ref: Reference) -> Point:
    monday = _monday(ref, match["week"] or "来週")
    raise Unsure("週明けのいつまでか分かりません", (ref.days.ahead(monday - timedelta(days=1), 1),))


RULES = (
    Rule(rf"{_WEEK}_の?_{_DAY}", _in_week),
    Rule(rf"{_WEEK}_(?:中|内|いっぱい|一杯)", _whole_week),
    Rule(rf"(?P<next>(?:次|今度|こんど)_の?_)?{_DAY}", _weekday),
    Rule(_WEEK, _week),
    Rule(rf"(?:{_WEEK}_の?_(?:週末|末)|週末)", _weekend),
    Rule(rf"(?:{_WEEK}_の?_)?週明け", _after_weekend),
)
