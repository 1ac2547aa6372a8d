"""Which of several conferences a person means beside the bot, where nothing says it: the one they chose last."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from storage.dialect import insert
from storage.tables import ChosenRow

_chosen: Any = SQLModel.metadata.tables["chosen"].c


def chosen(db: Connection, user: str) -> str:
    """The conference the person chose last; empty where they never did."""
    found = db.execute(select(_chosen.conference).where(_chosen.user == user)).scalar()
    return str(found or "")


def choose(db: Connection, conference: str, user: str) -> None:
    """From now on it is this one."""
    keeping = insert(db, ChosenRow).values(user=user, conference=conference)
    db.execute(keeping.on_conflict_do_update(index_elements=["user"], set_={"conference": conference}))
