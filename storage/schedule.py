"""Schedule items of the papers: what comes next, what belongs to a topic."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select
from sqlmodel import SQLModel

from domain.model import AsOf, ScheduleItem, Source
from storage.tables import ScheduleItemRow

_item: Any = SQLModel.metadata.tables["schedule_item"].c

_COLUMNS = ("id", "title", "kind", "topic", "who", "words", "start", "end", "precision", "year_inferred", "remind")
_REST = ("bodies", "note", "source_document", "source_page")
_AS_OF = ("as_of_first", "as_of_last", "as_of_precision", "as_of_words", "as_of_year_inferred")
_READ = select(*(_item[name] for name in (*_COLUMNS, *_REST, *_AS_OF))).where(
    _item.conference == bindparam("conference"), _item.as_of_first <= bindparam("on")
)
_UPCOMING = (
    _READ.where(
        _item.remind,
        _item.end >= bindparam("on"),
        or_(_item.bodies == "", _item.bodies.contains(bindparam("body"))),
    )
    .order_by(_item.end, _item.id)
    .limit(bindparam("limit"))
)
_OF_TOPICS = (
    _READ.where(
        _item.topic.in_(bindparam("topics", expanding=True)),
        or_(_item.end.is_(None), _item.end >= bindparam("on")),
        _item.kind != "as_of",
        or_(_item.remind, bindparam("everything")),
    )
    .order_by(_item.end.is_(None), _item.end, _item.id)
    .limit(bindparam("limit"))
)


def upcoming(db: Connection, conference: str, body: str, *, on: date, limit: int) -> list[ScheduleItem]:
    """What is to be remembered next, for one municipality ("" for whoever is named nowhere), nearest first."""
    rows = db.execute(_UPCOMING, {"conference": conference, "on": on, "body": f",{body},", "limit": limit})
    return [_schedule_item(row) for row in rows]


def of_topics(
    db: Connection, conference: str, topics: Sequence[str], *, everything: bool, on: date, limit: int
) -> list[ScheduleItem]:
    """The items of these topics that were known and not over on that day, nearest end first, open ones last.

    Without `everything` only what is to be remembered: deadlines and plans, not what merely takes place.
    """
    asked = {"conference": conference, "on": on, "topics": list(topics), "everything": everything, "limit": limit}
    return [_schedule_item(row) for row in db.execute(_OF_TOPICS, asked)]


def _schedule_item(row: Any) -> ScheduleItem:
    plain = {name: getattr(row, name) for name in (*_COLUMNS, "note")}
    source = Source(row.source_document, row.source_page)
    as_of = AsOf(*(getattr(row, name) for name in _AS_OF))
    return ScheduleItem(
        **plain, source=source, as_of=as_of, bodies=tuple(code for code in row.bodies.split(",") if code)
    )


def keep(db: Connection, conference: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keep schedule items; each row holds the columns of ScheduleItemRow but the conference."""
    db.execute(insert(ScheduleItemRow), [{"conference": conference, **row} for row in rows])
