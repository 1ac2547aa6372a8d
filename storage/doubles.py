"""Postings whose rooms are looked at once more, because a process that stood still may have said them again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

from domain.posting import Claim, Kept, State
from storage.postings import KEPT, kept
from storage.tables import PostingRow

_posting: Any = SQLModel.metadata.tables["posting"].c
_ITS = (_posting.conference == bindparam("here"), _posting.key == bindparam("its_key"))
_BOOK = update(PostingRow).where(*_ITS).values(audits=0, audit_at=bindparam("then"))
_HOLD = update(PostingRow).where(*_ITS).values(audit_at=bindparam("until"))
_LOOKED = (
    update(PostingRow)
    .where(*_ITS, _posting.audit_at == bindparam("held_until"))
    .values(audits=bindparam("looks"), audit_at=bindparam("then"))
)
_CORRECT = update(PostingRow).where(*_ITS).values(ts=bindparam("its_ts"))
_DUE = (
    select(*KEPT, _posting.audits)
    .where(
        _posting.conference == bindparam("conference"),
        _posting.state == State.SENT.value,
        _posting.audit_at <= bindparam("real"),
    )
    .order_by(_posting.audit_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def book(db: Connection, conference: str, claims: Iterable[Claim], at: float) -> None:
    """Have the rooms of these looked at from that moment (real seconds) on."""
    rows = [{"here": conference, "its_key": claim.posting.key, "then": at} for claim in claims]
    if rows:
        db.execute(_BOOK, rows)


@dataclass(frozen=True, slots=True)
class Look:
    """One posting whose room is to be looked at by whoever holds this, after so many looks."""

    kept: Kept
    looks: int
    held_until: float


def due(db: Connection, conference: str, *, real: float, lease: float, most: int) -> list[Look]:
    """Those to be looked at now, held for so long: whoever dies over it leaves the look to another."""
    rows = db.execute(_DUE, {"conference": conference, "real": real, "most": most}).all()
    if rows:
        db.execute(_HOLD, [{"here": conference, "its_key": row.key, "until": real + lease} for row in rows])
    return [Look(kept(row), row.audits, real + lease) for row in rows]


def looked(db: Connection, conference: str, look: Look, *, real: float, steps: Sequence[float]) -> None:
    """It was looked at. It comes again after the next of the `steps` (seconds), until all are taken."""
    looks = look.looks + 1
    said = {"here": conference, "its_key": look.kept.posting.key, "held_until": look.held_until}
    db.execute(_LOOKED, {**said, "looks": looks, "then": _next(looks, real, steps)})


def correct(db: Connection, conference: str, key: str, ts: str) -> None:
    """It is the message of that ts which was left standing."""
    db.execute(_CORRECT, {"here": conference, "its_key": key, "its_ts": ts})


def _next(looks: int, real: float, steps: Sequence[float]) -> float | None:
    return real + steps[looks] if looks < len(steps) else None
