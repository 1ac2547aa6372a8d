"""Who has not answered: every open round and deadline, or one of them. No statement for each municipality."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from domain.deadline import Deadline
from domain.model import Municipality
from domain.round import Round
from domain.unreported import Matter, of_deadline, of_round
from storage import deadlines, rounds

Municipalities = Sequence[Municipality]


def matters(
    db: Connection, conference: str, everyone: Municipalities, current: Iterable[Deadline], now: datetime
) -> list[Matter]:
    """The open rounds, and of these deadlines those that belong to none; the nearest first."""
    asked = [_round(db, conference, each, everyone, now) for each in rounds.open_ones(db, conference)]
    alone = [each for each in current if not each.round]
    taps = deadlines.taps(db, conference, alone)
    tapped = [of_deadline(each, everyone, taps[each.id], now) for each in alone]
    return sorted([*filter(None, asked), *tapped], key=lambda each: (each.due_at, each.name))


def one(db: Connection, conference: str, name: str, everyone: Municipalities, now: datetime) -> Matter | None:
    """The one of that name, while it is open."""
    kind, _, id_ = name.partition("/")
    if kind == "round":
        asked = rounds.one(db, conference, id_)
        return _round(db, conference, asked, everyone, now) if asked and asked.is_open else None
    about = deadlines.one(db, conference, id_)
    if about is None or about.cancelled or about.rule or about.round:
        return None
    return of_deadline(about, everyone, deadlines.taps(db, conference, [about])[about.id], now)


def _round(db: Connection, conference: str, asked: Round, everyone: Municipalities, now: datetime) -> Matter | None:
    """Four statements; None while it has no deadline."""
    due = deadlines.of_round(db, conference, asked.id)
    return of_round(asked, everyone, rounds.known(db, conference, asked.id), due, now) if due else None
