"""How a database is, told without changing anything in it: its revision, its clock, whether it can be written."""

import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from storage.database import NAME, Database, revision
from storage.lock import AlreadyRunning, hold
from storage.snapshot import snapshot
from storage.url import file_of, shown

_OTHERS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name")


def revision_of(url: str) -> str | None:
    """The schema's revision; None of a new database. Raises Unreachable."""
    with snapshot(url) as there, there.begin() as db:
        return revision(db)


def is_running(url: str) -> bool:
    """Whether the bot has it open."""
    if not file_of(url):
        with snapshot(url) as there, there.begin() as db:
            return bool(db.execute(_OTHERS, {"name": NAME}).scalar_one())
    try:
        with hold(url):
            return False
    except AlreadyRunning:
        return True


@contextmanager
def unused(url: str) -> Iterator[None]:
    """Nobody else uses it meanwhile, as far as can be known. Raises AlreadyRunning, Unreachable."""
    if not file_of(url) and is_running(url):
        raise AlreadyRunning(f"ボットが {shown(url)} を使っています。すべて止めてから、もう一度行ってください。")
    with hold(url):
        yield


def why_not_written(url: str) -> str:
    """Why nothing can be written, in the database's words; empty where it can. What is written is taken back."""
    try:
        with hold(url), closing(Database(url)) as database:
            db = database.read()
            db.exec_driver_sql("BEGIN")
            db.execute(text(f"CREATE TABLE probe_{uuid.uuid4().hex} (id INTEGER)"))
            db.exec_driver_sql("ROLLBACK")
    except DatabaseError as error:
        return str(error.orig).partition("\n")[0]
    return ""


def clock_ahead(url: str) -> float:
    """By how many seconds its clock is ahead of this machine's: 0 of SQLite, which has none."""
    if file_of(url):
        return 0.0
    with snapshot(url) as there, there.begin() as db:
        return float(db.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one()) - time.time()


def size_of(url: str) -> int:
    """How many bytes it takes on this machine: 0 where it is elsewhere, or not there yet."""
    file = file_of(url)
    return file.stat().st_size if file and file.exists() else 0
