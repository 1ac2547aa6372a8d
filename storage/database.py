"""Opens the database: one kept connection for the loop, SQLite or PostgreSQL, its schema brought up to date."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from storage.dialect import one_at_a_time, without_haste

ONE_AT_A_TIME = 4_021_101  # the advisory lock: of several processes that start together, one prepares
UNDEFINED_TABLE = "42P01"  # PostgreSQL's code
RESYNC = 30.0  # seconds after which the server's clock is asked again
_TIME = text("SELECT extract(epoch FROM clock_timestamp())")
_VERSION = text("SELECT version_num FROM alembic_version")
_LIMITS = "-c statement_timeout=1000 -c idle_in_transaction_session_timeout=5000"  # one that froze holds up nobody
NAME = "digital-government-bot"  # by which the server knows our connections
HEAD = "0008"  # the newest migration; a test compares it with storage/migrations

Begin = Callable[[], AbstractContextManager[Connection]]
"""Opens the one write transaction: committed at the end of the block, rolled back on an error."""

Transaction = Connection
"""What `begin` hands to its block, for whoever writes in it."""

Read = Callable[[], Connection]
"""The kept connection for reading, in autocommit."""


Trouble = (OperationalError, InterfaceError)
"""The database is slow, held by somebody else, or gone: what was asked can be asked again."""


class NewerSchema(Exception):
    """The database was made by a newer version of this program."""


class NotUpgraded(Exception):
    """The schema is older, and what has to be done before it is upgraded failed: nothing was changed."""


class Unreachable(Exception):
    """The database does not answer."""


class Database:
    """The one connection, owned by the loop. Nothing awaits inside `begin`: no two requests share a transaction."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._kept = self.engine.connect()
        self._writing = False
        self._time = (0.0, -RESYNC)  # the server's clock, and the monotonic moment at which it was asked
        self._begin = "BEGIN IMMEDIATE" if self.engine.dialect.name == "sqlite" else "BEGIN"

    def read(self) -> Connection:
        if self._kept.invalidated:  # the server went away: the next statement reconnects once this is cleared
            self._kept.rollback()
        return self._kept

    def is_at_head(self) -> bool:
        """Whether it answers, and has the schema of this version."""
        try:
            return self.read().execute(_VERSION).scalar() == HEAD
        except DatabaseError:
            return False

    def time(self) -> float:
        """Unix seconds by the one clock of all processes: PostgreSQL's. With SQLite there is one process, and its own.

        The server is asked twice a minute; in between time goes on monotonically, whatever this machine's clock does.
        """
        if self.engine.dialect.name == "sqlite":
            return time.time()
        theirs, asked = self._time
        if time.monotonic() - asked > RESYNC:
            theirs, asked = float(self.read().execute(_TIME).scalar_one()), time.monotonic()
            self._time = theirs, asked
        return theirs + time.monotonic() - asked

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A write transaction that no other process's `alone` runs beside: for migrating and founding, however long."""
        with self.begin() as db:
            without_haste(db)
            one_at_a_time(db, ONE_AT_A_TIME)
            yield db

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        if self._writing:
            raise RuntimeError("a write transaction is open already")
        db = self.read()
        db.exec_driver_sql(self._begin)
        self._writing = True
        try:
            yield db
        except BaseException:
            if not db.invalidated:  # else the server has rolled it back, and what went wrong is what must be heard
                db.exec_driver_sql("ROLLBACK")
            raise
        else:
            db.exec_driver_sql("COMMIT")
        finally:
            self._writing = False

    def close(self) -> None:
        self._kept.close()
        self.engine.dispose()


def open_database(url: str, before: Callable[[str], None] = lambda _: None) -> Database:
    """Connect, and migrate when one SELECT shows an old schema: `before` hears its revision first, and may raise.

    Raises Unreachable, NewerSchema.
    """
    try:
        database = Database(url)
    except OperationalError as error:
        raise Unreachable(
            "データベースにつながりません。DATABASE_URL と、データベースが動いているかを確認してください。"
        ) from error
    try:
        found = revision(database.read())
        if found != HEAD:
            _migrate(database, found, before)
    except BaseException:
        database.close()
        raise
    return database


def is_foreign(url: str) -> bool:
    """Whether something is there, but nothing of this program's. Raises Unreachable."""
    engine = _engine(url)
    try:
        with engine.connect() as db:
            names = inspect(db).get_table_names()
    except OperationalError as error:
        raise Unreachable("データベースにつながりません。アドレスと、動いているかを確かめてください。") from error
    except DatabaseError:  # a file, but no database
        return True
    finally:
        engine.dispose()
    return bool(names) and "alembic_version" not in names


def clear(db: Connection) -> None:
    """Empty every table: only for a talk room that begins anew. In the caller's transaction."""
    for table in reversed(SQLModel.metadata.sorted_tables):
        db.execute(delete(table))


def _engine(url: str) -> Engine:
    address = make_url(url)
    quiet: dict[str, Any] = {"hide_parameters": True}  # an error's text must not carry what people wrote
    if address.get_backend_name() != "sqlite":
        how = {"connect_timeout": 2, "options": f"{_LIMITS} -c timezone=UTC", "application_name": NAME}
        return create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args=how, **quiet)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args={"timeout": 1}, **quiet
    )
    event.listen(engine, "connect", _pragmas)
    return engine


def _pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def revision(db: Connection) -> str | None:
    """The schema's revision; None where there is no table to tell it, so a new database."""
    try:
        return db.execute(_VERSION).scalar()
    except DatabaseError as error:
        if "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == UNDEFINED_TABLE:
            return None
        raise


def _migrate(database: Database, found: str | None, before: Callable[[str], None]) -> None:
    from storage.migrations.run import known, upgrade  # noqa: PLC0415 – Alembic is loaded only when it has work

    if found and found not in known():
        raise NewerSchema(f"データベースが新しい版（{found}）で作られています。ボットを新しい版に更新してください。")
    if found:
        before(found)
    with database.alone() as db:
        upgrade(db)
