"""What is said of questions unasked: what happened, to whom it concerns; and who still owes an answer, now and then."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from domain.calendar import TOKYO
from domain.catalogue import Catalogue
from domain.model import Member, Municipality, Role
from domain.posting import Posting
from domain.question import Event, Question, State, What, offered, reminders
from messages import ask_news as said
from messages.ask_words import Shown
from messages.blocks import Block, Message
from reminders.facts import Facts
from reminders.plan import planned_at
from reminders.poster import Later, Skip
from storage import leaves, members, postings, questions
from storage.database import Transaction

NEWS, OWED, SHARED = "question", "owed", "shared-answer"
TO_THE_SECRETARIAT: Final = frozenset({What.ASKED, What.AMENDED, What.REOPENED})
TO_WHO_ASKED: Final = frozenset({What.ANSWERED, What.STATE_ANSWERED, What.ASKED_BACK, What.PASSED, What.SHARED})
DECIDED = Skip("その後の経過により、お知らせの必要がなくなりました")
ANSWERED = Skip("回答が済みました")
NOT_LISTED = Skip("名簿に受け持ちがないため送りませんでした")
NOT_PLANNED = Skip("この時刻のお知らせは、今の予定にはありません")
GATHERED = Skip("後のお知らせにまとめました")


def shown(db: Transaction, catalogue: Catalogue, question: Question) -> Shown:
    """A question with all that is told of it. Two statements."""
    where = catalogue.conference.id
    events = questions.events(db, where, question.id)
    posts = members.posts(db, where, sorted({question.asked_by, *(each.by for each in events)}))
    return Shown(question, _body(catalogue, question), catalogue.themes, events, posts)


def listed(catalogue: Catalogue, some: Iterable[Question]) -> list[Shown]:
    """Questions as they stand in a list: without their story."""
    return [Shown(each, _body(catalogue, each), catalogue.themes) for each in some]


# What is planned


def told(after: Question, users: Iterable[str], now: datetime) -> list[Posting]:
    """What made it stand so, for each of these: question/12/3/U0352039."""
    about = f"{after.id}/{after.version}"
    return [Posting(f"{NEWS}/{about}/{user}", NEWS, user, about, now) for user in users]


def in_the_room(after: Question, room: str, now: datetime) -> list[Posting]:
    """That all may read an answer: shared-answer/12."""
    return [Posting(f"{SHARED}/{after.id}", SHARED, room, f"{after.id}", now)] if room else []


def owed(user: str, at: datetime) -> Posting:
    """What a person owes an answer for, at a moment: owed/2022-09-13T09:00/U0SECRETARY."""
    return Posting(f"{OWED}/{at.astimezone(TOKYO):%Y-%m-%dT%H:%M}/{user}", OWED, user, user, at)


def who_asked(
    db: Transaction, catalogue: Catalogue, question: Question, today: date, people: Callable[[], Sequence[str]]
) -> list[str]:
    """Whoever asked, while they answer for that municipality; if not, or on leave, those in charge there."""
    member = members.of(db, catalogue.conference.id, question.asked_by)
    if member is None or question.municipality not in member.municipalities:
        return list(people())
    is_away = member.user in leaves.away(db, catalogue.conference.id, today)
    return list(dict.fromkeys([member.user, *(people() if is_away else ())]))


# What is said


def says(posting: Posting, facts: Facts) -> Message | Skip | Later:
    """What a posting about questions says."""
    return _SAYS[posting.kind](posting, facts)


def _news(posting: Posting, facts: Facts) -> Message | Skip:
    """What happened, unless it was overtaken, or is no longer for this person to read."""
    id_, nth = map(int, posting.subject.split("/"))
    asked, member = questions.one(facts.read(), facts.conference, id_), facts.member(posting.to)
    if asked is None or member is None or not asked.may_be_read_by(member):
        return NOT_LISTED
    told = shown(facts.read(), facts.catalogue, asked)
    event = told.events[nth - 1]
    if _is_over(event, told):
        return DECIDED
    return said.news(told, event, offered(asked, member), secretariat=event.what in TO_THE_SECRETARIAT)


def _owed(posting: Posting, facts: Facts) -> Message | Skip:
    """All that the person owes an answer for, if the time of any of it has come since they were told last."""
    member = facts.member(posting.to)
    if member is None:
        return NOT_LISTED
    due = postings.due_now(facts.read(), facts.conference, OWED, posting.to, facts.now())
    if any(planned_at(each) > planned_at(posting) for each in due):
        return GATHERED
    waiting = [each for each in questions.open_ones(facts.read(), facts.conference) if owes(member, each, facts)]
    if not waiting:
        return ANSWERED
    if not any(_comes_up(each, posting.to, facts) for each in waiting):
        return NOT_PLANNED
    is_secretariat = member.role is Role.SECRETARIAT
    return said.owed(listed(facts.catalogue, waiting), facts.now(), facts.days, secretariat=is_secretariat)


def _room(posting: Posting, facts: Facts) -> Message | Skip:
    asked = questions.one(facts.read(), facts.conference, int(posting.subject))
    return said.room(Shown(asked, _body(facts.catalogue, asked), facts.catalogue.themes)) if asked else DECIDED


_SAYS: Mapping[str, Callable[[Posting, Facts], Message | Skip]] = {NEWS: _news, OWED: _owed, SHARED: _room}
KINDS = tuple(_SAYS)


def waiting(facts: Facts) -> str:
    """What the morning's digest says of questions; empty where none is open."""
    every = questions.open_ones(facts.read(), facts.conference)
    ours = [each for each in every if each.state is State.OPEN]
    oldest = min((each.asked_at for each in ours), default=facts.now())
    states = Counter(each.state for each in every)
    return said.waiting(len(ours), oldest, states, facts.now(), facts.days) if every else ""


def for_home(member: Member, facts: Facts) -> list[Block]:
    """The person's open questions, for their Home: of the secretariat all, of a member their own."""
    every = questions.open_ones(facts.read(), facts.conference)
    is_secretariat = member.role is Role.SECRETARIAT
    theirs = [each for each in every if is_secretariat or each.municipality in member.municipalities]
    shown = listed(facts.catalogue, theirs[: said.MOST_AT_HOME])
    return said.at_home(shown, len(theirs), facts.now(), facts.days, secretariat=is_secretariat)


def owes(member: Member, question: Question, facts: Facts) -> bool:
    """Whether it waits for this person: the secretariat, or a municipality that was asked back and is not paused."""
    if question.state is State.OPEN:
        return member.role is Role.SECRETARIAT
    theirs = question.municipality in member.municipalities and question.municipality not in facts.paused()
    return question.state is State.ASKED_BACK and theirs


def _comes_up(question: Question, user: str, facts: Facts) -> bool:
    since = postings.last_sent(facts.read(), facts.conference, OWED, user)
    come = reminders(question, facts.choices().plan.at, facts.days, facts.now())
    return any(since is None or at > since for at in come)


def _is_over(event: Event, now: Shown) -> bool:
    """Whether something was said since that makes it needless."""
    state = now.question.state
    if event.what in TO_THE_SECRETARIAT:
        return state not in {State.OPEN, State.WITH_STATE}
    last = next(each for each in reversed(now.events) if each.what is event.what)
    waits = {What.ASKED_BACK: State.ASKED_BACK, What.PASSED: State.WITH_STATE}
    return event != last or state is not waits.get(event.what, state)


def _body(catalogue: Catalogue, question: Question) -> Municipality:
    return next(body for body in catalogue.municipalities if body.code == question.municipality)
