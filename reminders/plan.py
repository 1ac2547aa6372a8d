"""Which postings a deadline causes: one for each person responsible at each occasion, with keys that read aloud."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.deadline import Deadline
from domain.model import Municipality
from domain.plan import Plan, ahead
from domain.posting import Posting

REMINDER, SNOOZE, NEWS = "reminder", "snooze", "news"

Responsible = Mapping[str, Sequence[str]]
"""The accounts that answer for a municipality, by its code."""


def postings(
    deadline: Deadline,
    municipalities: Iterable[Municipality],
    responsible: Responsible,
    plan: Plan,
    days: OpenDays,
    now: datetime,
) -> list[Posting]:
    """Every posting still to come for a deadline. The same person at the same moment has one key, whatever is due."""
    people = dict.fromkeys(user for body in deadline.targets(municipalities) for user in responsible.get(body.code, ()))
    coming = ahead(deadline.due_at, plan, days, now)
    return [reminder(user, occasion.at) for occasion in coming for user in people]


def reminder(user: str, at: datetime) -> Posting:
    """What a person is reminded of at a moment: reminder/2022-10-17T09:00/U0352039."""
    return Posting(f"{REMINDER}/{_moment(at)}/{user}", REMINDER, user, user, at)


def snooze(user: str, at: datetime) -> Posting:
    """What a person asked to be told again: snooze/2022-10-18T08:30/U0352039."""
    return Posting(f"{SNOOZE}/{_moment(at)}/{user}", SNOOZE, user, user, at)


def news(deadline: Deadline, room: str, what: str, at: datetime) -> Posting:
    """What the room is told of a deadline at once: news/deadline/1/moved/2."""
    return Posting(f"{NEWS}/deadline/{deadline.id}/{what}", NEWS, room, f"deadline/{deadline.id}", at)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(TOKYO):%Y-%m-%dT%H:%M}"
