"""When the municipalities answered: in one matter, and over the last rounds. A fixed number of statements."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import SQLModel

from domain.answer_rates import ROUNDS, Answered
from domain.deadline import Deadline, Done
from domain.round import What
from storage import deadlines, rounds
from storage.columns import moment

_report: Any = SQLModel.metadata.tables["report"].c
_event: Any = SQLModel.metadata.tables["round_event"].c
_tap: Any = SQLModel.metadata.tables["tap"].c
_IDS: Any = bindparam("ids", expanding=True)

_FIRST = (
    select(_report.round, _report.body, func.min(_report.at).label("at"))
    .where(_report.conference == bindparam("conference"), _report.round.in_(_IDS), _report.at.is_not(None))
    .group_by(_report.round, _report.body)
)
_EXEMPT = (
    select(_event.round, _event.body, _event.what)
    .where(
        _event.conference == bindparam("conference"),
        _event.round.in_(_IDS),
        _event.what.in_((What.EXEMPTED.value, What.INCLUDED.value)),
    )
    .order_by(_event.nth)
)
_TAPPED = (
    select(_tap.body, func.min(_tap.at).label("at"))
    .where(
        _tap.conference == bindparam("conference"),
        _tap.deadline == bindparam("deadline"),
        _tap.state != Done.OPEN.value,
    )
    .group_by(_tap.body)
)


def answered(db: Connection, conference: str, name: str) -> list[datetime]:
    """When each municipality answered a matter for the first time: by its first report, or its first tap."""
    kind, _, id_ = name.partition("/")
    if kind == "round":
        return list(_first(db, conference, [id_])[id_].values())
    return [moment(row.at) for row in db.execute(_TAPPED, {"conference": conference, "deadline": id_})]


def last(db: Connection, conference: str) -> Answered:
    """What was heard in the last rounds, the first one of them first. Four statements."""
    asked = rounds.asked(db, conference)[-ROUNDS:]
    ids = [each.id for each in asked]
    due: dict[str, list[Deadline]] = {id_: [] for id_ in ids}
    for each in deadlines.of_rounds(db, conference, ids):
        due[each.round].append(each)
    exempt: dict[tuple[str, str], bool] = {}
    for row in db.execute(_EXEMPT, {"conference": conference, "ids": ids}):
        exempt[row.round, row.body] = row.what == What.EXEMPTED.value
    return Answered(asked, due, _first(db, conference, ids), {key for key, holds in exempt.items() if holds})


def _first(db: Connection, conference: str, ids: list[str]) -> dict[str, dict[str, datetime]]:
    found: dict[str, dict[str, datetime]] = {id_: {} for id_ in ids}
    for row in db.execute(_FIRST, {"conference": conference, "ids": ids}):
        found[row.round][row.body] = moment(row.at)
    return found
