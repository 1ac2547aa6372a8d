"""Postings: written in the transaction that causes them, claimed by one process, and marked with what became of them.

Two clocks: a posting is due by the conference's (`now`), tried again and leased by the real one (`real`, Unix seconds).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, union_all, update
from sqlmodel import SQLModel

from domain.posting import Claim, Kept, Outcome, Posting, State
from storage import pace
from storage.columns import moment, seconds
from storage.dialect import insert
from storage.tables import PostingRow

_posting: Any = SQLModel.metadata.tables["posting"].c
FAR = 3_600  # seconds: nothing waits that long for its next try
AHEAD = 1.0  # real seconds: so far ahead of its moment a posting may be claimed
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
KEPT = (
    *_CLAIMED[:6],
    _posting.reason,
    _posting.attempts,
    _posting.room,
    _posting.ts,
    _posting.text,
    _posting.first_send_at,
)
_MINE = _posting.conference == bindparam("conference")
_BUSY = union_all(
    *(
        select(_posting.to).where(_posting.state == state.value, _posting.next_try_at > bindparam(clock))
        for state, clock in ((State.SENDING, "since"), (State.PENDING, "since"), (State.SENT, "real"))
    )
)  # rooms in which something is being sent, was said a moment ago, or that asked to be left alone – by any conference
_THAT_IS_DUE = (
    select(*_CLAIMED)
    .where(
        _MINE,
        _posting.state == State.PENDING.value,
        _posting.due_at <= bindparam("now"),
        _posting.to.not_in(_BUSY),
    )
    .order_by(_posting.due_at, _posting.key)
    .limit(bindparam("most"))
)
_THAT_IS_IN_DOUBT = (
    select(*_CLAIMED)
    .where(
        _MINE,
        _posting.state.in_(_OPEN),
        _posting.next_try_at <= bindparam("since"),
        _posting.to.not_in(_BUSY),
    )
    .order_by(_posting.due_at, _posting.key)  # what is found to have been said is known to those that came later
    .limit(bindparam("most"))
)
_DUE, _IN_DOUBT = (each.with_for_update(skip_locked=True) for each in (_THAT_IS_DUE, _THAT_IS_IN_DOUBT))
_TAKE = (
    update(PostingRow)
    .where(_posting.conference == bindparam("here"), _posting.key.in_(bindparam("keys", expanding=True)))
    .values(
        state=State.SENDING.value,
        epoch=_posting.epoch + 1,
        attempts=_posting.attempts + 1,
        next_try_at=bindparam("until"),
        first_send_at=func.coalesce(_posting.first_send_at, bindparam("sending_at")),
    )
)
_HELD = (
    _posting.conference == bindparam("here"),
    _posting.key == bindparam("its_key"),
    _posting.epoch == bindparam("its_epoch"),
)
_RECORD = (
    update(PostingRow)
    .where(*_HELD, _posting.state == State.SENDING.value)
    .values(
        state=bindparam("became"),
        reason=bindparam("why"),
        next_try_at=bindparam("next_try"),
        due_at=func.coalesce(bindparam("later", type_=_posting.due_at.type), _posting.due_at),
        room=func.coalesce(bindparam("where", type_=_posting.room.type), _posting.room),
        ts=func.coalesce(bindparam("its_ts", type_=_posting.ts.type), _posting.ts),
        text=func.coalesce(bindparam("said", type_=_posting.text.type), _posting.text),
        audit_at=func.coalesce(bindparam("audit", type_=_posting.audit_at.type), _posting.audit_at),
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
    keeping = insert(db, PostingRow).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return db.execute(keeping, rows).rowcount if rows else 0


def keys(db: Connection, conference: str, kind: str, after: datetime) -> set[str]:
    """The keys of all of this kind that are due later; in one row, for they may be half a million."""
    asked = select(func.aggregate_strings(_posting.key, "\n")).where(
        _posting.conference == conference, _posting.kind == kind, _posting.due_at > seconds(after)
    )
    return set((db.execute(asked).scalar() or "").split("\n"))


@dataclass(frozen=True, slots=True)
class Asked:
    """How a claim is asked for, in real seconds: what may be tried by `since`, and how many, until when."""

    since: float
    real: float
    lease: float = 90
    most: int = 20
    between: float = 0


def claim(db: Connection, conference: str, now: datetime, asked: Asked) -> list[Claim]:
    """Claim what is due, one posting for each room, those in doubt first. In a write transaction of its own.

    Each gets its moment to be sent, `between` seconds after the one before, whichever process has that one. While
    others still have moments ahead, nothing is claimed.
    """
    start = max(pace.next_at(db), asked.real)
    if start > asked.real + AHEAD:
        return []
    clocks = {"now": seconds(now), "since": asked.since, "real": asked.real}
    when = {"conference": conference, "most": asked.most, **clocks}
    rows = _one_a_room([*db.execute(_IN_DOUBT, when), *db.execute(_DUE, when)])[: asked.most]
    if not rows:
        return []
    taken = {"here": conference, "keys": [row.key for row in rows]}
    db.execute(_TAKE, {**taken, "until": asked.real + asked.lease, "sending_at": now.timestamp()})
    pace.move(db, start + asked.between * len(rows))
    return [_claimed(row, now, start + asked.between * nth) for nth, row in enumerate(rows)]


def waits(db: Connection, conference: str, now: datetime, asked: Asked) -> bool:
    """Whether anything could be claimed, but for the pace."""
    clocks = {"now": seconds(now), "since": asked.since, "real": asked.real}
    when = {"conference": conference, "most": 1, **clocks}
    return any(db.execute(look, when).first() for look in (_THAT_IS_IN_DOUBT, _THAT_IS_DUE))


def record(db: Connection, conference: str, outcomes: Sequence[Outcome]) -> list[Claim]:
    """Write down what became of claims; return those whose lease was lost meanwhile, of which nothing is written."""
    if not outcomes:
        return []
    written = db.execute(_RECORD, [_written(conference, each) for each in outcomes]).rowcount
    return [] if written == len(outcomes) else _lost(db, conference, outcomes)


def after_a_clock_set_back(db: Connection, conference: str, real: float) -> None:
    """What would wait longer than anything does was written by a clock that ran ahead: it is tried now."""
    waits = _posting.next_try_at > real + FAR
    for state in (State.PENDING, *_OPEN, State.SENT):
        mine = _posting.conference == conference, _posting.state == State(state).value
        db.execute(update(PostingRow).where(*mine, waits).values(next_try_at=real))
    pace.after_a_clock_set_back(db, real, FAR)


def doubt(db: Connection, conference: str, now: datetime) -> int:
    """After a restore: whatever was due by now may have been said meanwhile, so it is looked for first. How many."""
    mine = _posting.conference == conference, _posting.state == State.PENDING.value, _posting.due_at <= seconds(now)
    unsure = {"state": State.UNCERTAIN.value, "first_send_at": _posting.due_at, "next_try_at": 0}
    return db.execute(update(PostingRow).where(*mine).values(**unsure)).rowcount


def next_due(db: Connection, conference: str, now: datetime, besides: Sequence[str] = ()) -> datetime | None:
    """When the next posting is due, by the conference's clock, that is of none of these kinds."""
    asked = select(func.min(_posting.due_at)).where(
        _posting.conference == conference,
        _posting.state == State.PENDING.value,
        _posting.due_at > seconds(now),
        _posting.kind.not_in(list(besides)),
    )
    found = db.execute(asked).scalar()
    return None if found is None else moment(found)


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


