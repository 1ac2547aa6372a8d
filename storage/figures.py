"""Figures: kept as reports and answers (append-only), read from the roll-up that the same transaction writes."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update
from sqlmodel import SQLModel

from domain.model import Figure
from storage.origins import AS_OF, SOURCE, as_of, source
from storage.tables import AnswerRow, ReportRow, RoundRow, StandingRow

_standing: Any = SQLModel.metadata.tables["standing"].c
_answer: Any = SQLModel.metadata.tables["answer"].c
_round: Any = SQLModel.metadata.tables["round"].c
_report: Any = SQLModel.metadata.tables["report"].c

FOR_EVER = date.max  # until when the last answer stands
_VALUE = ("number", "text", "words", "inferred", "note")
_KEY = ("body", "theme", "field", "item")

_READ = select(*(_standing[name] for name in (*_KEY, *_VALUE, *AS_OF, *SOURCE))).where(
    _standing.conference == bindparam("conference"),
    _standing.since <= bindparam("on"),
    _standing.until > bindparam("on"),
)
_OF_BODY = _READ.where(
    or_(_standing.body == bindparam("body"), _standing.body == bindparam("beside")),
    or_(
        _standing.body == bindparam("body"),
        bindparam("fields").like("%," + _standing.theme + "." + _standing.field + ",%"),
    ),
)
_OF_THEME = _READ.where(_standing.theme == bindparam("theme"))


def of(db: Connection, conference: str, body: str, *, beside: str, fields: str, on: date) -> list[Figure]:
    """What was known as of `on` of one body and, in `fields` (",card.rank,"), of one `beside` it. One statement."""
    asked = {"conference": conference, "body": body, "beside": beside, "fields": fields, "on": on}
    return [_figure(*row) for row in db.execute(_OF_BODY, asked).all()]


def in_theme(db: Connection, conference: str, theme: str, *, on: date) -> list[Figure]:
    """What was known as of `on` in one theme, of all bodies. One statement."""
    rows = db.execute(_OF_THEME, {"conference": conference, "theme": theme, "on": on}).all()
    return [_figure(*row) for row in rows]


def everywhere(db: Connection, conference: str, *, on: date) -> list[Figure]:
    """What was known as of `on`, of all bodies in all themes. One statement."""
    return [_figure(*row) for row in db.execute(_READ, {"conference": conference, "on": on})]


@lru_cache(maxsize=50_000)
def _figure(*row: Any) -> Figure:
    """The figure of a row. Equal rows are the same figure, so that what is said of it need be put in words once."""
    body, theme, field, item, number, text, words, inferred, note, first, last, precision, said, year, doc, page = row
    value = text if number is None else number
    day, where = as_of(first, last, precision, said, year), source(doc, page)
    return Figure(body, theme, field, item, value, day, where, words, inferred, note)


def open_round(db: Connection, conference: str, row: dict[str, Any]) -> None:
    """Keep a round; `row` holds the columns of RoundRow but the conference."""
    db.execute(insert(RoundRow), {"conference": conference, **row})


def record(db: Connection, conference: str, round: str, nth: int, figures: Sequence[Figure]) -> None:
    """Keep the reports of a round, one for each body that `figures` speak of. `roll_up` has to follow."""
    key = {"conference": conference, "round": round, "nth": nth}
    bodies = sorted({figure.body for figure in figures})
    db.execute(insert(ReportRow), [{**key, "body": body} for body in bodies])
    db.execute(insert(AnswerRow), [{**key, **_value(figure)} for figure in figures])


def _value(figure: Figure) -> dict[str, Any]:
    is_text = isinstance(figure.value, str)
    return {
        "body": figure.body,
        "field": figure.field,
        "item": figure.item,
        "number": None if is_text else figure.value,
        "text": figure.value if is_text else None,
        "words": figure.words,
        "inferred": figure.inferred,
        "note": figure.note,
    }


_newest = select(func.max(_report.nth)).where(
    _report.conference == _answer.conference, _report.round == _answer.round, _report.body == _answer.body
)
_counts = _answer.nth == _newest.scalar_subquery()


def roll_up(db: Connection, conference: str, bodies: Iterable[str] | None = None) -> None:
    """Write the standing anew from the reports, of these bodies or of all, inside the caller's transaction.

    Each answer stands from its as-of until the next one of the same body and field; of one day the later round wins.
    Of a round only a body's last report counts, with what it leaves blank.
    """
    mine = [_answer.conference == conference, _counts]
    old = delete(StandingRow).where(_standing.conference == conference)
    if bodies is not None:
        wanted = list(bodies)
        mine.append(_answer.body.in_(wanted))
        old = old.where(_standing.body.in_(wanted))
    db.execute(old)
    spans = _spans().where(*mine)
    db.execute(insert(StandingRow).from_select([column.name for column in spans.selected_columns], spans))


def follow(db: Connection, conference: str, round: str, body: str) -> None:
    """Let the standing follow a body's newest report in a round: as `roll_up`, but only what stood from its day on.

    1. What its earlier reports in the round said counts no more.
    2. What it says now stands, for the time being for ever.
    3. Everything stands until the next answer of the same field begins.
    """
    report = {"here": conference, "about": round, "of": body}
    db.execute(_FORGET, report)
    db.execute(_STAND, report)
    db.execute(_END, report)


def _spans() -> Any:
    together = (_answer.conference, _answer.body, _round.theme, _answer.field, _answer.item)
    in_turn = (_round.as_of_first, _round.as_of_last, _answer.nth, _answer.round)
    next_one = func.lead(_round.as_of_first, 1, FOR_EVER).over(partition_by=together, order_by=in_turn)
    return select(
        *(_answer[name] for name in ("conference", "body", "field", "item", "round", "nth", *_VALUE)),
        *(_round[name] for name in ("theme", *AS_OF, *SOURCE)),
        _round.as_of_first.label("since"),
        next_one.label("until"),
    ).join_from(
        SQLModel.metadata.tables["answer"],
        SQLModel.metadata.tables["round"],
        (_answer.conference == _round.conference) & (_answer.round == _round.id),
    )


def _of_round(name: str) -> Any:
    same = _round.conference == bindparam("here"), _round.id == bindparam("about")
    return select(_round[name]).where(*same).scalar_subquery()


_theirs: Any = SQLModel.metadata.tables["standing"].alias("theirs").c
_next = (
    select(
        *(_theirs[name] for name in ("field", "item", "round", "nth", "until")),
        func.lead(_theirs.since, 1, FOR_EVER)
        .over(
            partition_by=(_theirs.field, _theirs.item),
            order_by=(_theirs.as_of_first, _theirs.as_of_last, _theirs.nth, _theirs.round),
        )
        .label("following"),
    )
    .where(
        _theirs.conference == bindparam("here"),
        _theirs.body == bindparam("of"),
        _theirs.until >= _of_round("as_of_first"),
        _theirs.theme == _of_round("theme"),
    )
    .subquery("following")
)
_FORGET = delete(_standing.body.table).where(
    _standing.conference == bindparam("here"),
    _standing.body == bindparam("of"),
    _standing.until >= _of_round("as_of_first"),
    _standing.round == bindparam("about"),
)
_now = _spans().where(
    _answer.conference == bindparam("here"),
    _answer.round == bindparam("about"),
    _answer.body == bindparam("of"),
    _counts,
)
_STAND = _standing.body.table.insert().from_select([column.name for column in _now.selected_columns], _now)
_END = (
    update(_standing.body.table)
    .where(
        _standing.conference == bindparam("here"),
        _standing.body == bindparam("of"),
        _standing.theme == _of_round("theme"),
        _standing.until == _next.c.until,
        _next.c.until != _next.c.following,
        *(_standing[name] == _next.c[name] for name in ("field", "item", "round", "nth")),
    )
    .values(until=_next.c.following)
)
