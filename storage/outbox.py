"""How the outbox stands, for whoever watches over the bot: how much is due, since when, and what became of the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import SQLModel

from domain.posting import State
from storage.columns import seconds

_posting: Any = SQLModel.metadata.tables["posting"].c
_OPEN = (State.PENDING.value, State.SENDING.value, State.UNCERTAIN.value)
_DUE = select(func.count(), func.min(_posting.due_at)).where(
    _posting.state.in_(_OPEN), _posting.due_at <= bindparam("now")
)
_COUNTED = select(_posting.state, func.count()).group_by(_posting.state)


@dataclass(frozen=True, slots=True)
class Outbox:
    """Of all conferences together: what is due and not said, for how many seconds already, and all by their state."""

    due: int
    oldest: float
    states: dict[str, int]


def outbox(db: Connection, now: datetime) -> Outbox:
    due, since = db.execute(_DUE, {"now": seconds(now)}).one()
    counted = {row[0]: row[1] for row in db.execute(_COUNTED)}
    oldest = now.timestamp() - since if since is not None else 0.0
    return Outbox(due, oldest, {state.value: counted.get(state.value, 0) for state in State})
