"""Deadlines, their moves, and what the municipalities tapped."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, or_, select, update
from sqlmodel import SQLModel

from domain import findable
from domain.calendar import last_day
from domain.deadline import Deadline, Done, Move, Tap
from domain.search import Kind
from storage import search
from storage.columns import joined, moment, parted, seconds
from storage.dialect import insert
from storage.tables import DeadlineMoveRow, DeadlineRow, TapRow

_deadline: Any = SQLModel.metadata.tables["deadline"].c
_move: Any = SQLModel.metadata.tables["deadline_move"].c
_tap: Any = SQLModel.metadata.tables["tap"].c
_round: Any = SQLModel.metadata.tables["round"].c

_COLUMNS = ("id", "title", "due_at", "words", "rule", "bodies", "created_by", "known_at", "cancelled_at", "round")
_READ = select(*(_deadline[name] for name in _COLUMNS)).where(_deadline.conference == bindparam("conference"))
_ONE = _READ.where(_deadline.id == bindparam("id"))
_HELD = _ONE.with_for_update()
_STANDING = _READ.where(_deadline.cancelled_at.is_(None)).order_by(_deadline.due_at, _deadline.id)
_OF_ROUND = _STANDING.where(_deadline.round == bindparam("round"))
_IS_CLOSED = exists().where(
    _round.conference == _deadline.conference, _round.id == _deadline.round, _round.closed_at.is_not(None)
)
_OPEN = _STANDING.where(_deadline.rule.is_(None), _deadline.due_at > bindparam("since"), ~_IS_CLOSED)
_CALLED_OFF = _READ.where(
    _deadline.cancelled_at.is_not(None), _deadline.rule.is_(None), _deadline.due_at > bindparam("since")
).order_by(_deadline.due_at, _deadline.id)
_SERIES = _STANDING.where(_deadline.rule.is_not(None))
_CHANGES = (
    select(_move.deadline, func.count().label("times"))
    .where(_move.conference == bindparam("conference"), _move.deadline.in_(bindparam("ids", expanding=True)))
    .group_by(_move.deadline)
)
_LAST_TAP = (
    select(_tap.nth, _tap.state)
    .where(*(_tap[name] == bindparam(name) for name in ("conference", "deadline", "body")))
    .order_by(_tap.nth.desc())
    .limit(1)
)
_TAPS = (
    select(_tap.deadline, _tap.body, _tap.state, _tap.by, _tap.at)
    .where(_tap.conference == bindparam("conference"), _tap.deadline.in_(bindparam("ids", expanding=True)))
    .order_by(_tap.nth)
)


def add(db: Connection, conference: str, deadline: Deadline, at: datetime) -> Deadline:
    """Keep a new deadline or series; return it with its id. In the caller's transaction."""
    kept = replace(deadline, id=secrets.token_hex(4), known_at=at)
    db.execute(insert(db, DeadlineRow).values(_row(conference, kept)))
    _findable(db, conference, kept)
    return kept


def materialise(
    db: Connection, conference: str, series: Deadline, moments: Iterable[datetime], at: datetime
) -> list[Deadline]:
    """Keep each occurrence of a series as a deadline of its own; return those that are new."""
    new = []
    for due_at in moments:
        id_ = f"{series.id}-{last_day(due_at):%Y%m%d}"
        each = replace(series, id=id_, due_at=due_at, rule=None, known_at=at)
        keeping = insert(db, DeadlineRow).values(_row(conference, each)).on_conflict_do_nothing()
        if db.execute(keeping.returning(_deadline.id)).first():
            new.append(each)
    return new


def called_off(db: Connection, conference: str, since: datetime) -> list[Deadline]:
    """Those that were cancelled and would be due after `since`; no series, but their occurrences."""
    rows = db.execute(_CALLED_OFF, {"conference": conference, "since": seconds(since)})
    return [_value(row) for row in rows]


def one(db: Connection, conference: str, deadline_id: str) -> Deadline | None:
    row = db.execute(_ONE, {"conference": conference, "id": deadline_id}).one_or_none()
    return _value(row) if row else None


def held(db: Connection, conference: str, deadline_id: str) -> Deadline | None:
    """The same, to be changed: whoever else would change it waits for the end of this transaction."""
    row = db.execute(_HELD, {"conference": conference, "id": deadline_id}).one_or_none()
    return _value(row) if row else None


def all_open(db: Connection, conference: str, since: datetime) -> list[Deadline]:
    """Those that stand and were due after `since`, nearest first; no series, but their occurrences.

    Not those of a round that is closed: nothing is to be brought to mind of it any more.
    """
    rows = db.execute(_OPEN, {"conference": conference, "since": seconds(since)})
    return [_value(row) for row in rows]


def kept(db: Connection, conference: str) -> list[Deadline]:
    """All that stand, past ones too, nearest first; of a series itself, not its occurrences."""
    whole = _STANDING.where(~_deadline.id.contains("-"))
    return [_value(row) for row in db.execute(whole, {"conference": conference})]


def series(db: Connection, conference: str) -> list[Deadline]:
    """What recurs, and was not called off."""
    return [_value(row) for row in db.execute(_SERIES, {"conference": conference})]


def of_round(db: Connection, conference: str, round: str) -> list[Deadline]:
    """The deadlines of a round that stand: the one for all, and those of municipalities that were given longer."""
    return [_value(row) for row in db.execute(_OF_ROUND, {"conference": conference, "round": round})]


