"""Questions (相談): asked by a municipality, answered by the secretariat, passed to the state, shared with all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from math import sqrt
from typing import TypeVar

from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.forms import Theme
from domain.lookup import key
from domain.model import Member, Role

LONGEST = 3_000
OTHER = "other"
"""その他DX: what is asked of none of the themes."""
_ITSELF = "support"  # the theme of the papers' figures about questions is no kind of question


class Seen(StrEnum):
    """だれが見られるか: all municipalities, or its own and the secretariat."""

    ALL = "all"
    OWN = "own"


class State(StrEnum):
    """状態: whose turn it is, or how it ended."""

    OPEN = "open"
    ASKED_BACK = "asked_back"
    WITH_STATE = "with_state"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class What(StrEnum):
    """経過: what can happen to a question."""

    ASKED = "asked"
    ANSWERED = "answered"
    AMENDED = "amended"
    ASKED_BACK = "asked_back"
    PASSED = "passed"
    STATE_ANSWERED = "state_answered"
    SHARED = "shared"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


OPEN_STATES = (State.OPEN, State.ASKED_BACK, State.WITH_STATE)
ANSWERS = (What.ANSWERED, What.STATE_ANSWERED)
THE_SECRETARIATS = frozenset({What.ANSWERED, What.ASKED_BACK, What.PASSED, What.STATE_ANSWERED, What.SHARED})
"""What only the secretariat does; the rest is for the municipality that asked, and for the secretariat in its place."""

_LEADS_TO: Mapping[tuple[State, What], State] = {
    (State.OPEN, What.ANSWERED): State.ANSWERED,
    (State.OPEN, What.ASKED_BACK): State.ASKED_BACK,
    (State.OPEN, What.PASSED): State.WITH_STATE,
    (State.OPEN, What.AMENDED): State.OPEN,
    (State.OPEN, What.WITHDRAWN): State.WITHDRAWN,
    (State.ASKED_BACK, What.AMENDED): State.OPEN,
    (State.ASKED_BACK, What.ANSWERED): State.ANSWERED,
    (State.ASKED_BACK, What.PASSED): State.WITH_STATE,
    (State.ASKED_BACK, What.WITHDRAWN): State.WITHDRAWN,
    (State.WITH_STATE, What.STATE_ANSWERED): State.ANSWERED,
    (State.WITH_STATE, What.ANSWERED): State.ANSWERED,
    (State.WITH_STATE, What.ASKED_BACK): State.ASKED_BACK,
    (State.WITH_STATE, What.AMENDED): State.WITH_STATE,
    (State.WITH_STATE, What.WITHDRAWN): State.WITHDRAWN,
    (State.ANSWERED, What.ANSWERED): State.ANSWERED,
    (State.ANSWERED, What.PASSED): State.WITH_STATE,
    (State.ANSWERED, What.SHARED): State.ANSWERED,
    (State.ANSWERED, What.REOPENED): State.OPEN,
    (State.ANSWERED, What.CLOSED): State.CLOSED,
    (State.CLOSED, What.SHARED): State.CLOSED,
    (State.CLOSED, What.REOPENED): State.OPEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """相談: what a municipality asks, and how it stands.

    `kind` is a theme's id or OTHER; `since` when it came to its state; `version` grows with everything that happens.
    `proxy` says that the secretariat wrote it down for the municipality.
    """

    id: int = 0
    municipality: str
    kind: str
    text: str
    seen: Seen
    asked_by: str
    asked_at: datetime
    proxy: bool = False
    state: State = State.OPEN
    since: datetime
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def may_be_read_by(self, member: Member) -> bool:
        """Its own municipality and the secretariat read it; all do what is theirs to see and was not withdrawn."""
        if member.role is Role.SECRETARIAT or self.municipality in member.municipalities:
            return True
        return self.seen is Seen.ALL and self.state is not State.WITHDRAWN

    def may_be_told_by(self, member: Member, what: What) -> bool:
        """Whether this member may do that to it."""
        if member.role is Role.SECRETARIAT:
            return True
        return what not in THE_SECRETARIATS and self.municipality in member.municipalities


@dataclass(frozen=True, slots=True)
class Event:
    """経過の1つ: who did what and when, with what words; passed to the state, under which number and on which day."""

    what: What
    by: str
    at: datetime
    words: str = ""
    number: str = ""
    day: date | None = None

    def says_the_same(self, other: "Event") -> bool:
        """Whether it is the same act once more: the same form, sent twice."""
        return (self.what, self.by, self.words, self.number) == (other.what, other.by, other.words, other.number)


def after(question: Question, what: What) -> State | None:
    """How the question stands after that; None where it cannot happen now."""
    return _LEADS_TO.get((question.state, what))


def stands(question: Question, event: Event) -> Question | None:
    """The question as it stands after that event; None where it cannot happen now."""
    state = after(question, event.what)
    if state is None:
        return None
    since = question.since if state is question.state else event.at
    seen = Seen.ALL if event.what is What.SHARED else question.seen
    return replace(question, state=state, seen=seen, since=since, version=question.version + 1)


def possible(question: Question, member: Member) -> list[What]:
    """What this member can do to it now."""
    return [what for what in What if after(question, what) and question.may_be_told_by(member, what)]


def offered(question: Question, member: Member) -> list[What]:
    """Of that what is offered: what is the municipality's to do, to the secretariat only where it wrote it down."""
    stands_in = question.proxy or question.municipality in member.municipalities
    return [what for what in possible(question, member) if stands_in or what in THE_SECRETARIATS]


