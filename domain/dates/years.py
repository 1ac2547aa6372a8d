"""The year as papers write it: 令和4年, R4, 2022年, 令和4(2022)年, 4年, 来年."""

import re
from dataclasses import dataclass, replace
from datetime import date

from domain.calendar import ERAS, Era
from domain.dates.reading import Impossible, Point, Reference, Unsure
from domain.dates.spelling import N3, N4, N, number

EARLIEST, FARTHEST = 1868, 30  # years before, and further ahead than this, are slips of the finger
ERA = r"(?P<era>令和?|平成|昭和|大正|明治|[RHSTM])"
_NTH = rf"{ERA}_(?P<nth>元|{N3})"
_AGAIN = rf"\(_(?:令和|平成|昭和|R|H|S)?_(?:元|[0-9]{{1,4}}|{N4})_(?:年度?)?_\)"
NAMED = rf"(?:{_NTH}|(?P<ad>{N4}))_(?P<inside>{_AGAIN})?_"
YEAR = rf"(?:{NAMED}年_(?P<aside>{_AGAIN})?|(?P<bare>{N})_年|(?P<word>今年|本年|来年|翌年|明年|再来年|昨年|去年)_の?)"
FISCAL = rf"(?:{NAMED}年度_(?P<aside>{_AGAIN})?|(?P<bare>{N})_年度|(?P<word>今|本|当|来|次|翌|再来|昨|前)?年度)"
NAMED_SHORT = rf"(?:{_NTH}|(?P<ad>[0-9]{{4}}))"

_WORDS = {"今年": 0, "本年": 0, "来年": 1, "翌年": 1, "明年": 1, "再来年": 2, "昨年": -1, "去年": -1}
_WRITTEN_AGAIN = re.compile(
    r"\( *(?P<era>令和|平成|昭和|[RHS])? *(?P<number>元|[0-9]+|[^ 年]+) *(?:年度?)? *\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Year:
    """A year with the era in which it was written, if it was."""

    value: int
    era: Era | None = None
    other: int | None = None  # the year that is written beside it, or that may be meant as well

    def checked(self, point: Point) -> Point:
        """The point, if its day is sure and lies in the era. Raises Impossible, and Unsure for 平成34年."""
        if self.other:
            raise Unsure("どの年か分かりません", (point.day, *_in_year(point.day, self.other)))
        if self.era and point.day < self.era.first:
            raise Impossible(
                f"{self.era.name}は{self.era.first.year}年{self.era.first.month}月{self.era.first.day}日に始まりました"
            )
        if self.era and point.day > self.era.last:
            raise Unsure(f"{self.era.name}は{self.era.last.year}年に終わっています", (point.day,))
        return point


def year_of(match: re.Match[str], ref: Reference) -> Year | None:
    """The year the match names, None if it names none. Raises Impossible and Unsure."""
    groups = match.groupdict()
    year = _year(groups, ref)
    for again in (groups.get("inside"), groups.get("aside")):
        if year and again:
            year = _compared(year, again)
    return year


def _year(groups: dict[str, str | None], ref: Reference) -> Year | None:
    if nth := groups.get("nth"):
        return _in_range(_nth_of(str(groups["era"]), nth), ref)
    if ad := groups.get("ad"):
        return _in_range(Year(number(ad)), ref)
    if bare := groups.get("bare"):
        return _of_this_era(number(bare), ref)
    if word := groups.get("word"):
        return Year(ref.today.year + _WORDS[word])
    return None


def _nth_of(name: str, nth: str) -> Year:
    era = next(era for era in ERAS if name.upper() in {era.name, era.name[0], era.letter})
    if number(nth) == 0:
        raise Impossible(f"{era.name}0年という年はありません")
    year = Year(era.first.year + number(nth) - 1, era)
    if year.value > era.last.year and era.last.year < 1989:
        raise Impossible(f"{era.name}{number(nth)}年という年はありません")
    return year


def _in_range(year: Year, ref: Reference) -> Year:
    if year.value < EARLIEST:
        raise Impossible(f"{year.value}年は、昔すぎて扱えません")
    if year.value > ref.today.year + FARTHEST:
        raise Unsure(f"{year.value}年は、ずいぶん先です")
    return year


def _of_this_era(nth: int, ref: Reference) -> Year:
    """4年 is 令和4年 inside every office, but 22年 may be 2022年 as well."""
    year = _nth_of("令和", str(nth))
    if not ref.today.year - 4 <= year.value <= ref.today.year + 11:
        return Year(2000 + nth, other=year.value)
    return year


def _compared(year: Year, again: str) -> Year:
    """令和4年(2022年) says the same twice, 令和4年(2023年) does not."""
    match = _WRITTEN_AGAIN.fullmatch(again)
    if not match:
        raise Unsure(f"{again} が何年のことか分かりません")
    nth = match["number"]
    other = _nth_of(match["era"] or "令和", nth).value if match["era"] or len(nth) < 4 else number(nth)
    return year if other == year.value else replace(year, other=other)


def _in_year(day: date, year: int) -> tuple[date, ...]:
    try:
        return (day.replace(year=year),)
    except ValueError:
        return ()  # 29 February
