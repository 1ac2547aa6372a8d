"""The pace of a conference's postings, one for all processes: when the next one may go out, in real seconds."""

from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

from storage.dialect import insert
from storage.tables import PaceRow

_pace: Any = SQLModel.metadata.tables["pace"].c
_NEXT = select(_pace.next_at).where(_pace.conference == bindparam("conference")).with_for_update()
_LATER = (
    update(PaceRow)
    .where(_pace.conference == bindparam("here"), _pace.next_at < bindparam("to"))
    .values(next_at=bindparam("to"))
)


def next_at(db: Connection, conference: str) -> float:
    """When the next posting may go out. Until the transaction ends, no other process asks the same."""
    found = db.execute(_NEXT, {"conference": conference}).scalar()
    if found is not None:
        return float(found)
    db.execute(insert(db, PaceRow).values(conference=conference, next_at=0.0).on_conflict_do_nothing())
    return float(db.execute(_NEXT, {"conference": conference}).scalar_one())


def move(db: Connection, conference: str, to: float) -> None:
    """Nothing more goes out before that moment; one that is earlier than known changes nothing."""
    db.execute(_LATER, {"here": conference, "to": to})


def after_a_clock_set_back(db: Connection, conference: str, real: float, far: float) -> None:
    """A moment so far ahead was written by a clock that ran ahead: the next one may go out now."""
    mine = _pace.conference == conference, _pace.next_at > real + far
    db.execute(update(PaceRow).where(*mine).values(next_at=real))
