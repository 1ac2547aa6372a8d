"""Reports: kept once for each submission, append-only; the last one of a municipality in a round counts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import SQLModel

from domain.answers import Answers, Place, Value
from domain.model import AsOf
from domain.round import How, Report
from storage import figures
from storage.columns import moment, seconds
from storage.dialect import insert, keeping
from storage.origins import AS_OF, as_of
from storage.tables import AnswerRow, ReportRow

_report: Any = SQLModel.metadata.tables["report"].c
_answer: Any = SQLModel.metadata.tables["answer"].c
_standing: Any = SQLModel.metadata.tables["standing"].c

_COLUMNS = ("round", "body", "nth", "by", "at", "how", "reason", "proxy", "key")
_READ = select(*(_report[name] for name in _COLUMNS)).where(
    _report.conference == bindparam("conference"), _report.round == bindparam("round"), _report.at.is_not(None)
)
_LAST = _READ.order_by(_report.body, _report.nth)
_LAST_OF = _LAST.where(_report.body.in_(bindparam("bodies", expanding=True)))
_HISTORY = _READ.where(_report.body == bindparam("body")).order_by(_report.nth)
_COUNTED = select(func.count()).where(
    *(_report[name] == bindparam(name) for name in ("conference", "round", "body")), _report.at.is_not(None)
)
_ANSWERS = select(_answer.nth, _answer.field, _answer.item, _answer.number, _answer.text).where(
    _answer.conference == bindparam("conference"),
    _answer.round == bindparam("round"),
    _answer.body == bindparam("body"),
)
_NOW = select(
    *(_standing[name] for name in ("field", "item", "number", "text", *AS_OF)),
).where(
    _standing.conference == bindparam("conference"),
    _standing.body == bindparam("body"),
    _standing.theme == bindparam("theme"),
    _standing.until == bindparam("for_ever"),
)


def record(db: Connection, conference: str, report: Report) -> Report | None:
    """Keep a report with its answers, and the standing that follows; None if this submission is kept already.

    The caller holds the round (`rounds.held_for`), so that two reports of one municipality come one after the other.
    """
    key = {"conference": conference, "round": report.round, "body": report.body}
    nth = db.execute(_COUNTED, key).scalar_one() + 1
    said = {"by": report.by, "at": seconds(report.at), "how": report.how.value, "reason": report.reason}
    row = {**key, "nth": nth, **said, "proxy": report.proxy, "key": report.key}
    if db.execute(keeping(db, ReportRow, ("conference", "key")), row).first() is None:
        return None
    if report.answers:
        db.execute(insert(db, AnswerRow), [{**key, "nth": nth, **_row(*each)} for each in report.answers.items()])
    figures.follow(db, conference, report.round, report.body)
    return replace(report, nth=nth)


def last(db: Connection, conference: str, round: str, bodies: Sequence[str] | None = None) -> dict[str, Report]:
    """The last report of each municipality (or of these) that has reported, by its code; without its answers."""
    asked = {"conference": conference, "round": round}
    rows = db.execute(_LAST, asked) if bodies is None else db.execute(_LAST_OF, {**asked, "bodies": bodies})
    return {row.body: _value(row, {}) for row in rows}


def history(db: Connection, conference: str, round: str, body: str) -> list[Report]:
    """Every report of a municipality in a round with its answers, the first one first. Two statements."""
    asked = {"conference": conference, "round": round, "body": body}
    answers: dict[int, dict[Place, Value]] = {}
    for row in db.execute(_ANSWERS, asked):
        answers.setdefault(row.nth, {})[row.field, row.item] = _said(row)
    return [_value(row, answers.get(row.nth, {})) for row in db.execute(_HISTORY, asked)]


def of_round(db: Connection, conference: str, round: str) -> dict[str, Answers]:
    """What each municipality answered last in a round, by its code. One statement besides `last`."""
    answered = newest_answers(db, conference, round)
    newest = {code: (report.nth, answered.get(code)) for code, report in last(db, conference, round).items()}
    return {code: found[1] if found and found[0] == nth else {} for code, (nth, found) in newest.items()}


def newest_answers(db: Connection, conference: str, round: str) -> dict[str, tuple[int, Answers]]:
    """The last answers there are of each body, with the number of the report they stand in; also of the papers."""
    asked = select(_answer.body, _answer.nth, _answer.field, _answer.item, _answer.number, _answer.text).where(
        _answer.conference == conference, _answer.round == round
    )
    found: dict[str, tuple[int, dict[Place, Value]]] = {}
    for row in db.execute(asked.order_by(_answer.body, _answer.nth)):
        nth, said = found.get(row.body, (0, {}))
        said = said if nth == row.nth else {}
        said[row.field, row.item] = _said(row)
        found[row.body] = row.nth, said
    return dict(found)


def standing(db: Connection, conference: str, theme: str, body: str) -> tuple[dict[Place, Value], list[AsOf]]:
    """What a municipality answered last in a theme, in whatever round, and the days these answers speak of."""
    asked = {"conference": conference, "body": body, "theme": theme, "for_ever": figures.FOR_EVER}
    rows = db.execute(_NOW, asked).all()
    days = dict.fromkeys(as_of(*(getattr(row, name) for name in AS_OF)) for row in rows)
    return {(row.field, row.item): _said(row) for row in rows}, list(days)


def _row(place: Place, value: Value) -> dict[str, Any]:
    is_text = isinstance(value, str)
    number, text = (None, value) if is_text else (value, None)
    plain = {"words": None, "inferred": False, "note": None}
    return {"field": place[0], "item": place[1], "number": number, "text": text, **plain}


def _said(row: Any) -> Value:
    value: Value = row.text if row.number is None else row.number
    return value


def _value(row: Any, answers: Answers) -> Report:
    made = {"nth": row.nth, "key": row.key or "", "reason": row.reason, "proxy": bool(row.proxy)}
    return Report(row.round, row.body, row.by, moment(row.at), How(row.how), answers, **made)
