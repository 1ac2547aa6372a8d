"""What has outlived its years: listed, and disposed of as it was listed. The audit log stays whole."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlmodel import SQLModel

from domain import search as found
from domain.calendar import TOKYO
from domain.retention import Disposal, Kind, Record
from domain.typed import on_one_line
from storage import figures, search
from storage.columns import moment, seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import DisposalRow

_tables: Any = SQLModel.metadata.tables
_round, _deadline, _question = (_tables[name].c for name in ("round", "deadline", "question"))
_note, _version, _disposal = (_tables[name].c for name in ("note", "note_version", "disposal"))
WAITING, DONE, DROPPED = "waiting", "done", "dropped"
LISTING = 4_021_108  # the advisory lock under which a list is made
OVER = ("answered", "closed", "withdrawn")
_WITH: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.ROUND: (("round", "id"), *((name, "round") for name in ("round_event", "draft", "report", "answer"))),
    Kind.DEADLINE: (("deadline", "id"), ("deadline_move", "deadline"), ("tap", "deadline")),
    Kind.QUESTION: (("question", "id"), ("question_event", "question")),
    Kind.NOTE: (("note", "id"), *((name, "note") for name in ("note_version", "note_useful", "note_draft"))),
}
"""The tables in which a record stands, and the column that names it there."""
_END: Any = bindparam("end")
_OUTLIVED = {
    Kind.ROUND: select(_round.id, _round.title, _round.closed_at).where(
        _round.conference == bindparam("here"), _round.closed_at < _END
    ),
    Kind.DEADLINE: select(_deadline.id, _deadline.title, _deadline.due_at).where(
        _deadline.conference == bindparam("here"),
        _deadline.due_at < _END,
        _deadline.round == "",
        _deadline.rule.is_(None),
    ),
    Kind.QUESTION: select(_question.id, _question.text, _question.since).where(
        _question.conference == bindparam("here"), _question.since < _END, _question.state.in_(OVER)
    ),
    Kind.NOTE: select(_note.id, _version.title, _note.at).where(
        _note.conference == bindparam("here"),
        _note.at < _END,
        _note.deleted,
        _version.conference == _note.conference,
        _version.note == _note.id,
        _version.version == _note.version,
    ),
}
"""Of each kind what ended before a moment: its id, its title, and when it ended."""


def outlived(db: Connection, conference: str, before: date) -> list[Record]:
    """What ended before that day, the oldest first."""
    given = {"here": conference, "end": seconds(datetime.combine(before, time(), TOKYO))}
    found = [_ended(kind, *row) for kind, asked in _OUTLIVED.items() for row in db.execute(asked, given)]
    return sorted(found, key=lambda record: (record.ended, record.kind, record.subject))


def make(db: Connection, conference: str, records: Iterable[Record], by: str, at: datetime, before: date) -> Disposal:
    """Keep the list as it is now; whichever waited before is dropped."""
    one_at_a_time(db, LISTING)
    waiting = (_disposal.conference == conference, _disposal.state == WAITING)
    db.execute(update(DisposalRow).where(*waiting).values(state=DROPPED))
    highest = db.execute(select(func.max(_disposal.id)).where(_disposal.conference == conference)).scalar()
    made = Disposal(int(highest or 0) + 1, tuple(records), by, before)
    listed = [[each.kind.value, each.subject, each.title, each.ended.isoformat()] for each in made.listed]
    row = {"conference": conference, "id": made.id, "made_by": by, "made_at": seconds(at), "before": before}
    row |= {"listed": json.dumps(listed, ensure_ascii=False), "state": WAITING, "done_by": ""}
    db.execute(insert(db, DisposalRow).values(row))
    return made


def waiting(db: Connection, conference: str, id_: int) -> Disposal | None:
    """The list of this number, while it waits to be confirmed."""
    asked = select(_disposal.listed, _disposal.made_by, _disposal.before).where(
        _disposal.conference == conference, _disposal.id == id_, _disposal.state == WAITING
    )
    row = db.execute(asked).one_or_none()
    return Disposal(id_, tuple(_record(*each) for each in json.loads(row[0])), row[1], row[2]) if row else None


def dispose(db: Connection, conference: str, disposal: Disposal, by: str, at: datetime) -> list[Record]:
    """Take away what is on the list and has still outlived its years; return it. In the caller's transaction."""
    mine = (_disposal.conference == conference, _disposal.id == disposal.id, _disposal.state == WAITING)
    settled = {"state": DONE, "done_by": by, "done_at": seconds(at)}
    if not db.execute(update(DisposalRow).where(*mine).values(settled)).rowcount:
        return []
    still = {(each.kind, each.subject) for each in outlived(db, conference, disposal.before)}
    gone = [each for each in disposal.listed if (each.kind, each.subject) in still]
    for record in gone:
        _take_away(db, conference, record)
    if any(record.kind is Kind.ROUND for record in gone):
        figures.roll_up(db, conference)
    return gone


def _take_away(db: Connection, conference: str, record: Record) -> None:
    if record.kind is Kind.ROUND:
        _take_away_what_hangs_on(db, conference, record)
    else:
        search.forget(db, conference, found.Kind(record.kind.value), record.subject)
    subject = int(record.subject) if record.kind in {Kind.NOTE, Kind.QUESTION} else record.subject
    for name, column in _WITH[record.kind]:
        table = _tables[name]
        db.execute(delete(table).where(table.c.conference == conference, table.c[column] == subject))


def _take_away_what_hangs_on(db: Connection, conference: str, round: Record) -> None:
    """Its deadlines, and what is found of its reports."""
    mine = select(_deadline.id).where(_deadline.conference == conference, _deadline.round == round.subject)
    for row in db.execute(mine).all():
        _take_away(db, conference, replace(round, kind=Kind.DEADLINE, subject=row[0]))
    search.forget_under(db, conference, found.Kind.REPORT, f"{round.subject}/")


def _ended(kind: Kind, subject: object, title: str, at: int) -> Record:
    return Record(kind, str(subject), on_one_line(title, 100), moment(at).astimezone(TOKYO).date())


def _record(kind: str, subject: str, title: str, ended: str) -> Record:
    return Record(Kind(kind), subject, title, date.fromisoformat(ended))
