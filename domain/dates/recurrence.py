"""Days that come again: rules like those of iCalendar (RFC 5545), and one of our own for open days."""

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from domain.dates.opendays import OFFICIAL, OpenDays

OPEN_DAY = "X-OPENDAY"  # FREQ=MONTHLY;X-OPENDAY=-1 is 毎月最終開庁日, FREQ=DAILY;X-OPENDAY=1 毎開庁日
USUAL = {
    "毎月末": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "毎月最終開庁日": f"FREQ=MONTHLY;{OPEN_DAY}=-1",
    "毎四半期末": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "毎年度末": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31",
}
"""What can be chosen without being written: the words, and the rule that domain/when.py reads in them."""
_SANE = 1_000  # a rule that names no day in so many tries names none


def occurrences(
    rule: str,
    after: date,
    *,
    until: date | None = None,
    count: int | None = None,
    first: date | None = None,
    days: OpenDays = OFFICIAL,
) -> list[date]:
    """The days of the rule later than `after`: at most `count`, none later than `until`.

    One of the two limits is needed. `first` is the first occurrence of the rule: every second week is counted from it.
    """
    if until is None and count is None:
        raise ValueError("occurrences() needs `until` or `count`: a rule has no end of its own")
    begin = max(after, first - timedelta(days=1)) if first else after
    coming = _coming(rule, begin, first, days)
    if until is not None:
        coming = itertools.takewhile(lambda day: day <= until, coming)
    return list(itertools.islice(coming, count))


def _coming(rule: str, after: date, first: date | None, days: OpenDays) -> Iterator[date]:
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if OPEN_DAY not in parts:
        return _by_calendar(rule, after, first)
    if parts["FREQ"] == "DAILY":
        return _every_open_day(after, days)
    return _open_day_of_months(int(parts[OPEN_DAY]), after, days)


def _by_calendar(rule: str, after: date, first: date | None) -> Iterator[date]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415 – most answers need no rule

    start = first or _first_of_every_second(rule, after) or after + timedelta(days=1)
    coming = rrulestr(rule, dtstart=datetime.combine(start, time()))  # naive on purpose: days have no zone
    return (day.date() for day in coming if day.date() > after)


def _first_of_every_second(rule: str, after: date) -> date | None:
    """The week from which every second one is counted is that of the first day, not of the day before it."""
    every = re.sub("INTERVAL=[0-9]+;", "", rule)
    return next(_by_calendar(every, after, None)) if every != rule else None


def _every_open_day(after: date, days: OpenDays) -> Iterator[date]:
    while True:
        after = days.ahead(after, 1)
        yield after


def _open_day_of_months(nth: int, after: date, days: OpenDays) -> Iterator[date]:
    """The n-th open day of every month, from the end where `nth` is negative; a month without it is left out."""
    year, month = after.year, after.month
    for _ in range(_SANE):
        open_days = days.of_month(year, month)
        place = nth if nth < 0 else nth - 1
        if -len(open_days) <= place < len(open_days) and open_days[place] > after:
            yield open_days[place]
        year, month = year + month // 12, month % 12 + 1
