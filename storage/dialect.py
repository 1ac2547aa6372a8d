"""What differs between SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql, sqlite


def insert(db: Connection, row: Any) -> Any:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(row) if db.dialect.name == "postgresql" else sqlite.insert(row)


def one_at_a_time(db: Connection, number: int) -> None:
    """Until the transaction ends no other process is past this line with that number. SQLite has one writer anyway."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
