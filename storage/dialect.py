"""What differs between SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, text


def insert(db: Connection, row: Any) -> Any:
    """An INSERT that knows ON CONFLICT. Only the dialect that is spoken is loaded: the other takes its time."""
    if db.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415

        return postgresql.insert(row)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(row)


def one_at_a_time(db: Connection, number: int) -> None:
    """Until the transaction ends no other process is past this line with that number. SQLite has one writer anyway."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def without_haste(db: Connection) -> None:
    """In this transaction a statement may take its time: migrating, founding. SQLite has no such limit."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL statement_timeout = 0")


def bytewise(db: Connection, column: Any) -> Any:
    """The order of its letters' numbers, which is SQLite's, whatever language the other server was set up in."""
    return column.collate("C") if db.dialect.name == "postgresql" else column
