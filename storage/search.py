"""What can be found (検索): one row for each note, question, report, deadline and initiative.

Words are compared in their folded form (domain/lookup.py), with LIKE: it finds words of two characters as well, which
the trigram indexes of both databases do not. bench/search.py measures it against them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, func, literal, or_, select
from sqlmodel import SQLModel

from domain.calendar import TOKYO
from domain.lookup import key
from domain.search import Entry, Found, Kind, Query
from storage.columns import joined, moment, parted, seconds
from storage.dialect import bytewise, insert
from storage.tables import SearchRow

_search: Any = SQLModel.metadata.tables["search"].c
_SHOWN = ("kind", "subject", "at", "title", "body", "municipality", "themes", "only")
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
    }
    keeping = insert(db, SearchRow).values({**same, **row})
    db.execute(keeping.on_conflict_do_update(index_elements=list(same), set_=row))


def forget(db: Connection, conference: str, kind: Kind, subject: str) -> None:
    """It is found no more."""
    same = (_search.conference == conference, _search.kind == kind.value, _search.subject == subject)
    db.execute(delete(SearchRow).where(*same))


def find(
    db: Connection, conference: str, query: Query, *, reader: Collection[str] | None, most: int = 10, after: int = 0
) -> Found:
    """What holds all the words, the best first: in the title, often in the text, new.

    `reader` holds the municipalities of who asks; None is the secretariat, which reads everything.
    """
    among = and_(_search.conference == conference, *_narrowed(query), *_readable(reader), *map(_holds, query.words))
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
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (query.municipality, _search.municipality == query.municipality),
        (query.theme, _search.themes.contains(f",{query.theme},")),
        (query.kind, _search.kind == query.kind),
        (query.since, _search.at >= (query.since and seconds(datetime.combine(query.since, time(), TOKYO)))),
        (query.until, _search.at < (query.until and _end_of(query.until))),
    ]
    return [condition for value, condition in asked if value]


def _end_of(day: Any) -> int:
    return seconds(datetime.combine(day + timedelta(days=1), time(), TOKYO))


def _entry(row: Sequence[Any]) -> Entry:
    kind, subject, at, title, body, municipality, themes, only = row
    return Entry(Kind(kind), subject, moment(at), title, body, municipality, parted(themes), only)
