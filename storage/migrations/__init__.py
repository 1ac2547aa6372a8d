"""Alembic's migrations: run at start, never edited once released."""
