"""What can be found (検索): one row for each note, question, report, deadline and initiative.

Words are compared in their folded form (domain/lookup.py), with LIKE: it finds words of two characters as well, which
the trigram indexes of both databases do not. bench/search.py measures it against them.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, false, func, literal, or_, select
from sqlmodel import SQLModel

from domain.calendar import TOKYO
from domain.lookup import key
from domain.model import AsOf, Source
from domain.search import Entry, Found, Kind, Query
from storage.columns import joined, moment, parted, seconds
from storage.dialect import bytewise, insert
from storage.origins import AS_OF, SOURCE, as_of, source
from storage.tables import SearchRow

_search: Any = SQLModel.metadata.tables["search"].c
_SHOWN = ("kind", "subject", "at", "title", "body", "municipality", "themes", "only", *AS_OF, *SOURCE)
IN_TITLE, MOST = 8, 5  # what a word in the title counts, and how often one in the text counts at most


def keep(db: Connection, conference: str, entry: Entry) -> None:
    """Let it be found with these words, instead of those from before. In the transaction of what it tells of."""
    same = {"conference": conference, "kind": entry.kind.value, "subject": entry.subject}
    row = {
        "municipality": entry.municipality,
        "themes": joined(entry.themes),
        "only": entry.only,
        "at": seconds(entry.at),
        "title": entry.title,
        "body": entry.body,
        "folded_title": key(entry.title),
        "folded": key(entry.body),
        **_origin(entry.origin),
    }
    keeping = insert(db, SearchRow).values({**same, **row})
    db.execute(keeping.on_conflict_do_update(index_elements=list(same), set_=row))


def forget(db: Connection, conference: str, kind: Kind, subject: str) -> None:
    """It is found no more."""
    same = (_search.conference == conference, _search.kind == kind.value, _search.subject == subject)
    db.execute(delete(SearchRow).where(*same))


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
    """What holds all the words, the best first: in the title, often in the text, new.

    `reader` holds the municipalities of who asks; None is the secretariat, which reads everything. What the papers say
    of a day after `now` is not found.
    """
    here = (_search.conference == conference, _search.at <= seconds(now))
    among = and_(*here, *_narrowed(query), *_readable(reader), *map(_holds, query.words))
    page = _best_first(db, query.words).where(among).limit(most).offset(after)
    total = db.execute(select(func.count()).where(among)).scalar_one()
    return Found(tuple(_entry(row) for row in db.execute(page)), int(total))


def _best_first(db: Connection, words: Sequence[str]) -> "Select[Any]":
    score = sum((_score(key(word)) for word in words), literal(0))
    order = (score.desc(), _search.at.desc(), bytewise(db, _search.kind), bytewise(db, _search.subject))
    return select(*(_search[name] for name in _SHOWN)).order_by(*order)


def _holds(word: str) -> ColumnElement[bool]:
    folded = key(word)
    return or_(_search.folded_title.contains(folded, autoescape=True), _search.folded.contains(folded, autoescape=True))


def _score(folded: str) -> ColumnElement[int]:
    without = func.length(func.replace(_search.folded, folded, ""))
    often = (func.length(_search.folded) - without) / literal(len(folded))
    in_text = case((often > MOST, MOST), else_=often)
    return case((_search.folded_title.contains(folded, autoescape=True), IN_TITLE), else_=0) + in_text


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
    named = [_search.folded_title.contains(key(name), autoescape=True) for name in query.called]
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
