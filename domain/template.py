"""A round that opens itself every month (毎月の照会): on which day, of what, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import TOKYO, era_year, month_end
from domain.dates.opendays import OpenDays

MONTH = "{年月}"
"""Where the month stands in the pattern of a title."""
STILL = 5  # open days after its day on which a round is still opened: the bot may have been down


@dataclass(frozen=True, slots=True)
class Template:
    """毎月の照会: opened on the `nth` open day of the month, or on the day `on_day` – if closed, on the next open one.

    One of the two is 0. It is due `days` open days after it opened, at 17:15. `since` is from when on it counts.
    """

    id: str
    theme: str
    title: str
    nth: int
    on_day: int
    days: int
    bodies: tuple[str, ...] = ()
    closes: bool = False
    created_by: str = ""
    since: datetime | None = None

    def titled(self, day: date) -> str:
        """The title in that month."""
        return self.title.replace(MONTH, f"{era_year(day)}{day.month}月")

    def opens_on(self, year: int, month: int, days: OpenDays) -> date | None:
        """The day of that month on which it opens; None in a month that has no such day."""
        if self.nth:
            every: Sequence[date] = days.of_month(year, month)
            return every[self.nth - 1] if self.nth <= len(every) else None
        last = month_end(year, month)
        found = last.replace(day=min(self.on_day, last.day))
        return found if days.is_open(found) else days.ahead(found, 1)

    def words(self) -> str:
        """毎月第3開庁日, 毎月10日（閉庁日なら次の開庁日）."""
        return f"毎月第{self.nth}開庁日" if self.nth else f"毎月{self.on_day}日（閉庁日なら次の開庁日）"


def due_to_open(template: Template, now: datetime, at: datetime, days: OpenDays) -> date | None:
    """The day for which it is to open now, if it is; `at` is today's hour from which on rounds open."""
    today = now.astimezone(TOKYO).date()
    day = template.opens_on(today.year, today.month, days)
    if day is None or now < at or today < day or not days.is_open(today):
        return None
    began = template.since.astimezone(TOKYO).date() if template.since else day
    late = days.between(day, today)
    return day if began <= day and late <= STILL else None
