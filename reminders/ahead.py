"""Plans ahead: writes the postings of a deadline, and keeps what recurs sixty days ahead of the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import TOKYO, last_day
from domain.catalogue import Catalogue
from domain.dates.recurrence import occurrences
from domain.deadline import Deadline
from domain.model import Municipality
from domain.plan import Plan
from domain.posting import Posting
from reminders import plan
from storage import deadlines, members, postings
from storage.database import Begin, Transaction

HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Knows whom a deadline concerns and when they are reminded of it."""

    now: Callable[[], datetime]
    catalogue: Catalogue
    plan: Plan

    def add(self, db: Transaction, deadline: Deadline) -> int:
        """Write the reminders of a deadline, or of the new occurrences of a series; return how many there are."""
        every = [deadline] if deadline.rule is None else self._occurring(db, deadline)
        wanted = [posting for each in every for posting in self._postings(db, each)]
        postings.add(db, self._conference, wanted)
        return len(wanted)

    def keep(self, begin: Begin) -> None:
        """Bring what recurs up to sixty days ahead."""
        with begin() as db:
            for series in deadlines.series(db, self._conference):
                self.add(db, series)

    def without_anybody(self, db: Transaction, deadline: Deadline) -> list[Municipality]:
        """The municipalities for which nobody stands on the roster."""
        responsible = self._responsible(db)
        return [m for m in deadline.targets(self.catalogue.municipalities) if not responsible[m.code]]

    def _postings(self, db: Transaction, deadline: Deadline) -> list[Posting]:
        about = (self.catalogue.municipalities, self._responsible(db))
        return plan.postings(deadline, *about, self.plan, self.catalogue.days, self.now())

    def _occurring(self, db: Transaction, series: Deadline) -> list[Deadline]:
        """The occurrences of the next sixty days that are not there yet."""
        now = self.now()
        first, today = last_day(series.due_at), now.astimezone(TOKYO).date()
        hour = series.due_at - _midnight(first)
        coming = occurrences(
            series.rule or "", today - timedelta(days=1), until=today + HORIZON, first=first, days=self.catalogue.days
        )
        moments = [moment for each in coming if (moment := _midnight(each) + hour) > now]
        return deadlines.materialise(db, self._conference, series, moments, now)

    def _responsible(self, db: Transaction) -> dict[str, list[str]]:
        return members.by_municipality(db, self._conference, [m.code for m in self.catalogue.municipalities])

    @property
    def _conference(self) -> str:
        return self.catalogue.conference.id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)
