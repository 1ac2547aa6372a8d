"""What can be found (検索): one row for each note, question, report, deadline and initiative.

Words are compared in their folded form (domain/lookup.py), with LIKE: it finds words of two characters as well, which
the trigram indexes of both databases do not. bench/search.py measures it against them. Each look reads every row once.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, false, func, literal, or_, select, tuple_
from sqlmodel import SQLModel

from domain.calendar import TOKYO
from domain.lookup import key
from domain.model import AsOf, Source
from domain.search import Entry, Found, Kind, Query
from storage.columns import joined, moment, parted, seconds
from storage.dialect import bytewise, replacing
from storage.origins import AS_OF, SOURCE, as_of, source
from storage.tables import SearchRow

_search: Any = SQLModel.metadata.tables["search"].c
_ID = ("kind", "subject")
_SHOWN = ("kind", "subject", "at", "title", "body", "municipality", "themes", "only", *AS_OF, *SOURCE)


def keep(db: Connection, conference: str, entry: Entry) -> None:
    """Let it be found with these words, instead of those from before. In the transaction of what it tells of."""
    row = {
        "conference": conference,
        "kind": entry.kind.value,
        "subject": entry.subject,
        "municipality": entry.municipality,
        "themes": joined(entry.themes),
        "only": entry.only,
        "at": seconds(entry.at),
        "title": entry.title,
        "body": entry.body,
        "folded_title": key(entry.title),
        "folded": f"{key(entry.title)}\n{key(entry.body)}",
        **_origin(entry.origin),
    }
    db.execute(replacing(db, SearchRow), row)


def forget(db: Connection, conference: str, kind: Kind, subject: str) -> None:
    """It is found no more."""
    same = (_search.conference == conference, _search.kind == kind.value, _search.subject == subject)
    db.execute(delete(SearchRow).where(*same))


def forget_under(db: Connection, conference: str, kind: Kind, beginning: str) -> None:
    """Whatever of this kind has a subject that begins so is found no more."""
    theirs = (_search.kind == kind.value, _search.subject.startswith(beginning, autoescape=True))
    db.execute(delete(SearchRow).where(_search.conference == conference, *theirs))


def forget_all(db: Connection, conference: str) -> None:
    db.execute(delete(SearchRow).where(_search.conference == conference))


def every(db: Connection, conference: str) -> list[Entry]:
    """All that can be found, in no order."""
    return [
        _entry(row)
        for row in db.execute(select(*(_search[name] for name in _SHOWN)).where(_search.conference == conference))
    ]


def find(  # noqa: PLR0913 – a question, who asks it when, and the page of its answer
    db: Connection,
    conference: str,
    query: Query,
    *,
    reader: Collection[str] | None,
    now: datetime,
    most: int = 10,
    after: int = 0,
) -> Found:
    """What holds all the words: first what has the most of them in its title, then what is newest.

    `reader` holds the municipalities of who asks; None is the secretariat, which reads everything. What the papers say
    of a day after `now` is not found.
    """
    here = (_search.conference == conference, _search.at <= seconds(now))
    among = and_(*here, *_narrowed(query), *_readable(reader), *(_holds(_search.folded, word) for word in query.words))
    best = [_in_title(query.words).desc(), _search.at.desc(), *(bytewise(db, _search[name]) for name in _ID)]
    ids = select(*(_search[name] for name in _ID), func.count().over()).where(among).order_by(*best)
    page = db.execute(ids.limit(most).offset(after)).all()
    if after and not page:  # what was there has gone meanwhile
        return find(db, conference, query, reader=reader, now=now, most=most)
    return Found(_entries(db, conference, [(row[0], row[1]) for row in page]), int(page[0][2]) if page else 0)


def _entries(db: Connection, conference: str, ids: Sequence[tuple[str, str]]) -> tuple[Entry, ...]:
    """These, in this order: their words are read only once it is known which are shown."""
    shown = select(*(_search[name] for name in _SHOWN))
    named = tuple_(*(_search[name] for name in _ID)).in_(ids)
    found = {(row[0], row[1]): _entry(row) for row in db.execute(shown.where(_search.conference == conference, named))}
    return tuple(found[each] for each in ids)


def _holds(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return column.contains(key(word), autoescape=True)


def _in_title(words: Iterable[str]) -> ColumnElement[int]:
    return sum((case((_holds(_search.folded_title, word), 1), else_=0) for word in words), literal(0))


def _readable(reader: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if reader is None else [_search.only.in_(["", *reader])]


def _narrowed(query: Query) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.municipality:
        asked.append(_search.municipality == query.municipality)
    if query.theme:
        asked.append(_under(query))
    if query.kind:
        asked.append(_search.kind == query.kind.value)
    if query.since:
        asked.append(_search.at >= _begin_of(query.since))
    if query.until:
        asked.append(_search.at < _begin_of(query.until + timedelta(days=1)))
    return asked


def _under(query: Query) -> ColumnElement[bool]:
    named = [_holds(_search.folded_title, name) for name in query.called]
    return or_(_search.themes.contains(f",{query.theme},"), and_(_search.themes == "", or_(false(), *named)))


def _begin_of(day: date) -> int:
    return seconds(datetime.combine(day, time(), TOKYO))


def _entry(row: Sequence[Any]) -> Entry:
    kind, subject, at, title, body, municipality, themes, only, *told = row
    origin = (as_of(*told[: len(AS_OF)]), source(*told[len(AS_OF) :])) if told[0] else None
    return Entry(Kind(kind), subject, moment(at), title, body, municipality, parted(themes), only, origin)


def _origin(origin: tuple[AsOf, Source] | None) -> dict[str, Any]:
    if origin is None:
        return dict.fromkeys((*AS_OF, *SOURCE))
    when, where = origin
    day = (when.first, when.last, when.precision, when.words, when.year_inferred)
    return dict(zip((*AS_OF, *SOURCE), (*day, where.document, where.page), strict=True))
