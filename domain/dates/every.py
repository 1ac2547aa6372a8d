"""Words for what comes again (毎月末, 毎月第2火曜, 毎週金曜, 毎年3月31日, 毎月最終開庁日) as a rule."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from domain.calendar import WEEKDAYS, month_end
from domain.dates.reading import Impossible, Reference, Unsure
from domain.dates.recurrence import OPEN_DAY
from domain.dates.spelling import N, number, pattern

_SHORT = dict(zip(WEEKDAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_AND = r"(?:_[・、,と]?_)"
_WEEKDAY = rf"[{WEEKDAYS}](?:曜日?)?"
_NTHS = rf"(?P<nths>第?_{N}(?:{_AND}第?_{N})*)"
_NTH_WEEKDAY = rf"(?:(?=第){_NTHS}|(?P<last>最終|最後の))_(?P<weekday>[{WEEKDAYS}])曜日?"


@dataclass(frozen=True)
class EveryRule:
    template: str
    means: Callable[[re.Match[str], Reference], str]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Compiled when it is first needed."""
        return pattern(self.template)


def _monthly_day(match: re.Match[str], _ref: Reference) -> str:
    day = number(match["day"])
    if not 1 <= day <= 31:
        raise Impossible(f"{day}日という日はありません")
    if day > 28:
        raise Unsure(f"{day}日のない月があります。毎月末でよろしいですか", instead="毎月末")
    return f"FREQ=MONTHLY;BYMONTHDAY={day}"


def _monthly_weekday(match: re.Match[str], _ref: Reference) -> str:
    return f"FREQ=MONTHLY;BYDAY={_nth_weekdays(match)}"


def _nth_weekdays(match: re.Match[str]) -> str:
    weekday = _SHORT[match["weekday"]]
    if match["last"]:
        return f"-1{weekday}"
    nths = [number(each) for each in re.findall(N, match["nths"])]
    if not all(1 <= nth <= 5 for nth in nths):
        raise Impossible(f"第{max(nths)}{match['weekday']}曜日はありません")
    if 5 in nths:
        raise Unsure(f"第5{match['weekday']}曜日のない月があります")
    return ",".join(f"{nth}{weekday}" for nth in nths)


def _monthly_open_day(match: re.Match[str], _ref: Reference) -> str:
    nth = number(match["nth"]) if match["nth"] else -1
    if not (nth == -1 or 1 <= nth <= 15):
        raise Unsure(f"{nth}番目の開庁日がない月があります")
    return f"FREQ=MONTHLY;{OPEN_DAY}={nth}"


def _weekly(match: re.Match[str], _ref: Reference) -> str:
    written = re.sub("曜日?", "", match["days"])  # the 日 of 曜日 is no Sunday
    named = [short for day, short in _SHORT.items() if day in written]
    interval = "INTERVAL=2;" if match["often"] == "隔週" else ""
    return f"FREQ=WEEKLY;{interval}BYDAY={','.join(named)}"


def _yearly(match: re.Match[str], _ref: Reference) -> str:
    month = number(match["month"])
    if not 1 <= month <= 12:
        raise Impossible(f"{month}月という月はありません")
    if match["day"]:
        return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={_day_of(month, number(match['day']))}"
    if match["end"]:
        return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY=-1"
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={_nth_weekdays(match)}"


def _day_of(month: int, day: int) -> int:
    if not 1 <= day <= month_end(2000, month).day:
        raise Impossible(f"{month}月に{day}日はありません")
    if (month, day) == (2, 29):
        raise Unsure("2月29日のない年があります。毎年2月末でよろしいですか", instead="毎年2月末")
    return day


def _constant(rule: str) -> Callable[[re.Match[str], Reference], str]:
    return lambda _match, _ref: rule


def _how_often(match: re.Match[str], _ref: Reference) -> str:
    raise Unsure(f"「{match[0]}」がいつのことか分かりません")


RULES = (
    EveryRule(r"毎月_の?_(?:月末|末日?)|各月末日?|月末(?:ごと|毎)", _constant("FREQ=MONTHLY;BYMONTHDAY=-1")),
    EveryRule(rf"(?:毎月|各月)_の?_(?P<day>{N})_日", _monthly_day),
    EveryRule(rf"(?:毎月|各月)_の?_{_NTH_WEEKDAY}", _monthly_weekday),
    EveryRule(rf"(?:毎月|各月)_の?_(?:最終|最後の|第?_(?P<nth>{N})_)_(?:開庁日|営業日)目?", _monthly_open_day),
    EveryRule(rf"(?P<often>毎週|隔週)_の?_(?P<days>{_WEEKDAY}(?:{_AND}{_WEEKDAY})*)", _weekly),
    EveryRule(rf"毎年度?_の?_(?P<month>{N})_月_の?_(?:(?P<day>{N})_日|(?P<end>末日?)|{_NTH_WEEKDAY})", _yearly),
    EveryRule(
        r"(?:毎年)?_の?_年度末(?:ごと|毎)|毎年_の?_年度末|毎年度末|毎年度_の?_末日?",
        _constant("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
    ),
    EveryRule(r"毎年_の?_年末|毎年末", _constant("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")),
    EveryRule(
        r"(?:毎|各)四半期_の?_末日?|四半期末(?:ごと|毎)", _constant("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")
    ),
    EveryRule(r"毎日", _constant("FREQ=DAILY")),
    EveryRule(r"毎_?(?:開庁日|営業日)", _constant(f"FREQ=DAILY;{OPEN_DAY}=1")),
    EveryRule(
        rf"毎[週月年朝晩]度?|隔[週月年]|各月|四半期ごと|毎四半期|{N}_(?:日|週間|[かカヵヶケ箇]月|年)(?:ごと|毎|おき)|[週月年]_{N}_回",
        _how_often,
    ),
)


def every(plain: str, at: int) -> tuple[EveryRule, re.Match[str]] | None:
    """The longest words for what comes again."""
    found = [(rule, match) for rule in RULES if (match := rule.expression.match(plain, at))]
    return max(found, key=lambda each: each[1].end(), default=None)
