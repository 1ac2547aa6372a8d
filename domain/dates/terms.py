"""Years and 年度, and their halves and quarters: 令和4年度末, 年度内, 第3四半期末, 下半期, 年末, 2023年."""

import re
from datetime import date

from domain.calendar import fiscal_year, month_end
from domain.dates.reading import Grain, Impossible, Point, Reference, Unsure, of_some_year
from domain.dates.rules import Rule
from domain.dates.spelling import number
from domain.dates.years import FISCAL, YEAR, Year, year_of

_WHOLE = r"内|中|いっぱい|一杯"
_QUARTER = r"第?_(?P<quarter>[1-4一二三四])_四半期|(?P<half>[上下])半?期"
_TERM = rf"(?:{_QUARTER})_の?_(?P<termend>末日?)?"
_OPEN_DAY = r"(?:最終|最後の)_(?P<openday>開庁日|営業日)"
_WORDS = {"今": 0, "本": 0, "当": 0, "来": 1, "次": 1, "翌": 1, "再来": 2, "昨": -1, "前": -1}
_HALVES = {"上": (4, 6), "下": (10, 6)}


def _fiscal(match: re.Match[str], ref: Reference) -> Point:
    """A 年度 runs from 1 April to 31 March; its quarters and halves are counted from April."""
    year = _fiscal_year(match, ref)
    groups = match.groupdict()
    if year is None or not (groups["ad"] or groups["nth"] or groups["bare"] or groups["word"] or groups["part"]):
        raise Unsure("どの年度か分かりません", (date(fiscal_year(ref.today) + 1, 3, 31),))
    if groups["quarter"] or groups["half"]:
        return _term(year.value, groups)
    year = Year(year.value, other=year.other)  # 令和元年度 began before 令和
    last = date(year.value + 1, 3, 31)
    if groups["openday"]:
        return year.checked(Point(ref.days.of_month(last.year, 3)[-1]))
    if groups["end"]:
        return year.checked(Point(last))
    return year.checked(Point(last, date(year.value, 4, 1), Grain.FISCAL_YEAR))


def _fiscal_year(match: re.Match[str], ref: Reference) -> Year | None:
    """平成31年度 began in 平成31年; 平成34年度 is asked about like 平成34年."""
    if match["word"] or not (match["nth"] or match["ad"] or match["bare"]):
        return Year(fiscal_year(ref.today) + _WORDS[match["word"] or "今"])
    year = year_of(match, ref)
    if year and year.era and year.value > year.era.last.year:
        raise Unsure(f"{year.era.name}は{year.era.last.year}年に終わっています", (date(year.value + 1, 3, 31),))
    return year


def _term(fiscal: int, groups: dict[str, str | None]) -> Point:
    """第3四半期 is October to December."""
    if groups["half"]:
        month, length = _HALVES[groups["half"]]
    else:
        month, length = 3 * number(str(groups["quarter"])) + 1, 3
    year = fiscal + (month > 12)
    month = (month - 1) % 12 + 1
    start = date(year, month, 1)
    last_year, last_month = divmod(year * 12 + month - 1 + length - 1, 12)
    last = month_end(last_year, last_month + 1)
    return Point(last) if groups["termend"] else Point(last, start, Grain.MONTH)


def _term_of_some_year(match: re.Match[str], ref: Reference) -> Point:
    return of_some_year(lambda year: _term(year, match.groupdict()), fiscal_year(ref.today), ref)


def _this_quarter(match: re.Match[str], ref: Reference) -> Point:  # noqa: ARG001 – a rule's shape
    month = (ref.today.month - 1) // 3 * 3 + 3
    return Point(month_end(ref.today.year, month))


def _year(match: re.Match[str], ref: Reference) -> Point:
    """2023年 and 来年 are the whole year, 令和4年末 its last day; 4年 alone may be four years."""
    if match["bare"] and not match["end"]:
        raise Unsure("何年のことか、何年間のことか分かりません")
    year = year_of(match, ref)
    if year is None:
        raise Impossible("その年はありません")
    last = date(year.value, 12, 31)
    if match["openday"]:
        return Point(ref.days.of_month(year.value, 12)[-1])
    if match["end"]:
        return year.checked(Point(last))
    first = date(year.value, 1, 1)
    if year.era and year.era.first.year == year.value:
        first = year.era.first
    return year.checked(Point(last, first, Grain.YEAR))


def _this_year(match: re.Match[str], ref: Reference) -> Point:
    """年末, 大晦日 and 年内; 仕事納め is the last open day."""
    year = ref.today.year
    if match["openday"]:
        last = ref.days.of_month(year, 12)[-1]
        return Point(last if last >= ref.today else ref.days.of_month(year + 1, 12)[-1])
    if match["whole"]:
        return Point(date(year, 12, 31), date(year, 1, 1), Grain.YEAR)
    return Point(date(year, 12, 31))


_FISCAL_PART = rf"(?P<end>末日?)|{_OPEN_DAY}|{_TERM}|{_WHOLE}"
RULES = (
    Rule(rf"{FISCAL}(?:_の?_(?P<part>{_FISCAL_PART}))?", _fiscal),
    Rule(rf"{_TERM}", _term_of_some_year),
    Rule(r"(?:今|当|本)?四半期末日?", _this_quarter),
    Rule(rf"{YEAR}(?:_の?_(?:(?P<end>末日?)|{_OPEN_DAY}|{_WHOLE}))?", _year),
    Rule(
        r"(?P<openday>年[内末]_の?_(?:最終|最後の)_(?:開庁日|営業日)|仕事納め|御用納め)"
        r"|年末(?!年始)|大晦日|大みそか|(?P<whole>年(?:内|中))(?:いっぱい)?",
        _this_year,
    ),
)
