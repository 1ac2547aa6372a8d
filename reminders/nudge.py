"""ご確認のお願い: whom it reaches, and what it says at the moment at which it is said."""

from datetime import datetime

from domain.choices import IN_CHARGE, Choices
from domain.nudge import Recipients
from domain.pause import Pause
from domain.plan import occasions
from domain.posting import Posting
from domain.unreported import Matter, Missing
from messages import nudge as messages
from messages.blocks import Message
from reminders.facts import Facts
from reminders.poster import Later, Skip
from storage import members, nudges, unreported

CLOSED = Skip("受付が終わりました")
ANSWERED = Skip("すでに回答をいただきました")


def recipients(matter: Matter, facts: Facts) -> Recipients:
    """Those in charge of who is missing, and the deputy and the head once the plan reaches them."""
    codes = [each.municipality.code for each in matter.missing]
    responsible = members.by_municipality(facts.read(), facts.conference, codes)
    paused, reached = facts.paused(), _Reached(facts, facts.choices())
    told: dict[str, list[tuple[Missing, int]]] = {}
    resting: list[tuple[Missing, Pause]] = []
    nobody = []
    for each in matter.missing:
        there = responsible[each.municipality.code]
        if pause := paused.get(each.municipality.code):
            resting.append((each, pause))
            continue
        people = {user: rung for user, rung in there.items() if reached(rung, each.due_at)}
        for user, rung in people.items():
            told.setdefault(user, []).append((each, rung))
        if not people:
            nobody.append(each)
    return Recipients(told, resting, nobody)


def nudge(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What this person's municipalities have not answered of the matter, now; nothing where they have meanwhile."""
    db, where = facts.read(), facts.conference
    matter = unreported.one(db, where, posting.subject, facts.catalogue.municipalities, facts.now())
    asked = nudges.one(db, where, posting.subject, posting.key.split("/")[-2])
    if matter is None or asked is None:
        return CLOSED
    member, paused = members.of(db, where, posting.to), facts.paused()
    missing = matter.of(member.municipalities) if member else []
    items = [(matter, each) for each in missing if each.municipality.code not in paused]
    if not items:
        reasons = dict.fromkeys(paused[each.municipality.code].reason for each in missing)
        return Skip(f"休止中（{'、'.join(reasons)}）") if reasons else ANSWERED
    return messages.nudge(items, asked.words, facts.now(), facts.days)


class _Reached:
    """Whether somebody on a rung is to be told of what is due then, by the reminder's own rule; asked once each."""

    def __init__(self, facts: Facts, choices: Choices) -> None:
        self._facts, self._choices = facts, choices
        self._known: dict[tuple[int, datetime], bool] = {}

    def __call__(self, rung: int, due_at: datetime) -> bool:
        if rung == IN_CHARGE:
            return True
        if (rung, due_at) not in self._known:
            every = occasions(due_at, self._choices.plan, self._facts.days)
            told = (each.at for each in every if self._choices.reaches(rung, each.lead))
            self._known[rung, due_at] = any(at <= self._facts.now() for at in told)
        return self._known[rung, due_at]
