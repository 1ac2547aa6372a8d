"""Nudges: kept once each; and what became of the postings in which they were said."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select
from sqlmodel import SQLModel

from domain.nudge import Nudge
from domain.posting import Kept
from storage.columns import moment, seconds
from storage.dialect import insert
from storage.postings import KEPT, kept
from storage.tables import NudgeRow

_nudge: Any = SQLModel.metadata.tables["nudge"].c
_posting: Any = SQLModel.metadata.tables["posting"].c
_READ = select(_nudge.matter, _nudge.once, _nudge.by, _nudge.at, _nudge.words).where(
    _nudge.conference == bindparam("conference"), _nudge.matter == bindparam("matter")
)
_ONE = _READ.where(_nudge.once == bindparam("once"))
_LAST = _READ.order_by(_nudge.at.desc(), _nudge.once).limit(1)
_SAID = (
    select(*KEPT)
    .where(
        _posting.conference == bindparam("conference"),
        _posting.kind == literal_column("'nudge'"),  # as the partial index says it
        _posting.subject == bindparam("matter"),
        _posting.due_at >= bindparam("since"),
    )
    .order_by(_posting.due_at, _posting.key)
)


def keep(db: Connection, conference: str, nudge: Nudge) -> bool:
    """Keep it; False where this very one is kept already. In the caller's transaction."""
    said = {"by": nudge.by, "at": seconds(nudge.at), "words": nudge.words}
    row = {"conference": conference, "matter": nudge.matter, "once": nudge.once, **said}
    keeping = insert(db, NudgeRow).values(row).on_conflict_do_nothing()
    return db.execute(keeping.returning(_nudge.once)).first() is not None


def one(db: Connection, conference: str, matter: str, once: str) -> Nudge | None:
    row = db.execute(_ONE, {"conference": conference, "matter": matter, "once": once}).one_or_none()
    return _value(row) if row else None


def last(db: Connection, conference: str, matter: str) -> Nudge | None:
    """The newest of a matter."""
    row = db.execute(_LAST, {"conference": conference, "matter": matter}).one_or_none()
    return _value(row) if row else None


def said(db: Connection, conference: str, matter: str, since: datetime) -> list[Kept]:
    """The postings of a matter's nudges that are due from then on, with what became of them."""
    asked = {"conference": conference, "matter": matter, "since": seconds(since)}
    return [kept(row) for row in db.execute(_SAID, asked)]


def _value(row: Any) -> Nudge:
    return Nudge(row.matter, row.once, row.by, moment(row.at), row.words)
