"""Questions (相談): what was asked, what became of it (append-only), and how each stands.

The head row changes only from the version that was read: of two who act at once the second changes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import SQLModel

from domain import findable
from domain.question import OPEN_STATES, Event, Question, Seen, State, What
from storage import search
from storage.columns import moment, seconds
from storage.dialect import insert, one_at_a_time
from storage.tables import QuestionEventRow, QuestionRow

_question: Any = SQLModel.metadata.tables["question"].c
_event: Any = SQLModel.metadata.tables["question_event"].c
ASKING = 4_021_105  # the advisory lock under which a question gets its number

_COLUMNS = ("id", "municipality", "kind", "text", "seen", "state", "asked_by", "asked_at", "since", "proxy", "version")
_READ = select(*(_question[name] for name in _COLUMNS)).where(_question.conference == bindparam("here"))
_ONE = _READ.where(_question.id == bindparam("id"))
_OPEN = _READ.where(_question.state.in_([state.value for state in OPEN_STATES])).order_by(
    _question.asked_at, _question.id
)
_ANSWERED = _READ.where(_question.state.in_([State.ANSWERED.value, State.CLOSED.value])).order_by(
    _question.since.desc(), _question.id.desc()
)
_EVENTS = (
    select(*(_event[name] for name in ("what", "by", "at", "words", "number", "day")))
    .where(_event.conference == bindparam("here"), _event.question == bindparam("id"))
    .order_by(_event.nth)
)
_COUNTS = (
    select(_question.municipality, _question.kind, _question.state, func.count().label("count"))
    .where(_question.conference == bindparam("here"))
    .group_by(_question.municipality, _question.kind, _question.state)
)
MOST_COMPARED = 500  # answered questions among which one that is alike is looked for, the newest


def ask(db: Connection, conference: str, asked: Question) -> Question:
    """Keep a new question; return it with its number."""
    one_at_a_time(db, ASKING)
    last = db.execute(select(func.max(_question.id)).where(_question.conference == conference)).scalar()
    kept = replace(asked, id=(last or 0) + 1, version=1)
    row = {
        "id": kept.id,
        "municipality": kept.municipality,
        "kind": kept.kind,
        "text": kept.text,
        "seen": kept.seen.value,
        "state": kept.state.value,
        "asked_by": kept.asked_by,
        "asked_at": seconds(kept.asked_at),
        "since": seconds(kept.since),
        "proxy": kept.proxy,
        "version": 1,
    }
    db.execute(insert(db, QuestionRow).values({"conference": conference, **row}))
    _append(db, conference, kept, Event(What.ASKED, kept.asked_by, kept.asked_at))
    _let_be_found(db, conference, kept)
    return kept


def happens(db: Connection, conference: str, after: Question, event: Event) -> bool:
    """It stands like this after that event; False where something else has happened to it since it was read."""
    mine = (_question.conference == conference, _question.id == after.id, _question.version == after.version - 1)
    stands = {"state": after.state.value, "seen": after.seen.value, "since": seconds(after.since)}
    if not db.execute(update(QuestionRow).where(*mine).values(version=after.version, **stands)).rowcount:
        return False
    _append(db, conference, after, event)
    _let_be_found(db, conference, after)
    return True


def one(db: Connection, conference: str, id_: int) -> Question | None:
    row = db.execute(_ONE, {"here": conference, "id": id_}).one_or_none()
    return _value(row) if row else None


def events(db: Connection, conference: str, id_: int) -> list[Event]:
    """What became of it, in order; the nth is the one that made its version n."""
    rows = db.execute(_EVENTS, {"here": conference, "id": id_})
    return [Event(What(row.what), row.by, moment(row.at), row.words, row.number, row.day) for row in rows]


def every(db: Connection, conference: str) -> list[Question]:
    """All that were ever asked."""
    return [_value(row) for row in db.execute(_READ, {"here": conference})]


def open_ones(db: Connection, conference: str) -> list[Question]:
    """Those that are not answered, the oldest first."""
    return [_value(row) for row in db.execute(_OPEN, {"here": conference})]


def answered(db: Connection, conference: str, reader: Collection[str] | None) -> list[Question]:
    """Those that are, the newest first, as far as somebody of these municipalities may read them; None reads all."""
    asked = _ANSWERED if reader is None else _ANSWERED.where(_readable(reader))
    return [_value(row) for row in db.execute(asked.limit(MOST_COMPARED), {"here": conference})]


def some(db: Connection, conference: str, ids: Iterable[int]) -> list[Question]:
    """Those of these numbers, in their order."""
    wanted = list(ids)
    rows = db.execute(_READ.where(_question.id.in_(wanted)), {"here": conference})
    return sorted((_value(row) for row in rows), key=lambda each: wanted.index(each.id))


def counts(db: Connection, conference: str) -> list[tuple[str, str, State, int]]:
    """How many there are of each municipality, kind and state."""
    return [(row[0], row[1], State(row[2]), int(row[3])) for row in db.execute(_COUNTS, {"here": conference})]


def _readable(reader: Collection[str]) -> Any:
    return (_question.seen == Seen.ALL.value) | _question.municipality.in_(list(reader))


def _append(db: Connection, conference: str, after: Question, event: Event) -> None:
    where = {"conference": conference, "question": after.id, "nth": after.version}
    said = {"what": event.what.value, "words": event.words, "number": event.number, "day": event.day}
    db.execute(insert(db, QuestionEventRow).values({**where, **said, "by": event.by, "at": seconds(event.at)}))


def _let_be_found(db: Connection, conference: str, after: Question) -> None:
    search.keep(db, conference, findable.question(after, events(db, conference, after.id)))


def _value(row: Any) -> Question:
    return Question(
        id=row.id,
        municipality=row.municipality,
        kind=row.kind,
        text=row.text,
        seen=Seen(row.seen),
        asked_by=row.asked_by,
        asked_at=moment(row.asked_at),
        proxy=row.proxy,
        state=State(row.state),
        since=moment(row.since),
        version=row.version,
    )
