"""Initiatives of the papers: by municipality and by topic."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select
from sqlmodel import SQLModel

from domain.model import Initiative
from storage.columns import parted
from storage.origins import AS_OF, SOURCE, as_of, source
from storage.tables import InitiativeRow

_initiative: Any = SQLModel.metadata.tables["initiative"].c

_PLAIN = ("id", "name", "owner", "topic", "facts", "bodies")
_READ = (
    select(*(_initiative[name] for name in (*_PLAIN, *SOURCE, *AS_OF)))
    .where(_initiative.conference == bindparam("conference"), _initiative.as_of_first <= bindparam("on"))
    .order_by(_initiative.id)
)
_OF_BODY = _READ.where(_initiative.bodies.contains(bindparam("body")))
_OF_TOPICS = _READ.where(
    _initiative.topic.in_(bindparam("topics", expanding=True)),
    or_(_initiative.bodies == "", _initiative.bodies.contains(bindparam("body"))),
)


def of(db: Connection, conference: str, body: str, *, on: date) -> list[Initiative]:
    """The initiatives in which one municipality takes part."""
    return [_kept(row) for row in db.execute(_OF_BODY, {"conference": conference, "on": on, "body": f",{body},"})]


def of_topics(db: Connection, conference: str, topics: Sequence[str], body: str, *, on: date) -> list[Initiative]:
    """The initiatives of these topics; with `body` none that is another municipality's alone."""
    asked = {"conference": conference, "on": on, "body": body and f",{body},"}
    rows = db.execute(_OF_TOPICS, {**asked, "topics": list(topics)})
    return [_kept(row) for row in rows]


def every(db: Connection, conference: str) -> list[Initiative]:
    """All of them, whatever day the papers speak of."""
    return [_kept(row) for row in db.execute(_READ, {"conference": conference, "on": date.max})]


def _kept(row: Sequence[Any]) -> Initiative:
    id_, name, owner, topic, facts, bodies, document, page, *day = row
    told = tuple(json.loads(facts))
    return Initiative(id_, name, owner, topic, told, source(document, page), as_of(*day), parted(bodies))


def keep(db: Connection, conference: str, rows: Sequence[dict[str, Any]]) -> None:
    """Keep initiatives; each row holds the columns of InitiativeRow but the conference."""
    db.execute(insert(InitiativeRow), [{"conference": conference, **row} for row in rows])
