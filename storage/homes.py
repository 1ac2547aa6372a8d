"""Homes: whose App Home is open, and what was shown there last, for every process of the bot."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlmodel import SQLModel

from storage.dialect import insert
from storage.tables import HomeRow

_home: Any = SQLModel.metadata.tables["home"].c
_STALE = (
    select(_home.user, _home.mark, _home.shown, _home.hash)
    .where(_home.conference == bindparam("conference"), _home.mark != bindparam("mark"))
    .order_by(_home.user)
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a person's Home: compared last at `mark`, its digest, and the chat's own name for it."""

    user: str
    mark: str
    digest: str
    hash: str = ""


def stale(db: Connection, conference: str, mark: str) -> list[Shown]:
    """Those that were compared last when the conference had not come to this mark."""
    rows = db.execute(_STALE, {"conference": conference, "mark": mark})
    return [Shown(row.user, row.mark, row.shown, row.hash) for row in rows]


def keep(db: Connection, conference: str, home: Shown) -> None:
    """This is what stands there now."""
    key, said = (
        {"conference": conference, "user": home.user},
        {"mark": home.mark, "shown": home.digest, "hash": home.hash},
    )
    keeping = insert(db, HomeRow).values({**key, **said})
    db.execute(keeping.on_conflict_do_update(index_elements=list(key), set_=said))


def forget(db: Connection, conference: str, user: str) -> bool:
    """Nothing is shown to them by itself any more; whether anything was."""
    return db.execute(delete(HomeRow).where(_home.conference == conference, _home.user == user)).rowcount > 0
