"""Everything as it is at one moment: a connection of its own that only reads, beside whoever writes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from storage.database import Unreachable
from storage.dialect import without_haste
from storage.url import file_of

_AS_ONE = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_PATIENT = "-c idle_in_transaction_session_timeout=0 -c timezone=UTC"


class Snapshot:
    """Whatever is read of it is of the same moment."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """The one transaction that is open already."""
        yield self._db


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """A reading that nobody waits for. The schema is as it is found. Raises Unreachable."""
    engine = _engine(url)
    try:
        with engine.connect() as db:
            db.exec_driver_sql("BEGIN" if db.dialect.name == "sqlite" else _AS_ONE)
            without_haste(db)
            yield Snapshot(db)
            db.exec_driver_sql("ROLLBACK")
    except OperationalError as error:
        raise Unreachable(
            "データベースを読めません。DATABASE_URL と、データベースが動いているかを確認してください。"
        ) from error
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    quiet: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "poolclass": NullPool, "hide_parameters": True}
    if file := file_of(url):
        return create_engine("sqlite://", creator=lambda: read_only(file), **quiet)
    return create_engine(make_url(url), connect_args={"connect_timeout": 5, "options": _PATIENT}, **quiet)


def read_only(file: Path) -> sqlite3.Connection:
    """A connection of its own to a SQLite file, which it cannot write."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
