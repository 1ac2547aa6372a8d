"""Backups (バックアップ): everything in one SQLite file, made beside the running bot, and proved by restoring it.

1. A SQLite database is copied by SQLite itself; another is read as it was at one moment, and moved into a new file.
2. The file is brought up to this version's schema in a copy, moved into a scratch database, and compared with it.
3. Only then it gets its name. Whatever stood there before stays.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import MetaData, Table, event

from storage import moving
from storage.database import Database, NewerSchema, Unreachable, open_database, revision
from storage.moving import NotTheSame
from storage.snapshot import read_only, snapshot
from storage.url import file_of

BESIDE = ("", "-wal", "-shm", "-journal")
"""The files of a SQLite database."""

PART, SCRATCH = ".part", ".scratch-"
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EEXIST}

Watch = Callable[[], None]
"""Called between two steps; what it raises breaks off."""


class Damaged(Exception):
    """The file is no backup of this program's, or not whole any more."""


def write(url: str, file: Path, watch: Watch = lambda: None) -> int:
    """Make a backup of that name, proved; return how many rows. Raises OSError, Unreachable, Damaged, NotTheSame."""
    with _new(file) as partial:
        source = file_of(url)
        if source:
            _copy(source, partial)
        else:
            _dump(url, partial, watch)
        watch()
        return check(partial, watch)


def check(file: Path, watch: Watch = lambda: None) -> int:
    """Restore the backup into a scratch database and compare; return how many rows. Raises Damaged, NotTheSame.

    A log that is not whole is backed up as it is: nobody would be helped by having none.
    """
    with opened(file) as copy, _scratch(file) as folder, _made(folder / "scratch.db") as scratch:
        for _ in moving.move(copy, scratch):
            watch()
        return moving.same(copy, scratch)


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """A copy of the backup in this version's schema: the file itself stays as it is. Raises Damaged, NewerSchema."""
    with _scratch(file) as folder:
        copy = Path(shutil.copyfile(file, folder / "copy.db"))
        if not _is_whole(copy):
            raise Damaged
        with _made(copy) as database:
            yield database


def set_aside(url: str, file: Path) -> Path | None:
    """Whatever is there now goes into that file, for a restore to take its place; None where there is nothing."""
    source = file_of(url)
    if source:
        return _renamed(source, file) if source.exists() else None
    with snapshot(url) as there, there.begin() as db:
        if revision(db) is None:
            return None
    write(url, file)
    return file


def sweep(folder: Path, before: float) -> int:
    """Remove what a process that was killed has left there before that moment (Unix seconds); how many."""
    left = [*folder.glob(f"{SCRATCH}*"), *folder.glob(f".*{PART}*")]
    old = [each for each in left if each.stat().st_mtime < before]
    for each in old:
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)
    return len(old)


def why(error: Exception) -> str:
    """Why no backup could be made: a word of few."""
    if isinstance(error, Unreachable):
        return "unreachable"
    if isinstance(error, Damaged | NotTheSame | NewerSchema):
        return "different"
    number = error.errno if isinstance(error, OSError) else 0
    if number == errno.ENOSPC or "disk is full" in str(error):
        return "full"
    return "closed" if number in _CLOSED else "unknown"


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """A file beside it that only its owner reads: it takes the name once it is whole."""
    if file.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}{PART}")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        yield partial
        with partial.open("rb") as whole:
            os.fsync(whole.fileno())
        partial.rename(file)
    finally:
        for end in BESIDE:
            Path(f"{partial}{end}").unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """By SQLite's own way, in one reading: the bot goes on writing."""
    try:
        with closing(read_only(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise
        raise Unreachable("データベースを読めません。DATABASE_URL を確認してください。") from error
    except sqlite3.DatabaseError as error:
        raise Damaged from error


def _dump(url: str, target: Path, watch: Watch) -> None:
    """At the revision it is at, so that a backup can be made before an upgrade, too."""
    with snapshot(url) as there, closing(Database(f"sqlite:///{target}")) as new:
        with there.begin() as db:
            found = revision(db)
        tables = _tables(new, found)
        for _ in moving.move(there, new, tables):
            watch()
        moving.same(there, new, tables)
        new.read().exec_driver_sql("PRAGMA journal_mode=DELETE")


def _tables(new: Database, found: str | None) -> list[Table]:
    """Make the tables of a revision, and return them. Raises Damaged, NewerSchema."""
    from storage.migrations.run import known, upgrade  # noqa: PLC0415 – Alembic is loaded only when it has work

    if found is None:
        raise Damaged
    if found not in known():
        raise NewerSchema(f"データベースが新しい版（{found}）で作られています。ボットを新しい版に更新してください。")
    with new.begin() as db:
        upgrade(db, found)
        schema = MetaData()
        event.listen(schema, "column_reflect", _generic)
        schema.reflect(db)
    return [table for table in schema.sorted_tables if table.name != "alembic_version"]


def _generic(_inspector: object, _table: object, column: dict[str, Any]) -> None:
    """A type that both databases know."""
    column["type"] = column["type"].as_generic()


def _is_whole(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file)) as db:
            found = db.execute("PRAGMA integrity_check").fetchall()
            return found == [("ok",)] and bool(db.execute("SELECT version_num FROM alembic_version").fetchone())
    except sqlite3.DatabaseError:
        return False


def _made(file: Path) -> closing[Database]:
    return closing(open_database(f"sqlite:///{file}"))


@contextmanager
def _scratch(file: Path) -> Iterator[Path]:
    """A folder that is thrown away: beside the file, for it holds what the file holds; else where there is room."""
    beside = file.parent if os.access(file.parent, os.W_OK) else None
    with TemporaryDirectory(prefix=SCRATCH, dir=beside) as folder:
        yield Path(folder)


def _renamed(source: Path, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    for end in BESIDE:
        if (old := Path(f"{source}{end}")).exists():
            shutil.move(old, f"{file}{end}")
    return file