def told(db: Connection, conference: str, kinds: Sequence[str], to: str, since: datetime) -> list[datetime]:
    """When each posting of these kinds, due after `since`, reached them: one that was held up later than it was due."""
    asked = select(_posting.due_at, _posting.ts).where(
        _posting.conference == conference,
        _posting.kind.in_(kinds),
        _posting.to == to,
        _posting.state == State.SENT.value,
        _posting.due_at > seconds(since),
    )
    return [moment(max(row.due_at, float(row.ts or 0))) for row in db.execute(asked)]


def due_now(db: Connection, conference: str, kind: str, to: str, now: datetime) -> list[Posting]:
    """What of this kind is due for them and not said yet."""
    asked = select(*_CLAIMED).where(
        _posting.conference == conference,
        _posting.kind == kind,
        _posting.to == to,
        _posting.state.in_((State.PENDING.value, *_OPEN)),
        _posting.due_at <= seconds(now),
    )
    return [_value(row) for row in db.execute(asked)]


def planned(db: Connection, conference: str, kind: str, to: str, since: datetime) -> list[Posting]:
    """All of this kind for them that was due after `since`, whatever became of it."""
    asked = select(*_CLAIMED).where(
        _posting.conference == conference, _posting.kind == kind, _posting.to == to, _posting.due_at > seconds(since)
    )
    return [_value(row) for row in db.execute(asked)]


