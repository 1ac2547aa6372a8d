"""Plans ahead: writes the postings of deadlines, rounds and pauses, and keeps what recurs ahead of the clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain import leave
from domain.asking import Wanted, last_month_end
from domain.calendar import TOKYO, last_day
from domain.catalogue import Catalogue
from domain.choices import IN_CHARGE, Choices
from domain.dates.hours import CLOSING
from domain.dates.recurrence import occurrences
from domain.deadline import Deadline
from domain.model import Municipality
from domain.pause import Pause
from domain.plan import allowed
from domain.posting import Posting
from domain.question import Question, State, next_reminder
from domain.round import Round
from domain.template import Template, due_to_open
from reminders import notes as of_notes
from reminders import opening, plan
from reminders import questions as asked_of
from reminders import roster as news
from reminders.facts import current
from reminders.succession import pass_on
from storage import (
    applications,
    deadlines,
    failures,
    leaves,
    members,
    notes,
    pauses,
    postings,
    questions,
    rounds,
    successions,
    templates,
)
from storage import choices as chosen
from storage.database import Begin, Transaction
from storage.shelf import Shelf

HORIZON = timedelta(days=60)
REVIEWED = timedelta(days=30)  # how long after its day a note is still asked about, where nobody was there to ask


@dataclass(frozen=True, slots=True)
class Opened:
    """A round that was opened, its deadline, how many reminders were planned, and for whom nobody is on the roster."""

    round: Round
    deadline: Deadline
    reminders: int
    nobody: Sequence[Municipality]


@dataclass(slots=True)
class Ahead:
    """Knows whom a deadline concerns and when they are reminded of it; the room and the first secretariat, too."""

    now: Callable[[], datetime]
    shelf: Shelf
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

    def open(self, db: Transaction, wanted: Wanted, by: str) -> Opened | None:
        """Open a round with all that is said of it, now and later; None where this very one was opened before."""
        made = opening.opened(db, wanted, by, self.catalogue, self.now())
        if made is None:
            return None
        asked, due = made
        postings.add(db, self._conference, self._opening(asked, self._responsible(db)))
        return Opened(asked, due, self.add(db, due), self.without_anybody(db, due))

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
        for asked in rounds.open_ones(db, self._conference):
            wanted += self._opening(asked, responsible)
        return postings.add(db, self._conference, wanted)

    def after(self, db: Transaction, pause: Pause) -> None:
        """Write what its people are told once it is over, where its end is known."""
        postings.add(db, self._conference, self._resuming(pause, self._responsible(db), self._choices(db)))

    def keep(self, begin: Begin) -> None:
        """Bring what recurs up to sixty days ahead, the newly responsible up to date, and the secretariat its news."""
        with begin() as db:
            self.rounds(db)
            for series in deadlines.series(db, self._conference):
                self.add(db, series)
            for each in successions.due(db, self._conference, self.now().astimezone(TOKYO).date()):
                pass_on(db, self._conference, each, self.now())
            if (roster := self._responsible(db)) != self._roster:
                self.again(db)
            self.digests(db)
            self.notes(db)
            self._reviews(db)
            self.owed(db)
            self._failures(db)
            self._applications(db)
        self._roster = roster

    def rounds(self, db: Transaction) -> None:
        """Open the rounds of the month whose day has come, and close those that close themselves."""
        now, standing = self.now(), templates.standing(db, self._conference)
        hour = datetime.combine(now.astimezone(TOKYO).date(), self._choices(db).plan.at, TOKYO)
        for template in standing:
            if day := due_to_open(template, now, hour, self.catalogue.days):
                self._begin(db, template, day)
        for each in opening.over(db, self.catalogue, now):
            opening.closed(db, each.id, opening.ITSELF, self.catalogue, now)

    def people(self, db: Transaction, codes: Sequence[str]) -> list[str]:
        """The people in charge of these municipalities, each once."""
        return plan.in_charge(codes, self._responsible(db))

    def digests(self, db: Transaction) -> None:
        """Write the digests of today and of the next working day, at the hour that is chosen now."""
        choices, today = self._choices(db), self.now().astimezone(TOKYO).date()
        mornings = [today] if self.catalogue.days.is_open(today) else []
        mornings.append(self.catalogue.days.ahead(today, 1))
        for user in self.secretariat(db) if choices.digest else ():
            every = [plan.digest(user, day, datetime.combine(day, choices.digest_at, TOKYO)) for day in mornings]
            postings.add(db, self._conference, every)
            for each in every:
                failures.retime(db, self._conference, each)

    def notes(self, db: Transaction) -> None:
        """Write the digests of notes of this week and the next, for everybody on the roster."""
        now = self.now()
        known = postings.keys(db, self._conference, of_notes.NEWS, now)
        users = [each.user for each in members.everyone(db, self._conference)]
        for at in of_notes.mornings(self._choices(db), now, self.catalogue.days):
            wanted = [of_notes.news(user, at) for user in users]
            postings.add(db, self._conference, [each for each in wanted if each.key not in known])

    def asking(self, db: Transaction, question: Question) -> list[str]:
        """Whoever hears what becomes of a question."""
        today = self.now().astimezone(TOKYO).date()
        return asked_of.who_asked(db, self.catalogue, question, today, lambda: self.people(db, [question.municipality]))

    def owed(self, db: Transaction) -> None:
        """Write, for whoever owes an answer to a question, the next reminder of it."""
        at, days, now = self._choices(db).plan.at, self.catalogue.days, self.now()
        ours = self.secretariat(db)
        wanted = [
            asked_of.owed(user, next_reminder(each, at, days, now))
            for each in questions.open_ones(db, self._conference)
            for user in (ours if each.state is State.OPEN else self._owing(db, each))
        ]
        postings.add(db, self._conference, wanted)

    def _owing(self, db: Transaction, question: Question) -> list[str]:
        """Who was asked back; while it lies with the state, nobody."""
        return self.asking(db, question) if question.state is State.ASKED_BACK else []

    def without_anybody(self, db: Transaction, deadline: Deadline) -> list[Municipality]:
        """The municipalities for which nobody in charge stands on the roster."""
        responsible = self._responsible(db)
        targets = deadline.targets(self.catalogue.municipalities)
        return [m for m in targets if IN_CHARGE not in responsible[m.code].values()]

    def _begin(self, db: Transaction, template: Template, day: date) -> None:
        """Open the month's round, once, and tell the secretariat."""
        today = self.now().astimezone(TOKYO).date()
        due_at = datetime.combine(self.catalogue.days.ahead(today, template.days), CLOSING, TOKYO)
        wanted = Wanted(
            once=f"template/{template.id}/{day:%Y-%m}",
            theme=template.theme,
            title=template.titled(day),
            as_of=last_month_end(day),
            due_at=due_at,
            bodies=template.bodies,
            closes=template.closes,
        )
        if begun := self.open(db, wanted, opening.ITSELF):
            told = plan.begun(begun.round, self.secretariat(db), self.now())
            postings.add(db, self._conference, told)

    def _opening(self, asked: Round, responsible: plan.Responsible) -> list[Posting]:
        return plan.opening(asked, self.room, self.catalogue.municipalities, responsible, self.now())

    def _reviews(self, db: Transaction) -> None:
        """Write once, for each in charge of the municipality, which notes are to be looked at again."""
        today = self.now().astimezone(TOKYO).date()
        for note in notes.to_review(db, self._conference, today - REVIEWED, today):
            people = self.people(db, [note.municipality])
            about = (self._choices(db), self.catalogue.days)
            postings.add(db, self._conference, [of_notes.review(note, user, *about) for user in people])

    def _failures(self, db: Transaction) -> None:
        """Write once, for each of the secretariat, what could not be said."""
        lost = failures.needing_help(db, self._conference, self.now())
        people = self.secretariat(db) if lost else []
        for each in lost:
            postings.add(db, self._conference, plan.failed(each, people, self.now()))

    def _applications(self, db: Transaction) -> None:
        """Write once, for each of the secretariat, who waits to be put on the roster."""
        waiting = applications.waiting(db, self._conference)
        people = self.secretariat(db) if waiting else []
        for each in waiting:
            postings.add(db, self._conference, news.application(each.user, each.nth, people, self.now()))

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

    def secretariat(self, db: Transaction) -> list[str]:
        """The secretariat's people on the roster, and those of the settings who are not on it."""
        listed, first = members.secretariat(db, self._conference), list(self.first_secretariat)
        known = members.posts(db, self._conference, first) if first else {}
        return [*listed, *(user for user in first if user not in known)]

    def _responsible(self, db: Transaction) -> plan.Responsible:
        """Who may have to be told: of those who will be on leave the deputies, too. What is said decides who is."""
        every = members.by_municipality(db, self._conference, [m.code for m in self.catalogue.municipalities])
        coming = leaves.coming(db, self._conference, self.now().astimezone(TOKYO).date())
        sometimes = {each.user for each in coming}
        return {code: leave.perhaps(rungs, sometimes) for code, rungs in every.items()} if sometimes else every

    def _choices(self, db: Transaction) -> Choices:
        return chosen.of(db, self._conference)

    @property
    def catalogue(self) -> Catalogue:
        return self.shelf.catalogue

    @property
    def _conference(self) -> str:
        return self.catalogue.conference.id


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)
