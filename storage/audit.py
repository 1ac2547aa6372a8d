"""The audit log (監査): every write of a person or of the bot, append-only, each entry bound to the one before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import SQLModel

from domain.mark import mark
from storage.columns import moment, seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import AuditRow

CHAIN = 4_021_102  # the advisory lock under which an entry is bound to the last

_audit: Any = SQLModel.metadata.tables["audit"].c
_LAST = (
    select(_audit.nth, _audit.hash)
    .where(_audit.conference == bindparam("conference"))
    .order_by(_audit.nth.desc())
    .limit(1)
)
_READ = select(_audit).where(_audit.conference == bindparam("here"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the `nth`, by whom, what was done to what; `detail` is JSON text, `hash` binds it to the `before`."""

    nth: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: str
    before: str
    hash: str


def record(  # noqa: PLR0913 – an entry says who did what to what, when
    db: Connection, conference: str, *, at: datetime, by: str, action: str, subject: str, detail: Mapping[str, Any]
) -> None:
    """Append an entry, in the transaction of what it tells."""
    one_at_a_time(db, CHAIN)
    last = db.execute(_LAST, {"conference": conference}).one_or_none()
    nth, before = (last.nth + 1, last.hash) if last else (1, "")
    said = {
        "conference": conference,
        "nth": nth,
        "at": seconds(at),
        "by": by,
        "action": action,
        "subject": subject,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        "before": before,
    }
    db.execute(insert(db, AuditRow), {**said, "hash": mark(said)})


def last(db: Connection, conference: str) -> int:
    """The number of the newest entry: whatever is written since has a higher one."""
    row = db.execute(_LAST, {"conference": conference}).one_or_none()
    return int(row.nth) if row else 0


def count(db: Connection, conference: str) -> int:
    """How many entries there are."""
    return int(db.execute(select(func.count()).where(_audit.conference == conference)).scalar_one())


def newest(db: Connection, conference: str, most: int) -> list[Entry]:
    """The last entries, the newest first."""
    return [_entry(row) for row in db.execute(_READ.order_by(_audit.nth.desc()).limit(most), {"here": conference})]


def between(db: Connection, conference: str, since: datetime, until: datetime) -> list[Entry]:
    """The entries from one moment until before another, in their order."""
    then = (_audit.at >= seconds(since), _audit.at < seconds(until))
    return [_entry(row) for row in db.execute(_READ.where(*then).order_by(_audit.nth), {"here": conference})]


def broken(db: Connection, conference: str) -> int | None:
    """The number of the first entry that does not follow from the one before; None where the chain is whole."""
    before, expected = "", 1
    rows = db.execute(select(_audit).where(_audit.conference == conference).order_by(_audit.nth)).mappings()
    for row in rows:
        said = {name: value for name, value in row.items() if name != "hash"}
        if row["nth"] != expected or row["before"] != before or row["hash"] != mark(said):
            return int(row["nth"])
        before, expected = row["hash"], expected + 1
    return None


def _entry(row: Any) -> Entry:
    return Entry(row.nth, moment(row.at), row.by, row.action, row.subject, row.detail, row.before, row.hash)
