"""Rounds: opened, changed, closed; what happened in them, and how each stands in every municipality."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import SQLModel

from domain.forms import Field, Kind, Theme
from domain.model import Municipality, Source
from domain.round import Draft, Event, Known, Progress, Round, What, everywhere
from storage import deadlines, figures, reports
from storage.columns import joined, moment, parted, seconds
from storage.dialect import insert, one_by_name
from storage.origins import AS_OF, SOURCE, as_of, source
from storage.tables import DraftRow, RoundEventRow, RoundRow

FEW = 50  # municipalities that are asked for by their codes
_round: Any = SQLModel.metadata.tables["round"].c
_event: Any = SQLModel.metadata.tables["round_event"].c
_draft: Any = SQLModel.metadata.tables["draft"].c

_COLUMNS = ("id", "theme", "title", "bodies", "form", "opened_by", "opened_at", "closed_at", "closes", "shown", *AS_OF)
_READ = select(*(_round[name] for name in _COLUMNS)).where(_round.conference == bindparam("conference"))
_ONE = _READ.where(_round.id == bindparam("id"))
_HELD = _ONE.with_for_update()
_SHARED = _ONE.with_for_update(read=True, key_share=True)  # the board's mark in the row may be written meanwhile
_ASKED = _READ.where(_round.opened_at.is_not(None)).order_by(_round.opened_at, _round.id)
_OPEN = _ASKED.where(_round.closed_at.is_(None))
_EVENTS = (
    select(_event.body, _event.what, _event.by, _event.at, _event.reason, _event.report, _event.until)
    .where(_event.conference == bindparam("conference"), _event.round == bindparam("round"))
    .order_by(_event.body, _event.nth)
)
_EVENTS_OF = _EVENTS.where(_event.body.in_(bindparam("bodies", expanding=True)))
_DRAFTS = select(_draft.round, _draft.body, _draft.user, _draft.typed, _draft.at, _draft.based_on).where(
    _draft.conference == bindparam("conference"), _draft.round == bindparam("round")
)
_REPORTED = _draft.conference.table.delete().where(
    *(_draft[name] == bindparam(name) for name in ("conference", "round", "body", "user"))
)


def open_(db: Connection, conference: str, asked: Round) -> Round:
    """Keep a new round; return it with its id, which reads aloud: standardization-2022-10."""
    row = {
        "conference": conference,
        "id": (id_ := _fresh(db, conference, f"{asked.theme}-{asked.as_of.last:%Y-%m}")),
        "opened_by": asked.opened_by,
        "opened_at": seconds(asked.opened_at) if asked.opened_at else None,
        "state": "open",
        "source_document": f"「{asked.title}」への報告",
        **_changeable(asked),
    }
    db.execute(insert(db, RoundRow).values(row))
    return one(db, conference, id_) or asked


def change(db: Connection, conference: str, changed: Round) -> None:
    """Give it another title, as-of, or other municipalities; the standing follows. In the caller's transaction."""
    mine = _round.conference == conference, _round.id == changed.id
    source = {"source_document": f"「{changed.title}」への報告"}
    db.execute(update(RoundRow).where(*mine).values({**_changeable(changed), **source}))
    if heard := reports.last(db, conference, changed.id):
        figures.roll_up(db, conference, heard)


def close(db: Connection, conference: str, round: str, at: datetime | None) -> None:
    """It takes no reports any more, but corrections with a reason; None opens it again."""
    mine = _round.conference == conference, _round.id == round
    values = {"closed_at": seconds(at) if at else None, "state": "closed" if at else "open"}
    db.execute(update(RoundRow).where(*mine).values(values))


def one(db: Connection, conference: str, round: str) -> Round | None:
    row = db.execute(_ONE, {"conference": conference, "id": round}).one_or_none()
    return _value(row) if row else None


def held(db: Connection, conference: str, round: str) -> Round | None:
    """The same, to be changed: whoever else would, or would report in it, waits for the end of this transaction."""
    row = db.execute(_HELD, {"conference": conference, "id": round}).one_or_none()
    return _value(row) if row else None


def held_for(db: Connection, conference: str, round: str, body: str) -> Round | None:
    """The same, to be reported in: whoever would change it waits, and whoever else reports for this municipality.

    What the others report goes on beside it.
    """
    one_by_name(db, f"report {conference} {body}")
    row = db.execute(_SHARED, {"conference": conference, "id": round}).one_or_none()
    return _value(row) if row else None


def open_ones(db: Connection, conference: str) -> list[Round]:
    """Those that take reports, the one opened first first."""
    return [_value(row) for row in db.execute(_OPEN, {"conference": conference})]


def asked(db: Connection, conference: str) -> list[Round]:
    """All that were ever opened here, the first one first; not what the papers gave."""
    return [_value(row) for row in db.execute(_ASKED, {"conference": conference})]


def every(db: Connection, conference: str) -> list[tuple[Round, Source]]:
    """All of them, what the papers gave as well, each with what it is the source of."""
    rows = db.execute(
        _READ.add_columns(*(_round[name] for name in SOURCE)).order_by(_round.id), {"conference": conference}
    )
    return [(_value(row), source(*(getattr(row, name) for name in SOURCE))) for row in rows]


def shown(db: Connection, conference: str, round: str) -> str:
    """What its board in the room said last."""
    row = db.execute(_ONE, {"conference": conference, "id": round}).one_or_none()
    return row.shown if row else ""


def show(db: Connection, conference: str, round: str, said: str, instead_of: str) -> bool:
    """From now on its board says this; False where somebody else has changed it since."""
    mine = _round.conference == conference, _round.id == round, _round.shown == instead_of
    return db.execute(update(RoundRow).where(*mine).values(shown=said)).rowcount == 1


