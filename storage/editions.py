"""Editions of the steps, the systems and the forms: brought in a file, shown, and from their day on in effect."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import SQLModel

from domain.edition import Edition
from storage.columns import moment, seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import ReferenceRow

LOADING = 4_021_110  # the advisory lock: an edition gets the next number, and counts instead of the one before
UNDATED, WAITING, APPLIED, DROPPED, OVERTAKEN = "undated", "waiting", "applied", "dropped", "overtaken"
OPEN = (UNDATED, WAITING, OVERTAKEN)

_row: Any = SQLModel.metadata.tables["reference"].c
_HERE = _row.conference == bindparam("conference")
_COLUMNS = (_row.kind, _row.version, _row.since, _row.contents, _row.file, _row.state, _row.by, _row.at)
_APPLIED = select(*_COLUMNS).where(_HERE, _row.state == APPLIED).order_by(_row.kind, _row.version)
_MARK = select(func.count(), func.max(_row.at)).where(_HERE, _row.state == APPLIED)


def every(db: Connection, conference: str) -> list[Edition]:
    """All that were ever put in effect, those of a day to come as well."""
    return [_edition(row) for row in db.execute(_APPLIED, {"conference": conference})]


def mark(db: Connection, conference: str) -> tuple[int, int | None]:
    """Another mark, and there is another edition: they are only ever added."""
    count, at = db.execute(_MARK, {"conference": conference}).one()
    return count, at


def draft(db: Connection, conference: str, wanted: Edition, *, dated: bool) -> int:
    """Keep it until it is confirmed or dropped, under a number below zero: it counts for nothing. Its number."""
    one_at_a_time(db, LOADING)
    lowest = db.execute(select(func.min(_row.version)).where(*_of(conference, wanted.kind))).scalar()
    number = min(lowest or 0, 0) - 1
    said = {"contents": json.dumps(wanted.contents, ensure_ascii=False), "state": WAITING if dated else UNDATED}
    plain = {"since": wanted.since, "file": wanted.file, "by": wanted.by, "at": seconds(wanted.at)}
    key = {"conference": conference, "kind": wanted.kind, "version": number}
    db.execute(insert(db, ReferenceRow).values({**key, **said, **plain}))
    return number


def drafted(db: Connection, conference: str, kind: str, number: int) -> tuple[Edition, str] | None:
    """One that is neither in effect nor dropped, and how it stands; nobody else changes it in this transaction."""
    one_at_a_time(db, LOADING)
    mine = (*_of(conference, kind), _row.version == number, _row.state.in_(OPEN))
    row = db.execute(select(*_COLUMNS).where(*mine)).one_or_none()
    return (_edition(row), row.state) if row else None


def date_from(db: Connection, conference: str, draft: Edition, since: date) -> None:
    """It is to be in effect from that day on."""
    _change(db, conference, draft, {"since": since, "state": WAITING})


def put_in_effect(db: Connection, conference: str, draft: Edition, at: datetime) -> int:
    """It gets the next number; what else waits of its kind was compared with another one. In one transaction."""
    nth = next_nth(db, conference, draft.kind)
    _change(db, conference, draft, {"version": nth, "state": APPLIED, "at": seconds(at)})
    others = update(ReferenceRow).where(*_of(conference, draft.kind), _row.state.in_((UNDATED, WAITING)))
    db.execute(others.values(state=OVERTAKEN))
    return nth


def next_nth(db: Connection, conference: str, kind: str) -> int:
    """The number of the next edition of that kind."""
    last = db.execute(select(func.max(_row.version)).where(*_of(conference, kind))).scalar()
    return max(last or 0, 0) + 1


def drop(db: Connection, conference: str, kind: str, number: int) -> bool:
    """It is given up; False where it is in effect or was given up before."""
    mine = (*_of(conference, kind), _row.version == number, _row.state.in_(OPEN))
    return db.execute(update(ReferenceRow).where(*mine).values(state=DROPPED)).rowcount == 1


def _change(db: Connection, conference: str, draft: Edition, values: dict[str, Any]) -> None:
    mine = (*_of(conference, draft.kind), _row.version == draft.nth)
    db.execute(update(ReferenceRow).where(*mine).values(values))


def _of(conference: str, kind: str) -> tuple[Any, ...]:
    return _row.conference == conference, _row.kind == kind


def _edition(row: Any) -> Edition:
    return Edition(row.kind, row.version, row.since, json.loads(row.contents), moment(row.at), row.file, row.by)
