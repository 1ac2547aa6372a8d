"""Schedule items of the papers: what comes next, what belongs to a topic."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select
from sqlmodel import SQLModel

from domain.model import ScheduleItem
from storage.columns import parted
from storage.origins import AS_OF, SOURCE, as_of, source
from storage.tables import ScheduleItemRow

_item: Any = SQLModel.metadata.tables["schedule_item"].c

_PLAIN = ("id", "title", "kind", "topic", "who", "words", "start", "end", "precision")
_REST = ("year_inferred", "remind", "bodies", "note")
_READ = select(*(_item[name] for name in (*_PLAIN, *SOURCE, *AS_OF, *_REST))).where(
    _item.conference == bindparam("conference"), _item.as_of_first <= bindparam("on")
)
_NOT_ANOTHERS = or_(_item.bodies == "", _item.bodies.contains(bindparam("body")))  # of "" all, of a code its own too
_UPCOMING = (
    _READ.where(_item.remind, _item.end >= bindparam("on")).order_by(_item.end, _item.id).limit(bindparam("limit"))
)
_UPCOMING_OF = _UPCOMING.where(_item.who.contains("市町"), _NOT_ANOTHERS)
_OF_TOPICS = (
    _READ.where(
        _item.topic.in_(bindparam("topics", expanding=True)),
        or_(_item.end.is_(None), _item.end >= bindparam("on")),
        _item.kind != "as_of",
        or_(_item.remind, bindparam("everything")),
        _NOT_ANOTHERS,
    )
    .order_by(_item.end.is_(None), _item.end, _item.id)
    .limit(bindparam("limit"))
)


def upcoming(db: Connection, conference: str, *, on: date, limit: int) -> list[ScheduleItem]:
    """What is to be remembered next, whoever has to do it, nearest first."""
    rows = db.execute(_UPCOMING, {"conference": conference, "on": on, "limit": limit})
    return [_schedule_item(row) for row in rows]


def upcoming_of(db: Connection, conference: str, body: str, *, on: date, limit: int) -> list[ScheduleItem]:
    """What one municipality has to remember next: the municipalities' own items, but not another one's."""
    rows = db.execute(_UPCOMING_OF, {"conference": conference, "on": on, "body": f",{body},", "limit": limit})
    return [_schedule_item(row) for row in rows]


def of_topics(  # noqa: PLR0913 – a question about topics has these parts
    db: Connection, conference: str, topics: Sequence[str], body: str, *, everything: bool, on: date, limit: int
) -> list[ScheduleItem]:
    """The items of these topics that were known and not over on that day, nearest end first, open ones last.

    With `body` none that is another municipality's alone. Without `everything` only what is to be remembered:
    deadlines and plans, not what merely takes place.
    """
    asked = {"conference": conference, "on": on, "body": body and f",{body},", "limit": limit}
    rows = db.execute(_OF_TOPICS, {**asked, "topics": list(topics), "everything": everything})
    return [_schedule_item(row) for row in rows]


def every(db: Connection, conference: str) -> list[ScheduleItem]:
    """All of them, whatever day the papers speak of."""
    return [_schedule_item(row) for row in db.execute(_READ, {"conference": conference, "on": date.max})]


def _schedule_item(row: Sequence[Any]) -> ScheduleItem:
    id_, title, kind, topic, who, words, start, end, precision, document, page, *day, inferred, remind, bodies, note = (
        row
    )
    where = source(document, page), as_of(*day)
    return ScheduleItem(
        id_, title, kind, topic, who, words, start, end, precision, *where, inferred, remind, parted(bodies), note
    )


def keep(db: Connection, conference: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keep schedule items; each row holds the columns of ScheduleItemRow but the conference."""
    db.execute(insert(ScheduleItemRow), [{"conference": conference, **row} for row in rows])
