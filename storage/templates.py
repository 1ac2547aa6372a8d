"""Rounds that open themselves every month: kept, changed, stopped."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import SQLModel

from domain.template import Template
from storage.columns import joined, moment, parted, seconds
from storage.dialect import insert
from storage.tables import RoundTemplateRow

_template: Any = SQLModel.metadata.tables["round_template"].c

_COLUMNS = ("id", "theme", "title", "nth", "on_day", "days", "bodies", "closes", "created_by", "since")
_STANDING = (
    select(*(_template[name] for name in _COLUMNS))
    .where(_template.conference == bindparam("here"), _template.stopped_at.is_(None))
    .order_by(_template.since, _template.id)
)
_ONE = _STANDING.where(_template.id == bindparam("its_id"))


def standing(db: Connection, conference: str) -> list[Template]:
    """Those that were not stopped, the first one first."""
    return [_value(row) for row in db.execute(_STANDING, {"here": conference})]


def one(db: Connection, conference: str, template: str) -> Template | None:
    """It, while it was not stopped."""
    row = db.execute(_ONE, {"here": conference, "its_id": template}).one_or_none()
    return _value(row) if row else None


def keep(db: Connection, conference: str, template: Template) -> Template:
    """Keep a new one, or (with its id) another wording of one; return it with its id. In the caller's transaction."""
    kept = template if template.id else replace(template, id=secrets.token_hex(4))
    key = {"conference": conference, "id": kept.id}
    row = {name: getattr(kept, name) for name in ("theme", "title", "nth", "on_day", "days", "closes", "created_by")}
    row |= {"bodies": joined(kept.bodies), "since": seconds(kept.since) if kept.since else 0}
    keeping = insert(db, RoundTemplateRow).values({**key, **row})
    db.execute(keeping.on_conflict_do_update(index_elements=list(key), set_=row))
    return kept


def stop(db: Connection, conference: str, template: str, at: datetime) -> bool:
    """It opens no round any more; False where that was done already."""
    mine = _template.conference == conference, _template.id == template, _template.stopped_at.is_(None)
    return db.execute(update(RoundTemplateRow).where(*mine).values(stopped_at=seconds(at))).rowcount == 1


def _value(row: Any) -> Template:
    return Template(
        id=row.id,
        theme=row.theme,
        title=row.title,
        nth=row.nth,
        on_day=row.on_day,
        days=row.days,
        bodies=parted(row.bodies),
        closes=row.closes,
        created_by=row.created_by,
        since=moment(row.since),
    )
