"""Days and times as people type them in a form: 2022-10-31, 10/31, 令和4年10月31日, 17時15分."""

import re
from datetime import date, datetime, time, timedelta

from talkroom.clock import JST
from talkroom.plain.numbers import flat

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_YEAR = r"(?:(?P<era>令和|平成|R|H)(?P<nth>元|\d{1,2})|(?P<year>\d{4}))[年./-]"
_DAY = re.compile(rf"(?:{_YEAR})?(?P<month>\d{{1,2}})[月./-](?P<day>\d{{1,2}})日?", re.IGNORECASE)
_TIME = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|時(?:(?P<past>\d{1,2})分|(?P<thirty>半))?)"
)
_NAMED = {"今日": 0, "本日": 0, "明日": 1, "あす": 1, "明後日": 2, "あさって": 2, "昨日": -1, "きのう": -1}
_WEEKDAY = re.compile(r"\((?P<weekday>[月火水木金土日])(?:曜日?)?\)")


class Unread(Exception):
    """What was typed is no answer; the sentence says what would be one."""


def day(text: str, today: date) -> date:
    """The day; without a year the one nearest to today. A weekday in brackets has to be that day's."""
    said = flat(text).replace(" ", "")
    weekday = _WEEKDAY.search(said)
    found = _day(_WEEKDAY.sub("", said), today)
    if weekday and "月火水木金土日"[found.weekday()] != weekday["weekday"]:
        raise Unread(f"{shown(found)}です。曜日が合いません。日付を確かめて、もう一度書いてください。")
    return found


def at(text: str) -> time:
    said = flat(text).replace(" ", "")
    found = _TIME.fullmatch(f"{said[:-2]}:{said[-2:]}" if re.fullmatch(r"\d{3,4}", said) else said)
    if found:
        minute = 30 if found["thirty"] else int(found["minute"] or found["past"] or 0)
        hour = int(found["hour"]) + (12 if found["half"] == "午後" and int(found["hour"]) < 12 else 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise Unread("時刻を「17:15」や「17時15分」の形で書いてください。")


def moment(text: str, today: date) -> datetime:
    """A day and a time, with a blank between them or the time straight behind the day's 日."""
    said = re.sub(r"(日|\))\s*(?=\S)", r"\1 ", flat(text))
    first, _, rest = said.rpartition(" ")
    if not first:
        raise Unread("日付と時刻を「10/31 17:15」の形で書いてください。")
    return datetime.combine(day(first, today), at(rest), JST)


def shown(each: date) -> str:
    return f"{each.year}年{each.month}月{each.day}日（{'月火水木金土日'[each.weekday()]}）"


def _day(said: str, today: date) -> date:
    if said in _NAMED:
        return today + timedelta(days=_NAMED[said])
    found = _DAY.fullmatch(said)
    if not found:
        raise Unread("日付を「2022-10-31」「10/31」「令和4年10月31日」の形で書いてください。")
    near = [year for year in _years(found, today) if _exists(year, found)]
    if not near:
        raise Unread(f"「{said}」という日はありません。日付を確かめて、もう一度書いてください。")
    days = [date(year, int(found["month"]), int(found["day"])) for year in near]
    return min(days, key=lambda each: abs(each - today))


def _years(found: re.Match[str], today: date) -> list[int]:
    if found["year"]:
        return [int(found["year"])]
    if found["era"]:
        return [_ERAS[found["era"].upper()] + (1 if found["nth"] == "元" else int(found["nth"]))]
    return [today.year - 1, today.year, today.year + 1]


def _exists(year: int, found: re.Match[str]) -> bool:
    try:
        date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return False
    return True
