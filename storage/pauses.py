"""Pauses of municipalities: append-only, the last one of each counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import SQLModel

from domain.pause import Pause
from storage.columns import moment, seconds
from storage.dialect import insert
from storage.tables import PauseRow

_pause: Any = SQLModel.metadata.tables["pause"].c
_EVERY = (
    select(_pause.body, _pause.since, _pause.until, _pause.reason, _pause.by)
    .where(_pause.conference == bindparam("conference"))
    .order_by(_pause.nth)
)


def last(db: Connection, conference: str) -> dict[str, Pause]:
    """The last pause of each municipality that ever had one, over or not, by its code."""
    return {row.body: _value(row) for row in db.execute(_EVERY, {"conference": conference})}


def every(db: Connection, conference: str) -> dict[str, list[Pause]]:
    """All pauses of each municipality that ever had one, each as it was in the end, by its code."""
    found: dict[str, dict[datetime, Pause]] = {}
    for pause in (_value(row) for row in db.execute(_EVERY, {"conference": conference})):
        found.setdefault(pause.body, {})[pause.since] = pause
    return {body: list(by_since.values()) for body, by_since in found.items()}


def holding(db: Connection, conference: str, now: datetime) -> dict[str, Pause]:
    """The pauses that hold now, by the municipality's code."""
    return {code: pause for code, pause in last(db, conference).items() if pause.holds(now)}


def keep(db: Connection, conference: str, pause: Pause, at: datetime) -> None:
    """From now on this one counts for its municipality. In the caller's transaction."""
    counted = select(func.count()).where(_pause.conference == conference, _pause.body == pause.body)
    row = {
        "conference": conference,
        "body": pause.body,
        "nth": int(db.execute(counted).scalar_one()) + 1,
        "since": seconds(pause.since),
        "until": seconds(pause.until) if pause.until else None,
        "reason": pause.reason,
        "by": pause.by,
        "at": seconds(at),
    }
    db.execute(insert(db, PauseRow).values(row))


def _value(row: Any) -> Pause:
    return Pause(row.body, moment(row.since), None if row.until is None else moment(row.until), row.reason, row.by)
