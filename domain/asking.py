"""A round that is being asked for: what is known of it until it opens, and since when its answers are to speak."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.calendar import TOKYO, era_year, month_end
from domain.deadline import Deadline
from domain.forms import Theme
from domain.model import AsOf, Municipality

OWN = "own"
"""The choice of a form for this once, in the place of a theme."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A round on its way: confirmed, it opens, and by `once` only once.

    `theme` is a theme's id or OWN; `lines` are then the fields of its own form as they were typed, and `again` the id
    under which that form was asked before. `closes` is whether it closes itself at its due moment.
    """

    once: str
    theme: str
    title: str
    as_of: date
    due_at: datetime
    bodies: tuple[str, ...] = ()
    closes: bool = False
    lines: str = ""
    again: str = ""


def as_of_day(day: date) -> AsOf:
    """The as-of a chosen day means: a month's last day stands for the month's end."""
    ends = day == month_end(day.year, day.month)
    return AsOf(day, day, "month_end" if ends else "day")


def last_month_end(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def usual_title(theme: Theme | None, today: date) -> str:
    """令和4年10月 標準化の進捗照会; of a form for this once 令和4年10月 の照会."""
    month = f"{era_year(today)}{today.month}月"
    return f"{month} {theme.short}の進捗照会" if theme else f"{month} 照会"


def same_hour(day: date, due_at: datetime) -> datetime:
    """That day at the hour of another deadline; midnight stays the end of the day it ends."""
    here = due_at.astimezone(TOKYO)
    moved = datetime.combine(day, here.timetz())
    return moved + timedelta(days=1) if not (here.hour or here.minute) else moved


def for_all(deadlines: Sequence[Deadline], municipalities: Iterable[Municipality]) -> Deadline | None:
    """Of a round's deadlines that of the most municipalities: those of the others were given longer."""
    everyone = list(municipalities)
    by_size = sorted(deadlines, key=lambda each: (-len(each.targets(everyone)), each.due_at))
    return by_size[0] if by_size else None
