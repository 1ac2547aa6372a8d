"""What the chat has told already: the same event, or the same press, counts once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from storage.columns import seconds
from storage.dialect import insert
from storage.tables import HeardRow

_heard: Any = SQLModel.metadata.tables["heard"].c


def first_time(db: Connection, conference: str, id_: str, at: datetime) -> bool:
    """Keep the id; False where it was kept before. In the transaction of what it causes."""
    row = {"conference": conference, "id": id_, "at": seconds(at)}
    keeping = insert(db, HeardRow).values(row).on_conflict_do_nothing().returning(_heard.id)
    return db.execute(keeping).first() is not None
