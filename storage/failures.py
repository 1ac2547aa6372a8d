"""Postings that cannot be said without a person: refused for good, or in doubt in a room that cannot be read."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update
from sqlmodel import SQLModel

from domain.posting import Kept, Posting, State
from storage.columns import seconds
from storage.postings import KEPT, kept
from storage.tables import PostingRow

PATIENCE = timedelta(minutes=30)
TRIES = 12  # by then a posting in doubt has been looked for in vain for at least as long
ALERT = "failed"  # of a kind that is itself such news nothing is told: it would never end
MOST = 200

_posting: Any = SQLModel.metadata.tables["posting"].c
_DEAD = _posting.state == State.DEAD.value
_UNREAD = _posting.reason.startswith("history: ")
_LOOKED_FOR = (State.UNCERTAIN.value, State.SENDING.value)  # while its room is looked at once more it is being sent
_WAITING = and_(_posting.kind != ALERT, or_(_DEAD, and_(_UNREAD, _posting.state.in_(_LOOKED_FOR))))
_FREE = and_(_posting.kind != ALERT, or_(_DEAD, and_(_UNREAD, _posting.state == State.UNCERTAIN.value)))


def needing_help(db: Connection, conference: str, now: datetime) -> list[Posting]:
    """Those that are refused for good, or have been in doubt for too long, the earliest first."""
    tired = or_(_posting.attempts >= TRIES, _posting.first_send_at <= (now - PATIENCE).timestamp())
    mine = (_posting.conference == conference, _WAITING, or_(_DEAD, tired))
    rows = db.execute(select(*KEPT).where(*mine).order_by(_posting.due_at, _posting.key).limit(MOST))
    return [kept(row).posting for row in rows]


def waiting(db: Connection, conference: str) -> list[Kept]:
    """All that wait for a person's decision, the earliest first."""
    asked = select(*KEPT).where(_posting.conference == conference, _WAITING)
    return [kept(row) for row in db.execute(asked.order_by(_posting.due_at, _posting.key).limit(MOST))]


def told_with(db: Connection, conference: str, alert: Posting) -> list[Kept]:
    """What was found together with what this alert is about, as far as it still waits."""
    same = (_posting.conference == conference, _posting.kind == ALERT, _posting.to == alert.to)
    asked = select(_posting.subject).where(*same, _posting.due_at == seconds(alert.due_at))
    subjects = set(db.execute(asked).scalars())
    return [each for each in waiting(db, conference) if each.posting.key in subjects]


def revive(db: Connection, conference: str, key: str, now: datetime) -> bool:
    """A person wants it said: it is due now, and said without looking. False where it no longer waits for that."""
    fresh = {"state": State.PENDING.value, "due_at": seconds(now), "next_try_at": 0, "attempts": 0, "reason": ""}
    return db.execute(_of(conference, key).values(first_send_at=None, **fresh)).rowcount == 1


def leave(db: Connection, conference: str, key: str, reason: str) -> bool:
    """A person does not want it said any more. False where it no longer waits for that."""
    return db.execute(_of(conference, key).values(state=State.SKIPPED.value, reason=reason)).rowcount == 1


def retime(db: Connection, conference: str, posting: Posting) -> None:
    """What still waits under this key is due at another moment."""
    mine = (_posting.conference == conference, _posting.key == posting.key)
    waits = (_posting.state == State.PENDING.value, _posting.due_at != seconds(posting.due_at))
    db.execute(update(PostingRow).where(*mine, *waits).values(due_at=seconds(posting.due_at)))


def _of(conference: str, key: str) -> Any:
    return update(PostingRow).where(_posting.conference == conference, _posting.key == key, _FREE)
