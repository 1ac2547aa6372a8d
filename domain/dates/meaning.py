"""Which day a leading expression means: spans, weekdays, hours and what makes it unsure."""

import re
from dataclasses import replace
from datetime import date, timedelta

from domain.calendar import WEEKDAYS
from domain.dates import wording
from domain.dates.hours import Hour, hour_of, moment
from domain.dates.lead import PRECISE, End, Lead
from domain.dates.offsets import shifted
from domain.dates.opendays import holiday
from domain.dates.reading import TOO_LONG, Grain, Impossible, Point, Reference, Unsure
from domain.dates.rules import longest
from domain.dates.spelling import pattern
from domain.dates.years import FARTHEST

_BEGINS = "始まりの日のように読めます。締切の日をお書きください"
_DOUBTS = (
    (pattern(r"_の?_(?:時点|現在)"), "基準日のように読めます", True),
    (pattern(r"_の?_(?:分|号|議会|補正|定例|例会|版|付|生|以来|中間)"), "締切の日ではないように読めます", False),
    (pattern(r"_(?:以降|以後|から|より|[~-]|過ぎ|すぎ|明け|開始)"), _BEGINS, True),
    (
        pattern(r"_(?:又は|または|もしくは|若しくは|あるいは|か(?!月)|or|と|・|及び|および)"),
        "どちらの日か分かりません",
        True,
    ),
    (
        pattern(
            r"_の?_(?:頃|ごろ|ころ|あたり|辺り|前後|くらい|ぐらい|程度|を?_(?:目途|目処|めど|目標)|見込み?|前半|後半"
            r"|半ば|なかば|中頃|中ごろ|中盤|頭|初め|はじめ|始め|初頭|当初|早々|終わり|終盤)"
        ),
        "決まった日ではないように読めます",
        True,
    ),
)
_EARLY = pattern(r"_の?_(?:頭|初め|はじめ|始め|初頭|当初|早々)")
_MIDDLE = pattern(r"_の?_(?:前半|半ば|なかば|中頃|中ごろ|中盤)")
_TWO = "日が2つ書かれています"
_ANYTHING = "その後に書かれた言葉を読み取れません"


def point_of(lead: Lead, ref: Reference) -> Point:
    """The day, or the last day of the span. Raises Impossible and Unsure."""
    return _span(lead.first, lead.last, ref) if lead.first else _end(lead.last, ref)


def hour(end: End, point: Point) -> Hour | None:
    """The hour of that day; a month has none, its day was forgotten. Raises Impossible and Unsure."""
    if not end.hour:
        return None
    if point.grain is not Grain.DAY:
        raise Unsure("何日の時刻か分かりません", (point.day,))
    try:
        return hour_of(end.hour)
    except Unsure as unsure:
        raise Unsure(unsure.why, (point.day,)) from None


def _end(end: End, ref: Reference) -> Point:
    point = end.found.means(ref)
    if end.weekday:
        _agrees(point, end.weekday, ref)
    if end.shift:
        return Point(shifted(point.day, end.shift, ref.days), floating=point.floating)
    return point


def _span(first: End, last: End, ref: Reference) -> Point:
    """Only the end counts, and the beginning may be over; each takes its year from the other."""
    begin = first.found.means(replace(ref, loosely=True))
    month = begin.first.month
    if begin.floating:
        end = _end(last, replace(ref, month=(None, month)))
        begin = _end(first, replace(ref, not_after=end.day))
    else:
        begin = _end(first, ref)
        end = _end(last, replace(ref, not_before=begin.first, month=(begin.first.year, month)))
    hour(first, begin)
    if begin.grain is Grain.DAY and end.grain <= Grain.FISCAL_YEAR:
        raise Unsure("期間の終わりが分かりません", (end.day,))
    if begin.first >= end.day or (begin.floating and end.day - begin.first > TOO_LONG):
        days = [day for day in (begin.first, end.day) if day >= ref.today]
        raise Unsure("期間の終わりが始まりより前のように読めます", days)
    return Point(end.day, begin.first, end.grain)


