"""Plans ahead: writes the postings of deadlines and pauses, and keeps what recurs ahead of the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.calendar import TOKYO, last_day
from domain.catalogue import Catalogue
from domain.choices import IN_CHARGE, Choices
from domain.dates.recurrence import occurrences
from domain.deadline import Deadline
from domain.model import Municipality
from domain.pause import Pause
from domain.plan import allowed
from domain.posting import Posting
from reminders import plan
from reminders.facts import current
from storage import choices as chosen
from storage import deadlines, failures, members, pauses, postings
from storage.database import Begin, Transaction

HORIZON = timedelta(days=60)


@dataclass(slots=True)
class Ahead:
    """Knows whom a deadline concerns and when they are reminded of it; the room and the first secretariat, too."""

    now: Callable[[], datetime]
    catalogue: Catalogue
    room: str = ""
    first_secretariat: Sequence[str] = ()
    _roster: plan.Responsible = field(default_factory=dict)

    def add(self, db: Transaction, deadline: Deadline) -> int:
        """Write what is to be said of a deadline, or of the new occurrences of a series; return how many reminders."""
        choices, responsible = self._choices(db), self._responsible(db)
        every = [deadline] if deadline.rule is None else self._occurring(db, deadline)
        wanted = [posting for each in every for posting in self._postings(each, responsible, choices)]
        postings.add(db, self._conference, wanted)
        return sum(posting.kind == plan.REMINDER for posting in wanted)

    def again(self, db: Transaction) -> int:
        """Write what is still to come of everything, as plan and roster are now; return how many are new."""
        choices, responsible = self._choices(db), self._responsible(db)
        known, wanted = postings.keys(db, self._conference, plan.REMINDER, self.now()), []
        for each in current(db, self.catalogue, choices, self.now()):
            about = (self.catalogue.municipalities, responsible, choices, self.catalogue.days, self.now())
            for at, users in plan.moments(each, *about):
                wanted += plan.unknown(at, users, known)
            wanted += plan.to_the_room(each, self.room, choices, self.catalogue.days, self.now())
        for pause in pauses.holding(db, self._conference, self.now()).values():
            wanted += self._resuming(pause, responsible, choices)
        return postings.add(db, self._conference, wanted)

    def after(self, db: Transaction, pause: Pause) -> None:
        """Write what its people are told once it is over, where its end is known."""
        postings.add(db, self._conference, self._resuming(pause, self._responsible(db), self._choices(db)))

    def keep(self, begin: Begin) -> None:
        """Bring what recurs up to sixty days ahead, the newly responsible up to date, and the secretariat its news."""
        with begin() as db:
            for series in deadlines.series(db, self._conference):
                self.add(db, series)
            if (roster := self._responsible(db)) != self._roster:
                self.again(db)
            self.digests(db)
            self._failures(db)
        self._roster = roster

    def digests(self, db: Transaction) -> None:
        """Write the digests of today and of the next working day, at the hour that is chosen now."""
        choices, today = self._choices(db), self.now().astimezone(TOKYO).date()
        mornings = [today] if self.catalogue.days.is_open(today) else []
        mornings.append(self.catalogue.days.ahead(today, 1))
        for user in self._secretariat(db) if choices.digest else ():
            every = [plan.digest(user, day, datetime.combine(day, choices.digest_at, TOKYO)) for day in mornings]
            postings.add(db, self._conference, every)
            for each in every:
                failures.retime(db, self._conference, each)

    def without_anybody(self, db: Transaction, deadline: Deadline) -> list[Municipality]:
        """The municipalities for which nobody in charge stands on the roster."""
        responsible = self._responsible(db)
        targets = deadline.targets(self.catalogue.municipalities)
        return [m for m in targets if IN_CHARGE not in responsible[m.code].values()]

    def _failures(self, db: Transaction) -> None:
        """Write once, for each of the secretariat, what could not be said."""
        for lost in failures.needing_help(db, self._conference, self.now()):
            postings.add(db, self._conference, plan.failed(lost, self._secretariat(db), self.now()))

    def _postings(self, deadline: Deadline, responsible: plan.Responsible, choices: Choices) -> list[Posting]:
        about = (self.catalogue.municipalities, responsible, choices, self.catalogue.days, self.now())
        to_room = plan.to_the_room(deadline, self.room, choices, self.catalogue.days, self.now())
        return [*plan.postings(deadline, *about), *to_room]

    def _resuming(self, pause: Pause, responsible: plan.Responsible, choices: Choices) -> list[Posting]:
        """On the first morning after it, or at once where it ended in office hours."""
        if pause.until is None:
            return []
        at = allowed(pause.until, choices.plan, self.catalogue.days)
        return [plan.resume(user, at) for user in responsible[pause.body]]

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

    def _secretariat(self, db: Transaction) -> list[str]:
        """The secretariat's people on the roster, and those of the settings who are not on it."""
        listed, first = members.secretariat(db, self._conference), list(self.first_secretariat)
        known = members.posts(db, self._conference, first) if first else {}
        return [*listed, *(user for user in first if user not in known)]

    def _responsible(self, db: Transaction) -> plan.Responsible:
        return members.by_municipality(db, self._conference, [m.code for m in self.catalogue.municipalities])

    def _choices(self, db: Transaction) -> Choices:
        return chosen.of(db, self._conference)

    @property
    def _conference(self) -> str:
        return self.catalogue.conference.id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)
