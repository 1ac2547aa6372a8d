"""The days on which offices are open, and the way from one to another."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from domain.calendar import WEEKDAYS, month_end

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenDays:
    """開庁日: weekdays but for national holidays and 29 December to 3 January (地方自治法第4条の2).

    `closed` and `opened` are an office's own exceptions, with their reasons.
    """

    closed: Mapping[date, str] = field(default_factory=dict)
    opened: Mapping[date, str] = field(default_factory=dict)

    def why_closed(self, day: date) -> str:
        """土曜日, スポーツの日, 年末年始 …; empty where the office is open."""
        if day in self.opened:
            return ""
        return self.closed.get(day) or _usually(day)

    def is_open(self, day: date) -> bool:
        return not self.why_closed(day)

    def ahead(self, day: date, count: int) -> date:
        """n営業日後, or before where `count` is negative. The day itself does not count (民法第140条)."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_open(day):
                day += step
        return day

    def between(self, day: date, until: date) -> int:
        """How many open days are left: the first day does not count, the last does."""
        usual = sum(len(_usual_days(year)) for year in range(day.year, until.year))
        usual += bisect_right(_usual_days(until.year), until) - bisect_right(_usual_days(day.year), day)
        own = (each for each in {*self.closed, *self.opened} if day < each <= until)
        return usual + sum(self.is_open(each) - (not _usually(each)) for each in own)

    def of_month(self, year: int, month: int) -> list[date]:
        """The open days of a month."""
        return list(self._from(date(year, month, 1), month_end(year, month)))

    def _from(self, first: date, last: date) -> Iterator[date]:
        return (day for n in range((last - first).days + 1) if self.is_open(day := first + timedelta(days=n)))


OFFICIAL = OpenDays()


def by_table(table: Mapping[str, Iterable[Mapping[str, Any]]]) -> OpenDays:
    """The calendar of an office that has days of its own: {"closed": [{"day": …, "why": …}], "opened": […]}."""
    return OpenDays(_reasons(table.get("closed")), _reasons(table.get("opened")))


def _reasons(listed: Iterable[Mapping[str, Any]] | None) -> dict[date, str]:
    """The reasons by their days; a day may be written out, as JSON has it."""
    return {date.fromisoformat(str(each["day"])): str(each["why"]) for each in listed or ()}


@lru_cache(maxsize=20_000)
def _usually(day: date) -> str:
    """Why offices are closed that day, wherever they are."""
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return "年末年始"
    return holiday(day) or (f"{WEEKDAYS[day.weekday()]}曜日" if day.weekday() >= 5 else "")


@lru_cache(maxsize=100)
def _usual_days(year: int) -> list[date]:
    """The days of a year on which offices are usually open: between two days there may be thousands."""
    first = date(year, 1, 1)
    return [day for n in range(366) if (day := first + n * _DAY).year == year and not _usually(day)]


@lru_cache(maxsize=20_000)
def holiday(day: date) -> str:
    """The national holiday (国民の祝日・休日) of that name, or nothing."""
    import jpholiday  # noqa: PLC0415 – slow to load, and most of the bot needs no holidays

    return jpholiday.is_holiday_name(day) or ""


def knows_holidays(year: int) -> bool:
    """Whether the holidays of that year are known: both equinoxes are, whose days are worked out ahead."""
    days = (date(year, month, day) for month in (3, 9) for day in range(19, 26))
    return {"春分の日", "秋分の日"} <= {holiday(day) for day in days}
