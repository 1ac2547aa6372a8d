"""Runs the migrations on an open connection, inside its transaction."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 – the metadata knows the tables once they are imported


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def known() -> set[str]:
    """All revisions this version of the program has."""
    return {script.revision for script in _scripts().walk_revisions()}


def head() -> str | None:
    return _scripts().get_current_head()


def upgrade(db: Connection, to: str = "head") -> None:
    """Bring the schema to the newest revision, or to an older one. The caller holds the transaction."""
    scripts = _scripts()
    context = EnvironmentContext(Config(), scripts, fn=lambda rev, _: scripts._upgrade_revs(to, rev))  # noqa: SLF001 – Alembic's own env.py calls it so
    with context:
        context.configure(
            connection=db,
            target_metadata=SQLModel.metadata,
            render_as_batch=db.dialect.name == "sqlite",
            transactional_ddl=False,
        )
        context.run_migrations()
