"""Who has not answered: every open round and deadline, or one of them. No statement for each municipality.

Only what decides is read, and nothing is made of those who have simply reported: there may be thousands.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal, select
from sqlmodel import SQLModel

from domain.deadline import Deadline, Done
from domain.model import Municipality
from domain.round import Event, How, Known, Report, Round, What
from domain.unreported import Heard, Matter, of_deadline, of_round
from storage import deadlines, rounds
from storage.columns import moment, parted

_report: Any = SQLModel.metadata.tables["report"].c
_event: Any = SQLModel.metadata.tables["round_event"].c
_draft: Any = SQLModel.metadata.tables["draft"].c
_tap: Any = SQLModel.metadata.tables["tap"].c

_MINE: dict[str, Any] = {"conference": bindparam("conference"), "round": bindparam("round")}
_TOLD = (*(_report[name] == value for name, value in _MINE.items()), _report.at.is_not(None))
_REPORTED = select(_report.body).where(*_TOLD).subquery("reported")
_LAST = (  # of few: thousands may have reported
    select(_report.body, func.max(_report.nth))
    .where(*_TOLD, _report.body.in_(bindparam("bodies", expanding=True)))
    .group_by(_report.body)
)
_SEEN = (
    select(_event.body)
    .where(*(_event[name] == value for name, value in _MINE.items()), _event.what == What.SEEN.value)
    .subquery("seen")
)
_decided: Any = SQLModel.metadata.tables["round_event"].alias("decided").c
_DECIDED = select(_decided.body).where(
    *(_decided[name] == value for name, value in _MINE.items()),
    _decided.what.not_in((What.SEEN.value, What.ACCEPTED.value)),
)
_HAPPENED = select(  # not of those of whom it was only said that they are accepted: that may be everybody
    *(_event[name] for name in ("body", "nth", "what", "by", "at", "reason", "report")),
).where(*(_event[name] == value for name, value in _MINE.items()), _event.body.in_(_DECIDED))
REPORTED, SEEN, DRAFTED = "reported", "opened", "drafted"
_DRAFTED = (
    select(
        _draft.body,
        literal(0),
        literal(DRAFTED),
        literal(""),
        func.max(_draft.at),
        literal(""),
        func.max(_draft.based_on),
    )
    .where(*(_draft[name] == value for name, value in _MINE.items()))
    .group_by(_draft.body)
)


def _codes(of: Any, what: str) -> Any:
    """Thousands of codes in one row: a row for each takes longer than finding them."""
    every = func.coalesce(func.aggregate_strings(of.c.body, ","), "")
    return select(every, literal(0), literal(what), literal(""), literal(0), literal(""), literal(0))


_HEARD = _HAPPENED.union_all(_DRAFTED, _codes(_REPORTED, REPORTED), _codes(_SEEN, SEEN)).order_by("body", "nth")
_TAPPED = (
    select(_tap.deadline, _tap.body, _tap.state)
    .where(_tap.conference == bindparam("conference"), _tap.deadline.in_(bindparam("ids", expanding=True)))
    .order_by(_tap.nth)
)
_DONE = {each.value: each for each in Done}
Municipalities = Sequence[Municipality]


def matters(
    db: Connection, conference: str, everyone: Municipalities, current: Iterable[Deadline], now: datetime
) -> list[Matter]:
    """The open rounds, and of these deadlines those that belong to none; the nearest first."""
    asked = [_asked(db, conference, each, everyone, now) for each in rounds.open_ones(db, conference)]
    alone = [each for each in current if not each.round]
    tapped = _taps(db, conference, alone)
    others = [of_deadline(each, everyone, tapped[each.id], now) for each in alone]
    return sorted([*filter(None, asked), *others], key=lambda each: (each.due_at, each.name))


def one(db: Connection, conference: str, name: str, everyone: Municipalities, now: datetime) -> Matter | None:
    """The one of that name, while it is open."""
    kind, _, id_ = name.partition("/")
    if kind == "round":
        asked = rounds.one(db, conference, id_)
        return _asked(db, conference, asked, everyone, now) if asked and asked.is_open else None
    about = deadlines.one(db, conference, id_)
    if about is None or about.cancelled or about.rule or about.round:
        return None
    return of_deadline(about, everyone, _taps(db, conference, [about])[about.id], now)


def of(db: Connection, conference: str, asked: Round, everyone: Municipalities, now: datetime) -> Matter:
    """Who has not reported in a round, open or not. At most three statements, however many municipalities there are."""
    due = deadlines.of_round(db, conference, asked.id)
    return of_round(asked, everyone, _heard(db, conference, asked.id), due, now)


def _asked(db: Connection, conference: str, asked: Round, everyone: Municipalities, now: datetime) -> Matter | None:
    """None while it has no deadline or asks nobody."""
    found = of(db, conference, asked, everyone, now)
    return found if found.asked else None


def _heard(db: Connection, conference: str, round: str) -> Heard:
    """One statement, and one more where something was decided or drafted."""
    mine: dict[str, Any] = {"conference": conference, "round": round}
    codes: dict[str, set[str]] = {}
    drafted: dict[str, int] = {}
    happened: dict[str, list[Event]] = {}
    for body, _, what, by, at, reason, on in db.execute(_HEARD, mine):
        if what in {REPORTED, SEEN}:
            codes[what] = set(parted(body))
        elif what == DRAFTED:
            drafted[body] = on
        else:
            happened.setdefault(body, []).append(Event(body, What(what), by, moment(at), reason, on))
    return Heard(codes[REPORTED], codes[SEEN], _known(db, mine, drafted, happened))


def _known(
    db: Connection, mine: dict[str, Any], drafted: dict[str, int], happened: dict[str, list[Event]]
) -> dict[str, Known]:
    """All that is known of those of whom more than a report counts."""
    codes = {*happened, *drafted}
    last: dict[str, int] = _numbers(db, {**mine, "bodies": list(codes)}) if codes else {}
    return {
        code: Known(_last(mine["round"], code, last.get(code)), happened.get(code, ()), drafted.get(code))
        for code in codes
    }


def _numbers(db: Connection, asked: dict[str, Any]) -> dict[str, int]:
    """The number of the last report of each of these that has reported."""
    return {row.body: row[1] for row in db.execute(_LAST, asked)}


def _last(round: str, code: str, nth: int | None) -> Report | None:
    """The last report as far as it decides what is missing: its number."""
    return Report(round, code, "", moment(0), How.FORM, nth=nth) if nth else None


def _taps(db: Connection, conference: str, alone: Sequence[Deadline]) -> dict[str, dict[str, Done]]:
    """What each municipality tapped last, by the deadline's id. One statement."""
    found: dict[str, dict[str, Done]] = {each.id: {} for each in alone}
    for deadline, body, state in db.execute(_TAPPED, {"conference": conference, "ids": list(found)}):
        found[deadline][body] = _DONE[state]
    return found
