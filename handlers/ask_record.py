"""Writes down what happens to a question, with what follows: who hears of it, the next reminder, the audit entry."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import NotAllowed
from domain.model import Member
from domain.question import Event, Question, What, after, shared, stands
from handlers.desk import Desk
from handlers.roster_record import note
from messages.ask_words import Shown
from reminders import questions as news
from storage import postings, questions
from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the question stands now. Nothing was written unless it is `done`; `people` hear of it."""

    shown: Shown
    done: bool
    people: int = 0


def readable(id_: int, member: Member, desk: Desk) -> Question:
    """The question, where this member may read it. Raises NotAllowed, which does not tell whether there is one."""
    found = questions.one(desk.read(), desk.catalogue.conference.id, id_)
    if found is None or not found.may_be_read_by(member):
        raise NotAllowed("question")
    return found


def open_to(id_: int, what: What, member: Member, desk: Desk) -> Question:
    """The question, where that is this member's to do, now or at another time. Raises NotAllowed."""
    found = readable(id_, member, desk)
    if not found.may_be_told_by(member, what):
        raise NotAllowed("question_turn")
    return found


def shown(question: Question, desk: Desk) -> Shown:
    return news.shown(desk.read(), desk.catalogue, question)


def begins(db: Transaction, asked: Question, member: Member, desk: Desk) -> tuple[Shown, int]:
    """A new question, and how many of the secretariat hear of it."""
    kept = questions.ask(db, desk.catalogue.conference.id, asked)
    people = _follows(db, kept, Event(What.ASKED, member.user, desk.now()), member, desk)
    return news.shown(db, desk.catalogue, kept), people


def happens(db: Transaction, id_: int, version: int, event: Event, member: Member, desk: Desk) -> Outcome:
    """That happens to the question that was read in this version; not where something else was first, or it cannot be.

    The same act once more is done already.
    """
    now = open_to(id_, event.what, member, desk)
    every = questions.events(db, desk.catalogue.conference.id, now.id)
    if every[-1].says_the_same(event):
        return Outcome(news.shown(db, desk.catalogue, now), done=True)
    then = stands(now, event) if is_possible(now, every, event.what) else None
    if then is None or now.version != version or not _written(db, then, event, desk):
        latest = readable(id_, member, desk)
        return Outcome(news.shown(db, desk.catalogue, latest), done=False)
    people = _follows(db, then, event, member, desk)
    return Outcome(news.shown(db, desk.catalogue, then), done=True, people=people)


def is_possible(now: Question, every: Sequence[Event], what: What) -> bool:
    """Whether it can happen as things stand; all are told of an answer once."""
    return after(now, what) is not None and not (what is What.SHARED and shared(every))


def _written(db: Transaction, then: Question, event: Event, desk: Desk) -> bool:
    return questions.happens(db, desk.catalogue.conference.id, then, event)


def _follows(db: Transaction, then: Question, event: Event, member: Member, desk: Desk) -> int:
    """What is said of it, when it will be brought to mind, and the audit entry, without what was written."""
    to = _people(db, then, event.what, member, desk)
    every = news.told(then, to, desk.now())
    if event.what is What.SHARED:
        every += news.in_the_room(then, desk.room, desk.now())
    postings.add(db, desk.catalogue.conference.id, every)
    desk.ahead.owed(db)
    detail = {"municipality": then.municipality, "kind": then.kind, "seen": then.seen.value, "number": event.number}
    note(db, f"question.{event.what.value}", f"question/{then.id}", detail, member, desk)
    return len(to)


def _people(db: Transaction, then: Question, what: What, member: Member, desk: Desk) -> list[str]:
    if what in news.TO_THE_SECRETARIAT:
        return desk.ahead.secretariat(db)
    told = desk.ahead.asking(db, then) if what in news.TO_WHO_ASKED else []
    return [user for user in told if user != member.user]
