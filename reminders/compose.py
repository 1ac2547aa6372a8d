"""What a posting says, from the facts of the moment at which it is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from domain.dates.opendays import OpenDays
from domain.deadline import Deadline, is_open
from domain.plan import Plan, allowed, is_over, occasions
from domain.posting import Posting
from messages import deadline as deadline_messages
from messages import reminder as reminder_messages
from messages.blocks import Message
from messages.reminder import Open
from reminders import plan
from reminders.poster import Later, Skip
from storage import deadlines, members, postings
from storage.database import Read

LATE = timedelta(hours=1)
LOOK_BACK = timedelta(days=120)  # longer than anything follows a deadline
ANSWERED = Skip("お知らせの必要がなくなりました")


@dataclass(frozen=True, slots=True)
class Compose:
    """Knows what to say for each kind of posting."""

    read: Read
    now: Callable[[], datetime]
    catalogue: Catalogue
    plan: Plan

    def __call__(self, posting: Posting) -> Message | Skip | Later:
        match posting.kind:
            case plan.REMINDER:
                return self._reminder(posting)
            case plan.SNOOZE:
                return self._snoozed(posting)
            case plan.NEWS:
                return self._news(posting)
            case _:
                return Skip(f"{posting.kind} という種類のお知らせはありません")

    def open_items(self, user: str) -> list[Open]:
        """What the person's municipalities have not answered."""
        member = members.of(self.read(), self._conference, user)
        theirs = [m for m in self.catalogue.municipalities if member and m.code in member.municipalities]
        every = self.current()
        taps = deadlines.taps(self.read(), self._conference, every)
        return [
            Open(each, body)
            for each in every
            for body in theirs
            if each.concerns(body.code) and is_open(taps[each.id], body.code)
        ]

    def current(self) -> list[Deadline]:
        """The deadlines of which something may still come."""
        now = self.now()
        found = deadlines.all_open(self.read(), self._conference, since=now - LOOK_BACK)
        return [each for each in found if not is_over(each.due_at, self.plan, self.days, now)]

    def _reminder(self, posting: Posting) -> Message | Skip | Later:
        """Everything that is open for the person, if something of it comes up now; one message for a whole outage."""
        now = self.now()
        if (later := allowed(now, self.plan, self.days)) > now:
            return Later(max(later, later.replace(hour=self.plan.at.hour, minute=self.plan.at.minute)))
        if postings.newer_due(self.read(), self._conference, posting, now):
            return Skip("後のお知らせにまとめました")
        items = self.open_items(posting.to)
        since = postings.last_sent(self.read(), self._conference, plan.REMINDER, posting.to)
        coming = self._coming_up((item.deadline for item in items), since, now)
        if not coming:
            return ANSWERED
        return reminder_messages.reminder(items, now, self.days, late=now - max(coming) > LATE)

    def _snoozed(self, posting: Posting) -> Message | Skip | Later:
        """What is still open of what was put off; the plan's own reminder of the day says it as well."""
        now = self.now()
        if (later := allowed(now, self.plan, self.days)) > now:
            return Later(later)
        items = self.open_items(posting.to)
        if not items:
            return ANSWERED
        tonight = datetime.combine(now.astimezone(TOKYO).date(), time.max, TOKYO)
        if self._coming_up((item.deadline for item in items), now, tonight):
            return Skip("同じ日のお知らせにまとめました")
        return reminder_messages.reminder(items, now, self.days, late=False)

    def _news(self, posting: Posting) -> Message | Skip:
        """What happened to a deadline. Of one that was called off nothing is told but that."""
        about = deadlines.one(self.read(), self._conference, posting.subject.rpartition("/")[2])
        what, _, nth = posting.key.partition(f"{posting.subject}/")[2].partition("/")
        if about is None or about.cancelled != (what == "cancelled"):
            return Skip("取り消されました")
        changes = deadlines.moves(self.read(), self._conference, about.id)
        change = changes[int(nth) - 1] if what == "moved" else None
        return deadline_messages.news(about, change, self.now(), self.days, self.catalogue.municipalities)

    def _coming_up(self, every: Iterable[Deadline], since: datetime | None, until: datetime) -> list[datetime]:
        """The moments later than `since` at which the plan brings one of them to mind; none from before it was so."""
        return [
            each.at
            for about in every
            for each in occasions(about.due_at, self.plan, self.days)
            if each.at <= until and all(each.at > known for known in (since, about.known_at) if known)
        ]

    @property
    def days(self) -> OpenDays:
        return self.catalogue.days

    @property
    def _conference(self) -> str:
        return self.catalogue.conference.id
