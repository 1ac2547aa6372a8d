"""The facts of the moment at which something is said: what is open for whom, what is paused, what comes up now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from domain import leave
from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from domain.choices import Choices
from domain.dates.opendays import OpenDays
from domain.deadline import Deadline, is_open
from domain.model import Member, Role
from domain.pause import Pause
from domain.plan import Occasion, allowed, is_over, occasions
from domain.posting import Posting
from messages.reminder import Open
from reminders import plan
from storage import choices as chosen
from storage import deadlines, leaves, members, pauses, postings
from storage.database import Read, Transaction
from storage.shelf import Shelf

LOOK_BACK = timedelta(days=120)  # longer than anything follows a deadline


@dataclass(frozen=True, slots=True)
class Facts:
    """Asks the database anew each time; `secretariat` are those of the settings."""

    read: Read
    now: Callable[[], datetime]
    shelf: Shelf
    secretariat: Sequence[str] = ()

    def choices(self) -> Choices:
        return chosen.of(self.read(), self.conference)

    def current(self, choices: Choices) -> list[Deadline]:
        """The deadlines of which something may still come."""
        return current(self.read(), self.catalogue, choices, self.now())

    def paused(self) -> dict[str, Pause]:
        """The municipalities that are paused now, by their codes."""
        return pauses.holding(self.read(), self.conference, self.now())

    def open_items(self, user: str, choices: Choices) -> list[Open]:
        """What the person's municipalities have not answered; of a higher rung only once it is to be told."""
        rungs = self._rungs(user)
        theirs = [m for m in self.catalogue.municipalities if m.code in rungs]
        if not theirs:
            return []
        every = self.current(choices)
        taps = deadlines.taps(self.read(), self.conference, every)
        paused = self.paused()
        found = [
            Open(each, body, rungs[body.code][0], paused.get(body.code), stands_in=rungs[body.code][1])
            for each in every
            for body in theirs
            if each.concerns(body.code) and is_open(taps[each.id], body.code)
        ]
        return [item for item in found if not item.rung or self._reached(item, choices)]

    def _rungs(self, user: str) -> dict[str, tuple[int, bool]]:
        """On which rung the person answers today for which municipality, and whether they stand in for somebody."""
        member, away = members.of(self.read(), self.conference, user), self.away()
        if member is None:
            return {}
        if not away:
            return {code: (member.rung(code), False) for code in member.municipalities}
        every = members.by_municipality(self.read(), self.conference, member.municipalities)
        today = {code: leave.answering(rungs, away) for code, rungs in every.items()}
        return {code: (on[user], on[user] != member.rung(code)) for code, on in today.items() if user in on}

    def away(self) -> frozenset[str]:
        """The accounts that are on leave today."""
        return leaves.away(self.read(), self.conference, self.now().astimezone(TOKYO).date())

    def member(self, user: str) -> Member | None:
        """Who that is, by the roster and the settings."""
        found = members.of(self.read(), self.conference, user)
        if user in self.secretariat:
            return replace(found or Member(user, "事務局", Role.SECRETARIAT), role=Role.SECRETARIAT)
        return found

    def answers_for_any(self, user: str) -> bool:
        """Whether the person stands on the roster with any municipality."""
        member = members.of(self.read(), self.conference, user)
        return bool(member and member.municipalities)

    def occasions(self, item: Open, choices: Choices) -> list[Occasion]:
        """The moments at which this person is reminded of it."""
        every = occasions(item.deadline.due_at, choices.plan, self.days)
        return [each for each in every if choices.reaches(item.rung, each.lead)]

    def come_up(self, items: Iterable[Open], posting: Posting, choices: Choices) -> list[datetime]:
        """The moments of these items that are here and were not told yet."""
        since = self.last_said(posting.to)
        return [
            at
            for item in items
            for at in self.fresh(item.deadline, self._moments(item, choices), posting, since, choices)
        ]

    def fresh(
        self,
        about: Deadline,
        moments: Sequence[datetime],
        posting: Posting,
        since: datetime | None,
        choices: Choices,
    ) -> list[datetime]:
        """Of a deadline's moments those that are here, later than `since` and than the deadline and plan are known.

        A posting of the plan before this one, which should have been said before it ended, still counts.
        """
        known, planned = [since, about.known_at], plan.planned_at(posting)
        if choices.plan_since and planned <= choices.plan_since:
            moments = [planned]
        else:
            known.append(choices.plan_since)
        now = self.now()
        return [at for at in moments if at <= now and all(at > each for each in known if each)]

    def later_today(self, items: Iterable[Open], choices: Choices) -> datetime | None:
        """When the plan's own reminder comes, where that is later today: it will say all of it."""
        now = self.now()
        tonight = datetime.combine(now.astimezone(TOKYO).date(), time.max, TOKYO)
        coming = (at for item in items for at in self._moments(item, choices) if now < at <= tonight)
        return min(coming, default=None)

    def missed(self, items: Iterable[Open], user: str, choices: Choices) -> bool:
        """Whether a moment of any of these fell into a pause that is over, and nothing was said to the person since."""
        ended = {code: [each for each in every if each.until] for code, every in self._pauses().items()}
        told = self.told(user)
        return any(
            self._fell_into(at, ended.get(item.municipality.code, []), told)
            for item in items
            for at in self._past(item, user, choices)
        )

    def _past(self, item: Open, user: str, choices: Choices) -> list[datetime]:
        """The moments that have come up of it; of the plan before this one those at which anything was planned."""
        moments, since = self._moments(item, choices), choices.plan_since
        if since:
            rows = postings.planned(self.read(), self.conference, plan.REMINDER, user, self.now() - LOOK_BACK)
            before = [at for at in map(plan.planned_at, rows) if at <= since]
            moments = [*before, *(at for at in moments if at > since)]
        known = item.deadline.known_at
        return [at for at in moments if at <= self.now() and not (known and at <= known)]

    def _pauses(self) -> dict[str, list[Pause]]:
        return pauses.every(self.read(), self.conference)

    @staticmethod
    def _fell_into(moment: datetime, ended: Sequence[Pause], told: Iterable[datetime]) -> bool:
        """Whether it was passed over; what was said during a pause said nothing of its municipality."""
        if not any(each.holds(moment) for each in ended):
            return False
        return not any(said >= moment and not any(each.holds(said) for each in ended) for said in told)

    def told(self, user: str) -> list[datetime]:
        """When everything that was open was said to the person by the plan."""
        kinds, since = (plan.REMINDER, plan.RESUME), self.now() - LOOK_BACK
        return postings.told(self.read(), self.conference, kinds, user, since)

    def last_said(self, user: str) -> datetime | None:
        """When that was said last."""
        return max(self.told(user), default=None)

    def later_says_it(self, posting: Posting, choices: Choices) -> bool:
        """Whether a later posting of the same kind is due already, and by the same plan: it will say all of it."""
        mine = plan.planned_at(posting)
        ends = choices.plan_since if choices.plan_since and mine <= choices.plan_since else self.now()
        due = postings.due_now(self.read(), self.conference, posting.kind, posting.to, self.now())
        return any(mine < plan.planned_at(each) <= ends for each in due)

    def quiet_until(self, choices: Choices) -> datetime | None:
        """From when on people may be disturbed, where they may not be now."""
        now = self.now()
        later = allowed(now, choices.plan, self.days)
        return later if later > now else None

    def _moments(self, item: Open, choices: Choices) -> list[datetime]:
        return [each.at for each in self.occasions(item, choices)]

    def _reached(self, item: Open, choices: Choices) -> bool:
        return any(at <= self.now() for at in self._moments(item, choices))

    @property
    def catalogue(self) -> Catalogue:
        return self.shelf.catalogue

    @property
    def days(self) -> OpenDays:
        return self.catalogue.days

    @property
    def conference(self) -> str:
        return self.catalogue.conference.id


def current(db: Transaction, catalogue: Catalogue, choices: Choices, now: datetime) -> list[Deadline]:
    """The deadlines of which something may still come, nearest first."""
    found = deadlines.all_open(db, catalogue.conference.id, since=now - LOOK_BACK)
    return [each for each in found if not is_over(each.due_at, choices.plan, catalogue.days, now)]
