"""Japanese days: eras, weekdays and how a month ends."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

TOKYO = timezone(timedelta(hours=9), "Asia/Tokyo")  # Japan keeps no summer time, so the offset is the zone
WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Era:
    """元号: its name, its letter, and its first and last day (both inside the era)."""

    name: str
    letter: str
    first: date
    last: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1), date.max),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
)


def era_of(day: date) -> Era | None:
    """The era of a day; None before Meiji."""
    return next((era for era in ERAS if day >= era.first), None)


def era_year(day: date) -> str:
    """令和4年, 令和元年: the year of `day` as papers write it; the Christian year before Meiji."""
    for era in ERAS:
        if day >= era.first:
            year = day.year - era.first.year + 1
            return f"{era.name}{'元' if year == 1 else year}年"
    return f"{day.year}年"


def fiscal_year(day: date) -> int:
    """The year in which the 年度 of `day` began: it runs from 1 April to 31 March."""
    return day.year if day.month >= 4 else day.year - 1


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def last_day(moment: datetime) -> date:
    """The last day before a deadline's moment: of midnight (24時) the day that ends with it."""
    return (moment.astimezone(TOKYO) - timedelta(microseconds=1)).date()
