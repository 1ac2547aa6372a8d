"""Postings whose rooms are looked at once more, because a process that stood still may have said them again."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

from domain.posting import Claim, Kept, State
from storage.postings import KEPT, kept
from storage.tables import PostingRow

_posting: Any = SQLModel.metadata.tables["posting"].c
_ITS = (_posting.conference == bindparam("here"), _posting.key == bindparam("its_key"))
_BOOK = update(PostingRow).where(*_ITS).values(audits=0, audit_at=bindparam("then"))
_BOOKED = update(PostingRow).where(*_ITS).values(audits=bindparam("looks"), audit_at=bindparam("then"))
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


def due(db: Connection, conference: str, *, real: float, steps: Sequence[float], most: int) -> list[Kept]:
    """Those to be looked at now. Each comes again `steps` seconds after this look, until all steps are taken."""
    rows = db.execute(_DUE, {"conference": conference, "real": real, "most": most}).all()
    looked = [
        {"here": conference, "its_key": row.key, "looks": row.audits + 1, "then": _next(row.audits + 1, real, steps)}
        for row in rows
    ]
    if looked:
        db.execute(_BOOKED, looked)
    return [kept(row) for row in rows]


def correct(db: Connection, conference: str, key: str, ts: str) -> None:
    """It is the message of that ts which was left standing."""
    db.execute(_CORRECT, {"here": conference, "its_key": key, "its_ts": ts})


def _next(looks: int, real: float, steps: Sequence[float]) -> float | None:
    return real + steps[looks] if looks < len(steps) else None