def _agrees(point: Point, weekday: re.Match[str], ref: Reference) -> None:
    """A weekday or a holiday that contradicts the day is asked about."""
    said = weekday["short"] or weekday["long"]
    if said and point.start:
        raise Unsure("何日のことか分かりません", (point.day,))
    if said and WEEKDAYS[point.day.weekday()] != said:
        why = f"{wording.dated(point.day)}は{WEEKDAYS[point.day.weekday()]}曜日です"
        raise Unsure(why, (point.day, *_of_weekday(point.day, WEEKDAYS.index(said), ref.today)))
    if (weekday["holiday"] or weekday["only"]) and not holiday(point.day):
        raise Unsure(f"{wording.dated(point.day)}は祝日ではありません", (point.day,))


def _of_weekday(day: date, weekday: int, today: date) -> list[date]:
    """The nearest day of that weekday, and the same day of the next year if it is one."""
    near = [day + timedelta(days=n) for n in (1, -1, 2, -2, 3, -3)]
    years = [] if (day.month, day.day) == (2, 29) else [day.replace(year=day.year + 1)]
    return [each for each in (*near, *years) if each.weekday() == weekday and each >= today]


def doubt(lead: Lead, plain: str, ref: Reference) -> Unsure:
    """Why the expression was not read to its end, with the day it would be."""
    why, offer = next(
        ((why, offer) for expression, why, offer in _DOUBTS if expression.match(plain, lead.end)), (_ANYTHING, True)
    )
    try:
        point = point_of(lead, ref)
    except Unsure as unsure:
        return Unsure(f"{why}。{unsure.why}", unsure.candidates if offer else ())
    day = point.first if why is _BEGINS else _about(point, plain[lead.end :])
    return Unsure(why, (day,) if offer and day >= ref.today else ())


def _about(point: Point, words: str) -> date:
    """10月頭 may be the tenth at the latest, 10月半ば the fifteenth."""
    if point.start and _EARLY.match(words):
        return point.start + timedelta(days=9)
    return point.start + timedelta(days=14) if point.start and _MIDDLE.match(words) else point.day


def not_over(point: Point, said: Hour | None, ref: Reference) -> None:
    """An hour of today that has passed is asked about."""
    if said and point.day == ref.today and moment(point.day, said) <= ref.now:
        raise Unsure(wording.over(point.day, said), (point.day, point.day + timedelta(days=1)))


def not_too_far(point: Point, ref: Reference) -> None:
    """999年後 is a slip of the finger, however it is written."""
    if point.day.year > ref.today.year + FARTHEST:
        raise Unsure(f"{point.day.year}年は、ずいぶん先です")


def one_day_only(lead: Lead, point: Point, plain: str, ref: Reference) -> None:
    """Ask where a second day stands right behind the first (10月31日 11月30日); 令和5年度 in a subject is none."""
    other = _behind(plain, lead.end, ref, point)
    if other and (other.grain is Grain.DAY or other.grain >= point.grain):
        raise Unsure(_TWO, (point.day, other.day))


def no_day_behind(plain: str, at: int, ref: Reference) -> None:
    """Ask which of them comes again: 毎年 年度末 3月20日まで."""
    if other := _behind(plain, at, ref, Point(ref.today)):
        raise Unsure(_TWO, (other.day,) if other.grain is Grain.DAY else ())


def _behind(plain: str, at: int, ref: Reference, otherwise: Point) -> Point | None:
    """The day there, if there is one; `otherwise` where it is not sure."""
    found = longest(PRECISE, plain, len(plain) - len(plain[at:].lstrip(" 、。;:,.・")))
    if not found or not re.match(r"$| |まで|[、。,(~]", plain[found.end :]):
        return None
    try:
        return found.means(ref)
    except (Impossible, Unsure):
        return otherwise
