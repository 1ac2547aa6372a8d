"""Postings: written in the transaction that causes them, claimed by one process, and marked with what became of them.

Two clocks: a posting is due by the conference's (`now`), tried again and leased by the real one (`real`, Unix seconds).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import SQLModel

from domain.posting import Claim, Kept, Posting, State
from storage.columns import moment, seconds
from storage.dialect import insert
from storage.tables import PostingRow

_posting: Any = SQLModel.metadata.tables["posting"].c
AT_ONCE = 500  # rows of one INSERT: SQLite takes 32,766 values
_OPEN = (State.SENDING.value, State.UNCERTAIN.value)
_CLAIMED = (
    _posting.key,
    _posting.kind,
    _posting.to,
    _posting.subject,
    _posting.due_at,
    _posting.state,
    _posting.epoch,
    _posting.attempts,
    _posting.first_send_at,
    _posting.room,
)
_KEPT = (*_CLAIMED[:6], _posting.reason, _posting.attempts, _posting.room, _posting.ts, _posting.text)
_MINE = _posting.conference == bindparam("conference")
_BUSY = select(_posting.to).where(
    _MINE,
    _posting.state.in_((State.SENDING.value, State.PENDING.value)),
    _posting.next_try_at > bindparam("real"),
)  # rooms in which something is being sent, or that asked to be left alone
_DUE = (
    select(*_CLAIMED)
    .where(
        _MINE,
        _posting.state == State.PENDING.value,
        _posting.due_at <= bindparam("now"),
        _posting.to.not_in(_BUSY),
    )
    .order_by(_posting.due_at, _posting.key)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_IN_DOUBT = (
    select(*_CLAIMED)
    .where(
        _MINE,
        _posting.state.in_(_OPEN),
        _posting.next_try_at <= bindparam("real"),
        _posting.to.not_in(_BUSY),
    )
    .order_by(_posting.next_try_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(PostingRow)
    .where(
        _posting.conference == bindparam("here"),
        _posting.key == bindparam("its_key"),
        _posting.epoch == bindparam("its_epoch"),
    )
    .values(
        state=State.SENDING.value,
        epoch=_posting.epoch + 1,
        attempts=_posting.attempts + 1,
        next_try_at=bindparam("until"),
    )
)


def add(db: Connection, conference: str, postings: Iterable[Posting]) -> int:
    """Keep those whose key is not there yet; return how many were new. In the caller's transaction."""
    rows = [
        {
            "conference": conference,
            "key": p.key,
            "kind": p.kind,
            "to": p.to,
            "subject": p.subject,
            "due_at": seconds(p.due_at),
            "state": State.PENDING.value,
            "reason": "",
            "next_try_at": 0,
            "epoch": 0,
            "attempts": 0,
        }
        for p in postings
    ]
    new = 0
    for start in range(0, len(rows), AT_ONCE):
        keeping = insert(db, PostingRow).values(rows[start : start + AT_ONCE]).on_conflict_do_nothing()
        new += len(db.execute(keeping.returning(_posting.key)).all())
    return new


def claim(db: Connection, conference: str, *, now: datetime, real: float, lease: float, most: int) -> list[Claim]:
    """Claim what is due, at most one posting for each room, those in doubt first. In a write transaction of its own."""
    asked = {"conference": conference, "now": seconds(now), "real": real, "most": most}
    rows = [*db.execute(_IN_DOUBT, asked), *db.execute(_DUE, asked)]
    return [_taken(db, conference, row, real + lease) for row in _one_a_room(rows)[:most]]


def mark_sent(db: Connection, conference: str, claimed: Claim, *, room: str, ts: str) -> bool:
    """It is in the room. False if the lease was lost meanwhile."""
    return _record(db, conference, claimed, state=State.SENT.value, room=room, ts=ts, reason="")


def mark_uncertain(db: Connection, conference: str, claimed: Claim, *, until: float, reason: str) -> bool:
    """Nobody knows whether it is in the room; look after it has settled."""
    return _record(db, conference, claimed, state=State.UNCERTAIN.value, next_try_at=until, reason=reason)


def put_back(db: Connection, conference: str, claimed: Claim, *, until: float, reason: str) -> bool:
    """It was not taken: try again from `until` on. One in doubt stays in doubt."""
    state = State.UNCERTAIN if claimed.in_doubt else State.PENDING
    return _record(db, conference, claimed, state=state.value, next_try_at=until, reason=reason)


def mark_skipped(db: Connection, conference: str, claimed: Claim, reason: str) -> bool:
    """Nothing is left to say."""
    return _record(db, conference, claimed, state=State.SKIPPED.value, reason=reason)


def mark_dead(db: Connection, conference: str, claimed: Claim, reason: str) -> bool:
    """It will not heal by itself: a person has to see to it."""
    return _record(db, conference, claimed, state=State.DEAD.value, reason=reason)


