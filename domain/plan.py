"""When people are reminded of a deadline: working days before it, on the day, and after it who is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import TOKYO, last_day
from domain.dates.opendays import OpenDays


@dataclass(frozen=True, slots=True)
class Plan:
    """The conference's reminder plan: working days before the deadline, the hour, and what follows after it."""

    leads: tuple[int, ...] = (20, 10, 3, 1, 0)
    at: time = time(9, 0)
    again_every: int = 3
    again_times: int = 10
    quiet_from: time = time(18, 0)
    quiet_until: time = time(8, 30)


STANDARD = Plan()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One moment at which a deadline is brought to mind: `lead` working days before it, or (negative) after it."""

    at: datetime
    lead: int


def occasions(due_at: datetime, plan: Plan, days: OpenDays) -> list[Occasion]:
    """All moments of a deadline, in order. A day on which offices are closed gives way to the working day before."""
    working = _working(due_at, days)
    before = [Occasion(_at(days.ahead(working, -lead) if lead else working, plan), lead) for lead in plan.leads]
    return [*(each for each in before if each.at < due_at), *_afterwards(working, plan, days)]


def ahead(due_at: datetime, plan: Plan, days: OpenDays, now: datetime) -> list[Occasion]:
    """Those that are still to come."""
    return [each for each in occasions(due_at, plan, days) if each.at > now]


def for_the_room(due_at: datetime, plan: Plan, days: OpenDays) -> list[Occasion]:
    """When the room hears of a deadline itself: on the morning of its day, and of the working day after."""
    working = _working(due_at, days)
    on_the_day, after = _at(working, plan), _at(days.ahead(working, 1), plan)
    return [*([Occasion(on_the_day, 0)] if on_the_day < due_at else []), Occasion(after, -1)]


def weekly(weekday: int, today: date, days: OpenDays) -> date:
    """That day of this week (0 is Monday), or the working day after it where offices are closed."""
    day = today + timedelta(days=weekday - today.weekday())
    return day if days.is_open(day) else days.ahead(day, 1)


def is_over(due_at: datetime, plan: Plan, days: OpenDays, now: datetime) -> bool:
    """Whether nothing more comes of it: the last of all that follows the deadline was said on an earlier day.

    It stays for one more working day, so that what is late, or comes at night, is still said.
    """
    if now < due_at:
        return False
    *_, last = [_working(due_at, days), *(each.at.date() for each in _afterwards(_working(due_at, days), plan, days))]
    return days.ahead(last, 1) < now.astimezone(TOKYO).date()


def allowed(moment: datetime, plan: Plan, days: OpenDays) -> datetime:
    """The first moment from this one on at which people may be disturbed: a working day, outside the quiet hours."""
    here = moment.astimezone(TOKYO)
    if here.timetz().replace(tzinfo=None) >= plan.quiet_from:
        here = _first_of(here.date() + timedelta(days=1), plan)
    elif here.timetz().replace(tzinfo=None) < plan.quiet_until:
        here = _first_of(here.date(), plan)
    while not days.is_open(here.date()):
        here = _first_of(here.date() + timedelta(days=1), plan)
    return here


def _afterwards(last: date, plan: Plan, days: OpenDays) -> Iterator[Occasion]:
    day = last
    for times in range(1, plan.again_times + 1):
        day = days.ahead(day, plan.again_every)
        yield Occasion(_at(day, plan), -times * plan.again_every)


def _working(due_at: datetime, days: OpenDays) -> date:
    """The deadline's day, or the working day before."""
    last = last_day(due_at)
    return last if days.is_open(last) else days.ahead(last, -1)


def _at(day: date, plan: Plan) -> datetime:
    return datetime.combine(day, plan.at, TOKYO)


def _first_of(day: date, plan: Plan) -> datetime:
    return datetime.combine(day, plan.quiet_until, TOKYO)
