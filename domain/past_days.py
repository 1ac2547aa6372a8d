"""Reads the past days people ask about (令和４年７月末, R4.7.31, 7/31), or says why there is no such day."""

import re
import unicodedata
from datetime import date, timedelta

from domain.calendar import ERAS, fiscal_year, month_end
from domain.errors import ImpossibleDate

EARLIEST, LATEST = 1868, 2200  # years beyond these are slips of the finger
_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_TEN = re.compile(r"([一二三四五六七八九])?十([一二三四五六七八九])?(?=[年月日])")
_DIGITS = re.compile(r"[〇一二三四五六七八九]+(?=[年月日])")
_TAIL = re.compile(r"(時点|現在|の状況)$")
_YEAR = r"(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM])(?P<nth>元|\d{1,2})|(?P<year>\d{4}))"
_DAY = r"(?P<day>\d{1,2}日?|末日?|上旬|中旬|下旬)"
_FULL = re.compile(rf"{_YEAR}(?:年|[./-])(?P<month>\d{{1,2}})(?:月|[./-])?{_DAY}?", re.IGNORECASE)
_YEARLESS = re.compile(rf"(?P<month>\d{{1,2}})(?:月{_DAY}?|/(?P<slash>\d{{1,2}}))")
_FISCAL = re.compile(rf"(?:{_YEAR}年度|昨年度|前年度|(?P<this>今年度|本年度)|年度)末", re.IGNORECASE)
_RELATIVE = {"今日": 0, "本日": 0, "昨日": 1, "きのう": 1, "きょう": 0}
_DECADES = {"上旬": 10, "中旬": 20}


def normalize(text: str) -> str:
    """NFKC, no blanks, kanji numerals before 年月日 as digits: 令和四年七月末 → 令和4年7月末."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = _TEN.sub(lambda m: f"{m[1] or '1'}{m[2] or '0'}".translate(_KANJI), text)
    return _DIGITS.sub(lambda m: m[0].translate(_KANJI), text)


def past_day(text: str, today: date) -> date | None:
    """The day a person asks about, None if the text is no date at all. A day without a year is the latest one.

    The whole text must be consumed. Raises ImpossibleDate for what looks like a date and is none (2月30日).
    """
    plain = _TAIL.sub("", normalize(text))
    if plain in _RELATIVE:
        return today - timedelta(days=_RELATIVE[plain])
    if plain in {"先月末", "前月末"}:
        return today.replace(day=1) - timedelta(days=1)
    if match := _FULL.fullmatch(plain):
        return _in_era(text, match, _day(text, _year(text, match), int(match["month"]), match["day"]))
    if match := _YEARLESS.fullmatch(plain):
        return _latest(text, today, int(match["month"]), match["day"] or match["slash"])
    if match := _FISCAL.fullmatch(plain):
        return _fiscal_end(text, today, match)
    return None


def _year(text: str, match: re.Match[str]) -> int:
    if match["year"]:
        return int(match["year"])
    era = next(era for era in ERAS if match["era"].upper() in {era.name, era.letter})
    nth = 1 if match["nth"] == "元" else int(match["nth"])
    year = era.first.year + nth - 1
    if nth == 0 or year > era.last.year:
        raise ImpossibleDate(text, f"{era.name}{nth}年という年はありません")
    return year


def _in_era(text: str, match: re.Match[str], day: date) -> date:
    if match["era"] and not any(e.first <= day <= e.last for e in ERAS if match["era"].upper() in {e.name, e.letter}):
        raise ImpossibleDate(text, "その元号の期間に、その日はありません")
    return day


def _day(text: str, year: int, month: int, day: str | None) -> date:
    if not EARLIEST <= year <= LATEST:
        raise ImpossibleDate(text, f"{year}年の資料はありません")
    if not 1 <= month <= 12:
        raise ImpossibleDate(text, f"{month}月という月はありません")
    if day is None or day.startswith("末") or day == "下旬":
        return month_end(year, month)
    number = _DECADES.get(day) or int(day.removesuffix("日"))
    if not 1 <= number <= month_end(year, month).day:
        raise ImpossibleDate(text, f"{year}年{month}月に{number}日はありません")
    return date(year, month, number)


def this_years(text: str, today: date) -> date | None:
    """For a day without a year whose month has not come yet this year: that day of this year, which lies ahead."""
    match = _YEARLESS.fullmatch(_TAIL.sub("", normalize(text)))
    if not match or int(match["month"]) <= today.month:
        return None
    return _day(text, today.year, int(match["month"]), match["day"] or match["slash"])


def _latest(text: str, today: date, month: int, day: str | None) -> date:
    """This year's, or last year's where this year's month has not come yet."""
    return _day(text, today.year if month <= today.month else today.year - 1, month, day)


def _fiscal_end(text: str, today: date, match: re.Match[str]) -> date:
    if match["era"] or match["year"]:
        return date(_year(text, match) + 1, 3, 31)
    return date(fiscal_year(today) + (1 if match["this"] else 0), 3, 31)
