"""Successions (異動): who takes over from whom on which day, until that day has come."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlmodel import SQLModel

from storage.columns import seconds
from storage.dialect import insert
from storage.tables import SuccessionRow

_succession: Any = SQLModel.metadata.tables["succession"].c
_VALUE = (_succession.old, _succession.nth, _succession.new, _succession.day, _succession.by)
PLANNED, DONE, DROPPED = "planned", "done", "dropped"


@dataclass(frozen=True, slots=True)
class Succession:
    """異動: `new` takes over from `old` on a day."""

    old: str
    nth: int
    new: str
    day: date
    by: str


def plan(db: Connection, conference: str, pair: tuple[str, str], day: date, by: str, at: datetime) -> Succession:
    """Keep it; another one of the same person that was still to come no longer counts."""
    old, new = pair
    settle(db, conference, old, DROPPED)
    counted = select(func.count()).where(_succession.conference == conference, _succession.old == old)
    kept = Succession(old, int(db.execute(counted).scalar_one()) + 1, new, day, by)
    row = {"conference": conference, "old": old, "nth": kept.nth, "new": new, "day": day, "by": by}
    db.execute(insert(db, SuccessionRow).values({**row, "at": seconds(at), "state": PLANNED}))
    return kept


def due(db: Connection, conference: str, today: date) -> list[Succession]:
    """Those whose day has come."""
    return [each for each in planned(db, conference) if each.day <= today]


def planned(db: Connection, conference: str) -> list[Succession]:
    """Those that are still to come or are due, the earliest first."""
    mine = (_succession.conference == conference, _succession.state == PLANNED)
    asked = select(*_VALUE).where(*mine).order_by(_succession.day, _succession.old)
    return [Succession(*row) for row in db.execute(asked)]


def settle(db: Connection, conference: str, old: str, state: str) -> bool:
    """What became of the one that was planned; False where none was."""
    mine = (_succession.conference == conference, _succession.old == old, _succession.state == PLANNED)
    return db.execute(update(SuccessionRow).where(*mine).values(state=state)).rowcount > 0
