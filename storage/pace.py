"""The pace of all postings, one for all conferences and processes: when the next one may go out, in real seconds."""

from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

from storage.dialect import insert
from storage.tables import PaceRow

_pace: Any = SQLModel.metadata.tables["pace"].c
_ONLY = 1  # the id of the only row
_NEXT = select(_pace.next_at).where(_pace.id == _ONLY)
_ALONE = _NEXT.with_for_update()
_LATER = update(PaceRow).where(_pace.id == _ONLY, _pace.next_at < bindparam("to")).values(next_at=bindparam("to"))


def next_at(db: Connection) -> float:
    """When the next posting may go out. Until the transaction ends, no other process asks the same."""
    found = db.execute(_ALONE).scalar()
    if found is not None:
        return float(found)
    db.execute(insert(db, PaceRow).values(id=_ONLY, next_at=0.0).on_conflict_do_nothing())
    return float(db.execute(_ALONE).scalar_one())


def seen(db: Connection) -> float:
    """The same, only to look: whoever claims meanwhile is not waited for."""
    return float(db.execute(_NEXT).scalar() or 0)


def move(db: Connection, to: float) -> None:
    """Nothing more goes out before that moment; one that is earlier than known changes nothing."""
    db.execute(_LATER, {"to": to})


def after_a_clock_set_back(db: Connection, real: float, far: float) -> None:
    """A moment so far ahead was written by a clock that ran ahead: the next one may go out now."""
    db.execute(update(PaceRow).where(_pace.id == _ONLY, _pace.next_at > real + far).values(next_at=real))
