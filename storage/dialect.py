"""What differs between SQLite and PostgreSQL."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, text

_BY_NUMBER = text("SELECT pg_advisory_xact_lock(:number)")
_BY_NAME = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def insert(db: Connection, row: Any) -> Any:
    """An INSERT that knows ON CONFLICT."""
    return _insert(db.dialect.name, row)


def keeping(db: Connection, row: Any, key: tuple[str, ...]) -> Any:
    """An INSERT that leaves alone what has this key already, and tells whether it did. Built once."""
    return _keeping(db.dialect.name, row, key)


def replacing(db: Connection, row: Any) -> Any:
    """An INSERT that takes the place of the row with the same primary key. Built once."""
    return _replacing(db.dialect.name, row)


@cache
def _insert(dialect: str, row: Any) -> Any:
    """Only the dialect that is spoken is loaded: the other takes its time. Into its table: the class costs more."""
    table = getattr(row, "__table__", row)
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)


@cache
def _keeping(dialect: str, row: Any, key: tuple[str, ...]) -> Any:
    told = (row.__table__.c[name] for name in key)
    return _insert(dialect, row).on_conflict_do_nothing(index_elements=list(key)).returning(*told)


@cache
def _replacing(dialect: str, row: Any) -> Any:
    key, new = list(row.__table__.primary_key), _insert(dialect, row)
    others = {each.name: new.excluded[each.name] for each in row.__table__.c if each not in key}
    return new.on_conflict_do_update(index_elements=key, set_=others)


def one_at_a_time(db: Connection, number: int) -> None:
    """Until the transaction ends no other process is past this line with that number. SQLite has one writer anyway."""
    if db.dialect.name == "postgresql":
        db.execute(_BY_NUMBER, {"number": number})


def one_by_name(db: Connection, name: str) -> None:
    """The same for whatever has a name and no number."""
    if db.dialect.name == "postgresql":
        db.execute(_BY_NAME, {"name": name})


def without_haste(db: Connection) -> None:
    """In this transaction a statement may take its time: migrating, founding. SQLite has no such limit."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL statement_timeout = 0")


def bytewise(db: Connection, column: Any) -> Any:
    """The order of its letters' numbers, which is SQLite's, whatever language the other server was set up in."""
    return column.collate("C") if db.dialect.name == "postgresql" else column
