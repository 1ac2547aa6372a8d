"""Which postings a deadline or a day causes, with keys that read aloud."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from domain.calendar import TOKYO
from domain.choices import IN_CHARGE, Choices
from domain.dates.opendays import OpenDays
from domain.deadline import Deadline
from domain.model import Municipality
from domain.plan import ahead, for_the_room
from domain.posting import Posting
from domain.round import Round, What

REMINDER, SNOOZE, RESUME, COUNTS, NEWS = "reminder", "snooze", "resume", "counts", "news"
DIGEST, FAILED, NUDGE = "digest", "failed", "nudge"
BOARD, ASKED, CHANGED, BEGUN = "board", "asked", "changed", "begun"
HAPPENED = frozenset(what.value for what in What)
"""What happened to a municipality in a round is told under its own name: returned/online-2022-09/352039/1/U0352039."""

Responsible = Mapping[str, Mapping[str, int]]
"""Who answers for a municipality and on which rung, by its code."""


def postings(
    deadline: Deadline,
    municipalities: Iterable[Municipality],
    responsible: Responsible,
    choices: Choices,
    days: OpenDays,
    now: datetime,
) -> list[Posting]:
    """Every posting still to come for a deadline. The same person at the same moment has one key, whatever is due."""
    every = moments(deadline, municipalities, responsible, choices, days, now)
    return [reminder(user, at) for at, users in every for user in users]


def moments(
    deadline: Deadline,
    municipalities: Iterable[Municipality],
    responsible: Responsible,
    choices: Choices,
    days: OpenDays,
    now: datetime,
) -> list[tuple[datetime, list[str]]]:
    """When it is still to be brought to mind, and whom."""
    on: dict[int, dict[str, None]] = {}
    for body in deadline.targets(municipalities):
        for user, rung in responsible.get(body.code, {}).items():
            on.setdefault(rung, {})[user] = None
    return [
        (at.at, list(dict.fromkeys(user for rung in on if choices.reaches(rung, at.lead) for user in on[rung])))
        for at in ahead(deadline.due_at, choices.plan, days, now)
    ]


def to_the_room(deadline: Deadline, room: str, choices: Choices, days: OpenDays, now: datetime) -> list[Posting]:
    """What the room hears of it on its day and the day after; deadlines of one day share it."""
    moments = [each.at for each in for_the_room(deadline.due_at, choices.plan, days)]
    return [counts(room, at) for at in moments if room and at > now]


def reminder(user: str, at: datetime) -> Posting:
    """What a person is reminded of at a moment: reminder/2022-10-17T09:00/U0352039."""
    return _at_a_moment(REMINDER, user, at)


def unknown(at: datetime, users: Iterable[str], known: AbstractSet[str]) -> list[Posting]:
    """The reminders of these people at a moment whose keys are not known."""
    before = f"{REMINDER}/{at.astimezone(TOKYO):%Y-%m-%dT%H:%M}/"
    return [reminder(user, at) for user in users if before + user not in known]


def snooze(user: str, at: datetime) -> Posting:
    """What a person asked to be told again: snooze/2022-10-18T08:30/U0352039."""
    return _at_a_moment(SNOOZE, user, at)


def resume(user: str, at: datetime) -> Posting:
    """What a person missed while their municipality was paused: resume/2022-10-20T08:30/U0352039."""
    return _at_a_moment(RESUME, user, at)


def counts(room: str, at: datetime) -> Posting:
    """How many have answered what is due that day: counts/2022-10-31T09:00/C0CONFERENCE."""
    return _at_a_moment(COUNTS, room, at)


def news(deadline: Deadline, room: str, what: str, at: datetime) -> Posting:
    """What the room is told of a deadline at once: news/deadline/1/moved/2."""
    return Posting(f"{NEWS}/deadline/{deadline.id}/{what}", NEWS, room, f"deadline/{deadline.id}", at)


def nudge(matter: str, once: str, user: str, at: datetime) -> Posting:
    """What the secretariat asks a person to look at once more: nudge/round/online-2022-10/8c1f/U0352039."""
    return Posting(f"{NUDGE}/{matter}/{once}/{user}", NUDGE, user, matter, at)


def digest(user: str, day: date, at: datetime) -> Posting:
    """What the secretariat reads in the morning: digest/2022-10-17/U0SECRETARY."""
    return Posting(f"{DIGEST}/{day.isoformat()}/{user}", DIGEST, user, day.isoformat(), at)


def failed(lost: Posting, users: Sequence[str], now: datetime) -> list[Posting]:
    """That a posting could not be said: failed/<its key>/<when it was tried>/U0SECRETARY. A new try has a new key."""
    tried = f"{lost.due_at.astimezone(TOKYO):%Y-%m-%dT%H:%M:%S}"
    return [Posting(f"{FAILED}/{lost.key}/{tried}/{user}", FAILED, user, lost.key, now) for user in users]


def opening(
    asked: Round, room: str, municipalities: Iterable[Municipality], responsible: Responsible, now: datetime
) -> list[Posting]:
    """What is said of a round at once: its board in the room, and one message to each person in charge."""
    people = in_charge([body.code for body in asked.targets(municipalities)], responsible)
    to_people = [Posting(f"{ASKED}/{asked.id}/{user}", ASKED, user, asked.id, now) for user in people]
    return [*([board(asked, room, now)] if room else []), *to_people]


def board(asked: Round, room: str, now: datetime) -> Posting:
    """The one message of a round in the room, which is changed in place: board/online-2022-09. It comes first."""
    return Posting(f"{BOARD}/{asked.id}", BOARD, room, asked.id, now - timedelta(seconds=1))


def happened(asked: Round, code: str, what: What, nth: int, users: Iterable[str], now: datetime) -> list[Posting]:
    """What is told of the nth thing that happened there, to each of these."""
    about = f"{asked.id}/{code}/{nth}"
    return [Posting(f"{what.value}/{about}/{user}", what.value, user, about, now) for user in users]


def changed(asked: Round, nth: int, users: Iterable[str], now: datetime) -> list[Posting]:
    """That the deadline of all was moved the nth time: changed/online-2022-09/1/U0352039."""
    return [Posting(f"{CHANGED}/{asked.id}/{nth}/{user}", CHANGED, user, asked.id, now) for user in users]


def begun(asked: Round, users: Iterable[str], now: datetime) -> list[Posting]:
    """That a round opened by itself, for the secretariat: begun/online-2022-09/U0SECRETARY."""
    return [Posting(f"{BEGUN}/{asked.id}/{user}", BEGUN, user, asked.id, now) for user in users]


def in_charge(codes: Iterable[str], responsible: Responsible) -> list[str]:
    """The people in charge of these municipalities, each once."""
    answering = [responsible.get(code, {}) for code in codes]
    return list(dict.fromkeys(user for of_one in answering for user, rung in of_one.items() if rung == IN_CHARGE))


def planned_at(posting: Posting) -> datetime:
    """The moment that stands in the key: a posting put off is due later than it was planned."""
    return datetime.fromisoformat(posting.key.split("/")[1]).replace(tzinfo=TOKYO)


def _at_a_moment(kind: str, to: str, at: datetime) -> Posting:
    return Posting(f"{kind}/{at.astimezone(TOKYO):%Y-%m-%dT%H:%M}/{to}", kind, to, to, at)
