"""Moves everything from one database into another (SQLite into PostgreSQL), table by table, and compares the two.

1. What is there already has to be the beginning of what is to come: else nothing is written.
2. A table is copied in the order of its key, a batch in a transaction: what was cut off goes on where it stopped.
3. Both are read through once more, and each table's rows are compared by a digest.
4. The audit log's chain is recomputed in the new place.
The old database is only read.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Table, func, select
from sqlmodel import SQLModel

from storage import audit
from storage.database import Database
from storage.dialect import bytewise, insert, without_haste

_conference: Any = SQLModel.metadata.tables["conference"].c
BATCH = 1_000  # rows in a transaction


class NotTheSame(Exception):
    """The new database holds something else: the tables that differ, or `audit` where its chain is broken."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(", ".join(tables))
        self.tables = tuple(tables)


@dataclass(frozen=True, slots=True)
class Step:
    """How far it has come: rows of the `nth` of so many tables that are in the new database, of so many."""

    table: str
    rows: int
    of: int
    nth: int
    tables: int


class Readable(Protocol):
    """A database, or everything as it was at one moment."""

    def begin(self) -> AbstractContextManager[Connection]: ...


def move(source: Readable, target: Database, tables: Sequence[Table] | None = None) -> Iterator[Step]:
    """Copy what the target does not have yet, telling after each batch. Raises NotTheSame if it has something else."""
    tables = SQLModel.metadata.sorted_tables if tables is None else tables
    if other := [table.name for table in tables if not _begun(source, target, table)]:
        raise NotTheSame(other)
    for nth, table in enumerate(tables, start=1):
        total, there = _count(source, table), _count(target, table)
        yield Step(table.name, there, total, nth, len(tables))
        for rows in _batches(source, table, there):
            with target.begin() as db:
                without_haste(db)
                db.execute(insert(db, table).on_conflict_do_nothing(), rows)
            there += len(rows)
            yield Step(table.name, there, total, nth, len(tables))


def compare(source: Readable, target: Readable) -> int:
    """How many rows there are in each. Raises NotTheSame unless they are the same, and their log is whole."""
    rows = same(source, target)
    if not is_chained(target):
        raise NotTheSame(["audit"])
    return rows


def same(source: Readable, target: Readable, tables: Sequence[Table] | None = None) -> int:
    """How many rows there are in each of the two. Raises NotTheSame where they are not the same rows."""
    different, rows = [], 0
    for table in SQLModel.metadata.sorted_tables if tables is None else tables:
        old, new = _digest(source, table), _digest(target, table)
        different += [table.name] if old != new else []
        rows += old[0]
    if different:
        raise NotTheSame(different)
    return rows


def is_chained(database: Readable) -> bool:
    """Whether every conference's audit log is whole."""
    with database.begin() as db:
        without_haste(db)
        whose = db.execute(select(_conference.conference)).scalars().all()
        return not any(audit.broken(db, each) for each in whose)


def _begun(source: Readable, target: Readable, table: Table) -> bool:
    """Whether the target's rows of a table are the first of the source's, in the order of the key."""
    there = _count(target, table)
    return there == 0 or _digest(source, table, there) == _digest(target, table)


def _count(database: Readable, table: Table) -> int:
    with database.begin() as db:
        without_haste(db)
        return int(db.execute(select(func.count()).select_from(table)).scalar_one())


def _batches(
    database: Readable, table: Table, after: int = 0, most: int | None = None
) -> Iterator[list[dict[str, Any]]]:
    """The rows after the first so many, in the order of the key, as one reading."""
    with database.begin() as db:
        without_haste(db)
        asked = select(table).order_by(*_order(db, table)).offset(after).limit(most)
        read = db.execute(asked, execution_options={"yield_per": BATCH})
        for rows in read.mappings().partitions():
            yield [dict(row) for row in rows]


def _order(db: Connection, table: Table) -> list[Any]:
    """The order of the key, the same in both, in whatever language a server was set up."""
    return [bytewise(db, column) if column.type.python_type is str else column for column in table.primary_key]


def _digest(database: Readable, table: Table, most: int | None = None) -> tuple[int, str]:
    """How many rows, and the digest of all (or of the first) of them in the order of the key."""
    count, found = 0, hashlib.sha256()
    for rows in _batches(database, table, most=most):
        for row in rows:
            found.update(repr([_plain(value) for value in row.values()]).encode())
        count += len(rows)
    return count, found.hexdigest()


def _plain(value: object) -> object:
    """A number as one of a kind: one database keeps 3 where the other keeps 3.0."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
