"""Days counted from another: 3日後, 10日以内, 3営業日後, 1か月後, and …の1週間前 behind a day."""

import re
from datetime import date, timedelta

from domain.calendar import month_end
from domain.dates.opendays import OpenDays
from domain.dates.reading import Point, Reference, Unsure
from domain.dates.rules import Rule
from domain.dates.spelling import N3, number, pattern

_COUNT = rf"(?P<count>{N3})_(?P<unit>日|週間?|[かカヵヶケ箇個]月|年|営業日|開庁日)"


def _move(day: date, count: int, unit: str, days: OpenDays) -> date:
    """So many units later, earlier where `count` is negative. The day itself does not count (民法第140条)."""
    if unit in {"営業日", "開庁日"}:
        return days.ahead(day, count)
    if unit.endswith("月"):
        return months_later(day, count)
    if unit == "年":
        return months_later(day, 12 * count)
    return day + timedelta(days=count * (7 if unit.startswith("週") else 1))


def months_later(day: date, count: int) -> date:
    """One month after 31 January is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = month_end(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def _later(match: re.Match[str], ref: Reference) -> Point:
    count = number(match["count"])
    if count == 0:
        raise Unsure("0日後がいつか分かりません", (ref.today,))
    return Point(_move(ref.today, count, match["unit"], ref.days))


def _earlier(match: re.Match[str], ref: Reference) -> Point:
    day = _move(ref.today, -number(match["count"]), match["unit"], ref.days)
    raise Unsure("何の日から数えて前なのか分かりません", (day,) if day >= ref.today else ())


def _next_open_day(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    return Point(ref.days.ahead(ref.today, 1))


RULES = (
    Rule(rf"(?:(?:今日|本日|今)_から_)?{_COUNT}_(?:後|以内)", _later),
    Rule(rf"{_COUNT}_前", _earlier),
    Rule(r"(?:翌|次の)_(?:営業日|開庁日)", _next_open_day),
)

SHIFT = pattern(
    rf"_の_(?:{_COUNT}_(?P<way>前|後)|(?P<word>前日|翌日|(?P<to>前|翌|次の|直前の|直後の)_(?:営業日|開庁日)))"
)


def shifted(day: date, shift: re.Match[str], days: OpenDays) -> date:
    """10月31日の1週間前, …の3営業日前, …の前日, …の翌開庁日."""
    if shift["count"]:
        way = 1 if shift["way"] == "後" else -1
        return _move(day, way * number(shift["count"]), shift["unit"], days)
    if shift["to"]:
        return days.ahead(day, -1 if "前" in shift["to"] else 1)
    return day + timedelta(days=1 if shift["word"] == "翌日" else -1)