def postpone(db: Connection, conference: str, claimed: Claim, due_at: datetime) -> bool:
    """It comes at a time at which nobody is disturbed: say it later."""
    moved = {"due_at": seconds(due_at), "next_try_at": 0}
    return _record(db, conference, claimed, state=State.PENDING.value, **moved)


def begin_sending(db: Connection, conference: str, claimed: Claim, *, room: str, text: str, now: datetime) -> bool:
    """Note where and what is about to be sent, before it is: from this moment on it may be in the room."""
    first = func.coalesce(_posting.first_send_at, now.timestamp())
    return _record(db, conference, claimed, room=room, text=text, first_send_at=first)


def next_due(db: Connection, conference: str, now: datetime) -> datetime | None:
    """When the next posting is due, by the conference's clock."""
    asked = select(func.min(_posting.due_at)).where(
        _posting.conference == conference,
        _posting.state == State.PENDING.value,
        _posting.due_at > seconds(now),
    )
    found = db.execute(asked).scalar()
    return None if found is None else moment(found)


def next_due_besides(db: Connection, conference: str, now: datetime, kinds: Iterable[str]) -> datetime | None:
    """When the next posting is due that is of none of these kinds."""
    asked = select(func.min(_posting.due_at)).where(
        _posting.conference == conference,
        _posting.state == State.PENDING.value,
        _posting.due_at > seconds(now),
        _posting.kind.not_in(list(kinds)),
    )
    found = db.execute(asked).scalar()
    return None if found is None else moment(found)


def unfinished(db: Connection, conference: str, now: datetime) -> int:
    """How many postings are due but not yet said, or perhaps said."""
    waiting = _posting.state.in_((State.PENDING.value, *_OPEN)) & (_posting.due_at <= seconds(now))
    asked = select(func.count()).where(_posting.conference == conference, waiting)
    return int(db.execute(asked).scalar_one())


def last_sent(db: Connection, conference: str, kind: str, to: str) -> datetime | None:
    """When the last posting of a kind that reached them was due."""
    asked = select(func.max(_posting.due_at)).where(
        _posting.conference == conference,
        _posting.kind == kind,
        _posting.to == to,
        _posting.state == State.SENT.value,
    )
    found = db.execute(asked).scalar()
    return None if found is None else moment(found)


def newer_due(db: Connection, conference: str, posting: Posting, now: datetime) -> bool:
    """Whether a later posting of the same kind to the same person is due already: it will say all of it."""
    asked = select(_posting.key).where(
        _posting.conference == conference,
        _posting.kind == posting.kind,
        _posting.to == posting.to,
        _posting.state.in_((State.PENDING.value, *_OPEN)),
        _posting.due_at > seconds(posting.due_at),
        _posting.due_at <= seconds(now),
    )
    return db.execute(asked.limit(1)).first() is not None


def one(db: Connection, conference: str, key: str) -> Kept | None:
    """The posting of that key with what became of it."""
    asked = select(*_KEPT).where(_posting.conference == conference, _posting.key == key)
    row = db.execute(asked).one_or_none()
    return _kept(row) if row else None


def of(db: Connection, conference: str, *, states: Sequence[State] = ()) -> list[Kept]:
    """The postings in these states, the earliest first; without states all."""
    wanted = _posting.state.in_([state.value for state in states or State])
    asked = select(*_KEPT).where(_posting.conference == conference, wanted).order_by(_posting.due_at, _posting.key)
    return [_kept(row) for row in db.execute(asked)]


def _kept(row: Any) -> Kept:
    return Kept(_value(row), State(row.state), *row[6:])


def _one_a_room(rows: Iterable[Any]) -> list[Any]:
    """The first row of each room, so that what is said there keeps its order."""
    first: dict[str, Any] = {}
    for row in rows:
        first.setdefault(row.to, row)
    return list(first.values())


def _taken(db: Connection, conference: str, row: Any, until: float) -> Claim:
    db.execute(_TAKE, {"here": conference, "its_key": row.key, "its_epoch": row.epoch, "until": until})
    in_doubt = row.state != State.PENDING.value and row.first_send_at is not None
    return Claim(_value(row), row.epoch + 1, row.attempts + 1, in_doubt, row.first_send_at, row.room)


def _record(db: Connection, conference: str, claimed: Claim, **values: Any) -> bool:
    """Write it while the claim holds; a lost lease leaves the row to whoever has it now."""
    held = (
        _posting.conference == conference,
        _posting.key == claimed.posting.key,
        _posting.epoch == claimed.epoch,
        _posting.state == State.SENDING.value,
    )
    return db.execute(update(PostingRow).where(*held).values(**values)).rowcount == 1


def _value(row: Any) -> Posting:
    return Posting(row.key, row.kind, row.to, row.subject, moment(row.due_at))
