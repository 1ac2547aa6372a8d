"""The lists of 標準化PMOツール that were brought: how each is read, and which were kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import SQLModel

from domain.pmo_list import PmoList, State
from storage.columns import moment, seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import PmoListRow

_list: Any = SQLModel.metadata.tables["pmo_list"].c
BRINGING = 4_021_109  # the advisory lock under which a list gets its number
_NAMES = ("id", "name", "head", "lines", "columns", "as_of", "state", "by", "at")
_READ = select(*(_list[name] for name in _NAMES)).where(_list.conference == bindparam("here"))
_ONE = _READ.where(_list.id == bindparam("id"))
_KEPT = _READ.where(_list.state == State.KEPT.value).order_by(_list.id)
_REMEMBERED = (
    select(_list.columns)
    .where(_list.conference == bindparam("here"), _list.head == bindparam("head"), _list.state != State.BROUGHT.value)
    .order_by(_list.id.desc())
    .limit(1)
)


def bring(db: Connection, conference: str, brought: PmoList) -> PmoList:
    """Keep a list as it came; return it with its number."""
    one_at_a_time(db, BRINGING)
    last = db.execute(select(func.max(_list.id)).where(_list.conference == conference)).scalar()
    kept = replace(brought, id=(last or 0) + 1)
    row = {
        "id": kept.id,
        "name": kept.name,
        "head": _text(kept.head),
        "lines": _text(kept.lines),
        "columns": _text(kept.columns),
        "as_of": kept.as_of,
        "state": kept.state.value,
        "by": kept.by,
        "at": seconds(kept.at),
    }
    db.execute(insert(db, PmoListRow).values({"conference": conference, **row}))
    return kept


def remembered(db: Connection, conference: str, head: Sequence[str]) -> dict[str, int]:
    """How a list with this very head was read the last time; empty where there was none."""
    found = db.execute(_REMEMBERED, {"here": conference, "head": _text(head)}).scalar()
    return json.loads(found) if found else {}


def one(db: Connection, conference: str, id_: int) -> PmoList | None:
    row = db.execute(_ONE, {"here": conference, "id": id_}).one_or_none()
    return _value(row) if row else None


def kept(db: Connection, conference: str) -> list[PmoList]:
    """Those that count, in the order in which they came."""
    return [_value(row) for row in db.execute(_KEPT, {"here": conference})]


def read_as(db: Connection, conference: str, id_: int, columns: Mapping[str, int], as_of: date) -> None:
    """Which column is what, and of which day it speaks; one that is kept stays as it is."""
    row = {"columns": _text(columns), "as_of": as_of, "state": State.READ.value}
    db.execute(update(PmoListRow).where(*_mine(conference, id_), _list.state != State.KEPT.value).values(row))


def keep(db: Connection, conference: str, id_: int) -> bool:
    """It counts from now on; False if it did already, or was not read yet."""
    mine = (*_mine(conference, id_), _list.state == State.READ.value)
    return bool(db.execute(update(PmoListRow).where(*mine).values(state=State.KEPT.value)).rowcount)


def _mine(conference: str, id_: int) -> tuple[Any, ...]:
    return _list.conference == conference, _list.id == id_


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(row: Any) -> PmoList:
    lines = tuple((nth, tuple(cells)) for nth, cells in json.loads(row.lines))
    columns = json.loads(row.columns)
    head = tuple(json.loads(row.head))
    return PmoList(row.id, row.name, head, lines, columns, row.as_of, State(row.state), row.by, moment(row.at))