def kinds(themes: Iterable[Theme]) -> list[str]:
    """The kinds of questions: the themes, and what is none of them."""
    return [*(theme.id for theme in themes if theme.id != _ITSELF), OTHER]


def answer(events: Sequence[Event]) -> Event | None:
    """The newest answer, the secretariat's or the state's."""
    return next((each for each in reversed(events) if each.what in ANSWERS), None)


def shared(events: Iterable[Event]) -> bool:
    """Whether all have been told of its answer."""
    return any(each.what is What.SHARED for each in events)


# When whoever owes an answer is reminded

FIRST, THEN = 3, 5  # working days


def next_reminder(question: Question, at: time, days: OpenDays, now: datetime) -> datetime:
    """The first moment still to come at which whoever owes an answer is reminded of it."""
    return next(moment for moment in _moments(question, at, days) if moment > now)


def reminders(question: Question, at: time, days: OpenDays, now: datetime) -> list[datetime]:
    """The moments of its reminders that have come."""
    return list(takewhile(lambda moment: moment <= now, _moments(question, at, days)))


def _moments(question: Question, at: time, days: OpenDays) -> Iterator[datetime]:
    day = days.ahead(question.since.astimezone(TOKYO).date(), FIRST)
    while True:
        yield datetime.combine(day, at, TOKYO)
        day = days.ahead(day, THEN)


# Likeness


ALIKE = 0.25
_COMPARED = 600  # characters: a question says early what it is about
_POLITE = re.compile(
    "お世話になっております|よろしくお願い(いた)?します|教えて(ください|頂きたい|いただきたい)|について|でしょうか"
    "|したいと考えています|お願い(いた)?します|ありますか|ですか|ますか|ください|したい|です|ます"
)
Thing = TypeVar("Thing")


def alike(text: str, others: Iterable[tuple[Thing, str]], most: int = 3) -> list[Thing]:
    """The things whose text is most like this one, the likest first; none that is not alike at all.

    Purely lexical – the pairs of neighbouring letters that both have, as a cosine. Japanese is written without blanks,
    so pairs are its nearest thing to words, and they find 標準準拠システム in 標準準拠. It needs no dictionary, no
    model and no service outside, where what a municipality asks must never go; and anybody can see why two are alike.
    """
    mine = _pairs(text)
    scored = [(_cosine(mine, _pairs(other)), thing) for thing, other in others]
    best = sorted((each for each in scored if each[0] >= ALIKE), key=lambda each: -each[0])
    return [thing for _, thing in best[:most]]


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return _cosine(_pairs(one), _pairs(other))


@lru_cache(maxsize=5_000)
def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters, in the form in which names are compared, without what politeness adds."""
    plain = re.sub(r"[、。，．？！?!「」（）()]+", "", key(_POLITE.sub("", text[:_COMPARED])))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _cosine(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0