def said_at(db: Connection, conference: str, kind: str, to: str, ts: str) -> str | None:
    """What the message is about that stands there, where it is one of this kind that was said to them."""
    asked = select(_posting.subject).where(
        _posting.conference == conference, _posting.kind == kind, _posting.to == to, _posting.ts == ts
    )
    return db.execute(asked).scalar()


def stands(db: Connection, conference: str, to: str, ts: str) -> bool:
    """Whether it was said to them by this conference, whatever it is."""
    asked = select(_posting.key).where(_posting.conference == conference, _posting.to == to, _posting.ts == ts)
    return db.execute(asked).first() is not None


def one(db: Connection, conference: str, key: str) -> Kept | None:
    """The posting of that key with what became of it."""
    asked = select(*KEPT).where(_posting.conference == conference, _posting.key == key)
    row = db.execute(asked).one_or_none()
    return kept(row) if row else None


def of(db: Connection, conference: str, *, states: Sequence[State] = ()) -> list[Kept]:
    """The postings in these states, the earliest first; without states all."""
    wanted = _posting.state.in_([state.value for state in states or State])
    asked = select(*KEPT).where(_posting.conference == conference, wanted).order_by(_posting.due_at, _posting.key)
    return [kept(row) for row in db.execute(asked)]


def kept(row: Any) -> Kept:
    """A row of KEPT as a value."""
    said = row.reason, row.attempts, row.room, row.ts, row.text, row.first_send_at or 0
    return Kept(_value(row), State(row.state), *said)


def _one_a_room(rows: Iterable[Any]) -> list[Any]:
    """The first row of each room, so that what is said there keeps its order."""
    first: dict[str, Any] = {}
    for row in rows:
        first.setdefault(row.to, row)
    return list(first.values())


def _claimed(row: Any, now: datetime, send_at: float) -> Claim:
    in_doubt = row.state != State.PENDING.value
    first = row.first_send_at or now.timestamp()
    return Claim(_value(row), row.epoch + 1, row.attempts + 1, in_doubt, first, row.room, send_at)


def _written(conference: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "here": conference,
        "its_key": outcome.claim.posting.key,
        "its_epoch": outcome.claim.epoch,
        "became": outcome.state.value,
        "why": outcome.reason,
        "next_try": outcome.next_try_at,
        "later": seconds(outcome.due_at) if outcome.due_at else None,
        "where": outcome.room,
        "its_ts": outcome.ts,
        "said": outcome.text,
        "audit": outcome.audit_at,
    }


def _lost(db: Connection, conference: str, outcomes: Iterable[Outcome]) -> list[Claim]:
    """Those that another process has claimed, and perhaps dealt with, since."""
    claims = [outcome.claim for outcome in outcomes]
    asked = select(_posting.key, _posting.epoch).where(
        _posting.conference == conference, _posting.key.in_([claim.posting.key for claim in claims])
    )
    epochs = {row.key: row.epoch for row in db.execute(asked)}
    return [claim for claim in claims if epochs.get(claim.posting.key) != claim.epoch]


def _value(row: Any) -> Posting:
    return Posting(row.key, row.kind, row.to, row.subject, moment(row.due_at))