def note(db: Connection, conference: str, round: str, event: Event) -> int:
    """Append what happened there; return its number in that municipality. In the caller's transaction."""
    where = {"conference": conference, "round": round, "body": event.body}
    counted = select(func.count()).where(*(_event[name] == value for name, value in where.items()))
    nth = int(db.execute(counted).scalar_one()) + 1
    said = {"what": event.what.value, "by": event.by, "reason": event.reason, "report": event.on}
    until = seconds(event.until) if event.until else None
    db.execute(insert(db, RoundEventRow).values({**where, "nth": nth, "at": seconds(event.at), "until": until, **said}))
    return nth


def events(db: Connection, conference: str, round: str, bodies: Sequence[str] | None = None) -> dict[str, list[Event]]:
    """What happened in a round in each municipality (or in these), in order, by its code."""
    asked = {"conference": conference, "round": round}
    rows = db.execute(_EVENTS, asked) if bodies is None else db.execute(_EVENTS_OF, {**asked, "bodies": bodies})
    found: dict[str, list[Event]] = {}
    for row in rows:
        until = moment(row.until) if row.until is not None else None
        event = Event(row.body, What(row.what), row.by, moment(row.at), row.reason, row.report, until)
        found.setdefault(row.body, []).append(event)
    return found


def known(db: Connection, conference: str, round: str, bodies: Sequence[str] | None = None) -> dict[str, Known]:
    """What is known of each municipality (or of these) of which anything is, by its code. Three statements."""
    last, happened = reports.last(db, conference, round, bodies), events(db, conference, round, bodies)
    based: dict[str, int] = {}
    for row in db.execute(_DRAFTS, {"conference": conference, "round": round}):
        based[row.body] = max(row.based_on, based.get(row.body, 0))
    codes = {*last, *happened, *based}
    return {code: Known(last.get(code), happened.get(code, ()), based.get(code)) for code in codes}


def progress(
    db: Connection, conference: str, round: Round, municipalities: Sequence[Municipality], now: datetime
) -> list[Progress]:
    """How a round stands in each of these that it concerns. Four statements, and few rows for few."""
    due = deadlines.of_round(db, conference, round.id)
    few = [each.code for each in municipalities] if len(municipalities) <= FEW else None
    return everywhere(round, municipalities, known(db, conference, round.id, few), due, now)


def keep_draft(db: Connection, conference: str, draft: Draft) -> None:
    """Keep what somebody typed, instead of what they typed before."""
    key = {"conference": conference, "round": draft.round, "body": draft.body, "user": draft.user}
    said = {"typed": json.dumps(draft.typed, ensure_ascii=False), "at": seconds(draft.at), "based_on": draft.based_on}
    keeping = insert(db, DraftRow).values({**key, **said})
    db.execute(keeping.on_conflict_do_update(index_elements=list(key), set_=said))


def draft(db: Connection, conference: str, round: str, body: str, user: str) -> Draft | None:
    """What this person typed there and has not reported."""
    asked = _DRAFTS.where(_draft.body == body, _draft.user == user)
    row = db.execute(asked, {"conference": conference, "round": round}).one_or_none()
    return Draft(round, body, user, json.loads(row.typed), moment(row.at), row.based_on) if row else None


def drop_draft(db: Connection, conference: str, round: str, body: str, user: str) -> None:
    """It was reported. What others typed there stays theirs."""
    db.execute(_REPORTED, {"conference": conference, "round": round, "body": body, "user": user})


def _fresh(db: Connection, conference: str, wanted: str) -> str:
    """The id as it is wanted, or with the first number behind it that is free."""
    like = _round.id.startswith(wanted, autoescape=True)
    taken = set(db.execute(select(_round.id).where(_round.conference == conference, like)).scalars())
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(id_ for id_ in numbered if id_ not in taken)


def _changeable(asked: Round) -> dict[str, Any]:
    day = asked.as_of
    return {
        "theme": asked.theme,
        "title": asked.title,
        "bodies": joined(asked.bodies),
        "form": json.dumps(_written(asked.form), ensure_ascii=False) if asked.form else "",
        "closes": asked.closes,
        **dict(zip(AS_OF, (day.first, day.last, day.precision, day.words, day.year_inferred), strict=True)),
    }


def _value(row: Any) -> Round:
    return Round(
        id=row.id,
        theme=row.theme,
        title=row.title,
        as_of=as_of(*(getattr(row, name) for name in AS_OF)),
        bodies=parted(row.bodies),
        form=_form(json.loads(row.form)) if row.form else None,
        opened_by=row.opened_by,
        opened_at=moment(row.opened_at) if row.opened_at is not None else None,
        closed_at=moment(row.closed_at) if row.closed_at is not None else None,
        closes=row.closes,
    )


def _written(form: Theme) -> dict[str, Any]:
    """A form of its own as JSON can say it: plain fields, no steps."""
    fields = [
        {"id": f.id, "label": f.label, "kind": f.kind.value, "unit": f.unit, "choices": list(f.choices)}
        for f in form.form
    ]
    return {"id": form.id, "name": form.name, "fields": fields}


def _form(data: dict[str, Any]) -> Theme:
    return Theme(data["id"], data["name"], data["name"], 0, (), tuple(_fields(data["fields"])))


def _fields(listed: Sequence[dict[str, Any]]) -> Iterable[Field]:
    for each in listed:
        choices = tuple((key, words) for key, words in each["choices"])
        yield Field(each["id"], each["label"], Kind(each["kind"]), each["label"], each["unit"], choices=choices)
