"""Times of leave (不在): append-only; one that was called off does not count."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import SQLModel

from domain.leave import Leave
from storage.columns import seconds
from storage.dialect import insert
from storage.tables import LeaveRow

_leave: Any = SQLModel.metadata.tables["leave"].c
_STANDING = (_leave.conference == bindparam("here"), _leave.ended_at.is_(None))
_FROM = (
    select(_leave.user, _leave.nth, _leave.first, _leave.last)
    .where(*_STANDING, _leave.last >= bindparam("day"))
    .order_by(_leave.first, _leave.user, _leave.nth)
)


def coming(db: Connection, conference: str, day: date) -> list[Leave]:
    """Those that are not over on this day, the earliest first."""
    return [Leave(*row) for row in db.execute(_FROM, {"here": conference, "day": day})]


def away(db: Connection, conference: str, day: date) -> frozenset[str]:
    """The accounts that are away on this day."""
    return frozenset(leave.user for leave in coming(db, conference, day) if leave.holds(day))


def keep(db: Connection, conference: str, user: str, days: tuple[date, date], by: str, at: datetime) -> Leave:
    counted = select(func.count()).where(_leave.conference == conference, _leave.user == user)
    kept = Leave(user, int(db.execute(counted).scalar_one()) + 1, *days)
    row = {"conference": conference, "user": user, "nth": kept.nth, "first": kept.first, "last": kept.last}
    db.execute(insert(db, LeaveRow).values({**row, "by": by, "at": seconds(at)}))
    return kept


def end(db: Connection, conference: str, user: str, nth: int, at: datetime) -> bool:
    """It is called off; False where it was before."""
    mine = (_leave.conference == conference, _leave.user == user, _leave.nth == nth, _leave.ended_at.is_(None))
    return db.execute(update(LeaveRow).where(*mine).values(ended_at=seconds(at))).rowcount == 1