def of_rounds(db: Connection, conference: str, rounds: Sequence[str]) -> list[Deadline]:
    """The same for several rounds, the earliest first. One statement."""
    asked = _STANDING.where(_deadline.round.in_(list(rounds)))
    return [_value(row) for row in db.execute(asked, {"conference": conference})]


def narrow(db: Connection, conference: str, deadline: Deadline, bodies: Iterable[str]) -> None:
    """From now on it is for these only."""
    mine = (_deadline.conference == conference, _deadline.id == deadline.id)
    db.execute(update(DeadlineRow).where(*mine).values(bodies=joined(bodies)))


def retitle(db: Connection, conference: str, round: str, title: str) -> None:
    """The deadlines of a round are called as it is."""
    mine = (_deadline.conference == conference, _deadline.round == round)
    db.execute(update(DeadlineRow).where(*mine).values(title=title))
    for each in of_round(db, conference, round):
        _findable(db, conference, each)


def move(db: Connection, conference: str, deadline: Deadline, change: Move) -> int:
    """Give it another moment, and keep how it came to that; return the number of the change."""
    mine = (_deadline.conference == conference, _deadline.id == deadline.id)
    moved = {"due_at": seconds(change.after), "known_at": seconds(change.at)}
    db.execute(update(DeadlineRow).where(*mine).values(moved))
    counted = select(func.count()).where(_move.conference == conference, _move.deadline == deadline.id)
    nth = int(db.execute(counted).scalar_one()) + 1
    row = {
        "conference": conference,
        "deadline": deadline.id,
        "nth": nth,
        "before": seconds(change.before),
        "after": seconds(change.after),
        "by": change.by,
        "at": seconds(change.at),
        "reason": change.reason,
    }
    db.execute(insert(db, DeadlineMoveRow).values(row))
    _findable(db, conference, replace(deadline, due_at=change.after, known_at=change.at))
    return nth


def moves(db: Connection, conference: str, deadline_id: str) -> list[Move]:
    """How its moment changed, the first change first."""
    asked = select(_move.before, _move.after, _move.by, _move.at, _move.reason).where(
        _move.conference == conference, _move.deadline == deadline_id
    )
    rows = db.execute(asked.order_by(_move.nth))
    return [Move(moment(r.before), moment(r.after), r.by, moment(r.at), r.reason) for r in rows]


def changes(db: Connection, conference: str, deadlines: Sequence[Deadline]) -> dict[str, int]:
    """How often each of these was changed, by its id: moved, or in the end called off."""
    rows = db.execute(_CHANGES, {"conference": conference, "ids": [each.id for each in deadlines]})
    moved = {row.deadline: int(row.times) for row in rows}
    return {each.id: moved.get(each.id, 0) + each.cancelled for each in deadlines}


def cancel(db: Connection, conference: str, deadline_id: str, at: datetime) -> bool:
    """Call it off, of a series what is still to come as well; False where that was done already."""
    mine = _deadline.conference == conference, _deadline.cancelled_at.is_(None)
    coming = _deadline.id.startswith(f"{deadline_id}-", autoescape=True) & (_deadline.due_at > seconds(at))
    asked = update(DeadlineRow).where(*mine, or_(_deadline.id == deadline_id, coming))
    search.forget(db, conference, Kind.DEADLINE, deadline_id)
    return db.execute(asked.values(cancelled_at=seconds(at))).rowcount > 0


def tap(db: Connection, conference: str, deadline: Deadline, tapped: Tap) -> bool:
    """Keep what a body tapped; False where that is what it said already."""
    where = {"conference": conference, "deadline": deadline.id, "body": tapped.body}
    last = db.execute(_LAST_TAP, where).one_or_none()
    if tapped.state.value == (last.state if last else Done.OPEN.value):
        return False
    said = {"state": tapped.state.value, "by": tapped.by, "at": seconds(tapped.at)}
    db.execute(insert(db, TapRow), {**where, "nth": last.nth + 1 if last else 1, **said})
    return True


def taps(db: Connection, conference: str, deadlines: Sequence[Deadline]) -> dict[str, dict[str, Tap]]:
    """The last tap of each body for each of these deadlines, by its id."""
    found: dict[str, dict[str, Tap]] = {each.id: {} for each in deadlines}
    for row in db.execute(_TAPS, {"conference": conference, "ids": list(found)}):
        found[row.deadline][row.body] = Tap(row.body, Done(row.state), row.by, moment(row.at))
    return found


def _findable(db: Connection, conference: str, deadline: Deadline) -> None:
    """It is found as it is now; of a series the series, not each of its occurrences."""
    if "-" not in deadline.id:
        search.keep(db, conference, findable.deadline(deadline))


def _row(conference: str, deadline: Deadline) -> dict[str, Any]:
    return {
        "conference": conference,
        "id": deadline.id,
        "title": deadline.title,
        "due_at": seconds(deadline.due_at),
        "words": deadline.words,
        "rule": deadline.rule,
        "bodies": joined(deadline.bodies),
        "created_by": deadline.created_by,
        "known_at": seconds(deadline.known_at) if deadline.known_at else 0,
        "round": deadline.round,
    }


def _value(row: Any) -> Deadline:
    return Deadline(
        id=row.id,
        title=row.title,
        due_at=moment(row.due_at),
        words=row.words,
        rule=row.rule,
        bodies=parted(row.bodies),
        created_by=row.created_by,
        known_at=moment(row.known_at),
        cancelled=row.cancelled_at is not None,
        round=row.round,
    )
