"""Rows for every table of a conference, made from the tables themselves, and what to ask its functions for.

Two conferences have the same keys – the same accounts, municipalities, ids – and differ in their words alone, so that a
statement that forgets the conference hits the other one's rows.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Date, Float, Integer, Table, insert
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 – the metadata knows the tables once they are imported
from domain.calendar import TOKYO
from domain.choices import USUAL
from storage import choices

NOW = datetime(2022, 9, 8, 9, 0, tzinfo=TOKYO)
BEFORE, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
CODE, USER, THEME = "352039", "U1", "card"
SHARED = {"pace", "chosen"}
"""The tables that are the whole installation's."""

TENANTS = {name: table for name, table in SQLModel.metadata.tables.items() if name not in SHARED}

SAME: dict[str, Any] = {
    "as_of_precision": "day",
    "as_of_words": None,
    "at": int(BEFORE.timestamp()),
    "before": date(2022, 9, 1),
    "body": CODE,
    "bodies": "",
    "cancelled_at": None,
    "closed_at": None,
    "code": CODE,
    "deadline": "d1",
    "done_at": None,
    "due_at": int(LATER.timestamp()),
    "ended_at": None,
    "field": "f",
    "form": "",
    "last": date(2022, 9, 9),
    "municipality": CODE,
    "only": "",
    "review": date(2022, 9, 8),
    "rule": None,
    "round": "r1",
    "source_page": 1,
    "stopped_at": None,
    "theme": THEME,
    "themes": "",
    "to": USER,
    "user": USER,
}
"""What is no free text: the same in every conference. Anything else is filled by its type."""

WRITING = (
    '{"title": "{words}", "body": "", "kind": "own", "review": null, '
    '"themes": [], "links": [], "files": [], "origin": ""}'
)

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "answer": [{"number": None}],
    "application": [{"state": "waiting"}],
    "audit": [{"detail": "{}"}],
    "conference": [{"mark": "m"}],
    "deadline": [
        {"id": "d1", "round": ""},
        {"id": "d2", "round": "r1"},
        {"id": "s1", "round": "", "rule": "FREQ=MONTHLY;BYMONTHDAY=-1"},
        {"id": "d0", "round": "", "due_at": int(datetime(2016, 4, 1, tzinfo=TOKYO).timestamp())},
        {"id": "gone", "round": "", "cancelled_at": int(BEFORE.timestamp())},
    ],
    "deadline_move": [{"before": 1, "after": 2}],
    "disposal": [{"id": 1, "state": "waiting", "listed": '[["deadline","d0","{words}","2016-04-01"]]'}],
    "draft": [{"typed": '{"completed_step": "{words}"}'}],
    "heard": [{"id": "Ev1"}],
    "home": [{}],
    "initiative": [{"id": "i1", "topic": "t", "bodies": f",{CODE},", "facts": '["{words}"]'}],
    "leave": [{}],
    "member": [{"role": "member", "account": ""}, {"user": "U2", "role": "secretariat"}],
    "member_municipality": [{"rung": 0}],
    "municipality": [
        {"kind": "市"},
        {"code": "350001", "kind": "県"},
        {"code": "000000", "kind": "国"},
    ],
    "note": [{"id": 1}, {"id": 2, "deleted": True}],
    "note_draft": [{"key": "k", "note": 1, "writing": WRITING}],
    "note_useful": [{"note": 1}],
    "note_version": [{"kind": "own"}, {"note": 2, "kind": "own", "deleted": True}],
    "nudge": [{"matter": "deadline/d1", "once": "1"}],
    "pause": [{"since": int(BEFORE.timestamp()), "until": int(LATER.timestamp())}],
    "pmo_list": [
        {"id": 1, "state": "kept", "head": '["{words}"]', "lines": '[[2, ["{words}"]]]', "columns": "{}"},
        {"id": 2, "state": "read", "head": '["h"]', "lines": "[]", "columns": '{"step": 0}'},
    ],
    "posting": [
        {"key": "due", "kind": "reminder", "state": "pending", "due_at": int(BEFORE.timestamp()), "to": "U1"},
        {"key": "later", "kind": "reminder", "state": "pending", "due_at": int(LATER.timestamp())},
        {"key": "doubt", "kind": "reminder", "state": "uncertain", "due_at": int(BEFORE.timestamp()), "to": "U2"},
        {"key": "sending", "kind": "reminder", "state": "sending", "due_at": int(BEFORE.timestamp()), "to": "U3"},
        {"key": "sent", "kind": "reminder", "state": "sent", "due_at": int(BEFORE.timestamp()), "ts": "9.5"},
        {"key": "dead", "kind": "reminder", "state": "dead", "due_at": int(BEFORE.timestamp())},
        {"key": "failed", "kind": "failed", "state": "sent", "subject": "dead", "due_at": int(BEFORE.timestamp())},
        {"key": "ask", "kind": "nudge", "state": "sent", "subject": "deadline/d1", "due_at": int(BEFORE.timestamp())},
    ],
    "question": [
        {"id": 1, "kind": "rpa", "seen": "all", "state": "open"},
        {"id": 2, "kind": "rpa", "seen": "all", "state": "answered"},
    ],
    "question_event": [
        {"what": "asked"},
        {"question": 2, "what": "asked"},
        {"question": 2, "nth": 2, "what": "answered"},
    ],
    "reference": [
        {"kind": "steps", "version": 1, "state": "applied", "contents": '[{"number": 1, "title": "{words}"}]'},
        {"kind": "steps", "version": -1, "state": "waiting", "contents": '["{words}"]'},
    ],
    "report": [{"how": "form", "key": "once"}],
    "roster_draft": [
        {
            "id": "k",
            "state": "waiting",
            "roster": '{"members": [], "vacancies": [["352039", 0, "{words}"]]}',
        }
    ],
    "round": [
        {"id": "r1", "state": "open", "shown": "s"},
        {"id": "r0", "state": "closed", "closed_at": int(datetime(2016, 4, 1, tzinfo=TOKYO).timestamp())},
    ],
    "round_event": [{"what": "returned"}, {"nth": 2, "what": "exempted"}],
    "round_template": [{"id": "t1"}],
    "schedule_item": [
        {"id": "s1", "bodies": f",{CODE},", "topic": "t", "end": date(2022, 10, 1), "remind": True, "precision": "day"}
    ],
    "search": [{"kind": "note", "subject": "1"}, {"kind": "report", "subject": "r1/352039"}],
    "standing": [{"until": date(9999, 12, 31), "since": date(2022, 8, 1), "number": None}],
    "succession": [{"old": "U1", "new": "U2", "day": date(2022, 9, 8), "state": "planned"}],
    "tap": [{"state": "done"}],
    "vacancy": [{"post": "p"}],
}
"""The rows of each table: what they have besides. A table that stands nowhere here fails the test."""

LISTS = {"romaji", "former", "shared", "links", "files"}
"""Columns that hold a list as JSON text."""


SELECT = re.compile(r"\bSELECT\b")
TOUCHED = re.compile(rf'\b(?:FROM|JOIN|INTO|UPDATE|,)\s+"?({"|".join(TENANTS)})"?(?=\s|$|\)|,)')
UPDATED = re.compile(r"UPDATE (\w+) SET [^;]* FROM \($")
OF_ALL = re.compile(r'\s+posting\."to"\s+FROM posting\s+WHERE posting\.state = \S+ AND posting\.next_try_at > \S+')
"""The one part that looks at all conferences: a person's direct messages are left alone for a second, whoever wrote.

The rooms that are busy never leave the statement.
"""


def heedless(statement: str) -> list[str]:
    """The parts of a statement that touch rows of a conference and do not say which one's."""
    parts = [part for part in SELECT.split(statement) if TOUCHED.search(part) and "conference" not in part]
    return [part for part in parts if not OF_ALL.match(part) and not _said_behind(part, statement)]


def _said_behind(part: str, statement: str) -> bool:
    """Whether it is the head of an UPDATE that says it behind the rows it compares with."""
    found = UPDATED.match(part)
    return bool(found) and bool(re.search(rf"\) AS \w+ WHERE {found[1]}\.conference = ", statement))


def fill(db: Connection, conference: str, words: str, earlier: int = 0) -> None:
    """Fill every table; every free text in it contains `words`, and all happened so many seconds earlier."""
    for name, table in TENANTS.items():
        made = [_row(table, conference, words, given) for given in VARIANTS[name]]
        db.execute(insert(table), [_shifted(row, earlier) for row in made])


def _row(table: Table, conference: str, words: str, given: dict[str, Any]) -> dict[str, Any]:
    said = {name: _worded(value, words) for name, value in given.items()}
    if table.name == "conference":
        said["reference"] = json.dumps(_reference(words), ensure_ascii=False)
        said["choices"] = json.dumps(choices.facts(replace(USUAL, keeps=len(words))))
    return {c.name: conference if c.name == "conference" else said.get(c.name, _value(c, words)) for c in table.columns}


def _shifted(row: dict[str, Any], earlier: int) -> dict[str, Any]:
    """Numbers as large as that are moments."""
    return {name: v - earlier if isinstance(v, int) and v > 1_000_000_000 else v for name, v in row.items()}


def _worded(value: Any, words: str) -> Any:
    return value.replace("{words}", words) if isinstance(value, str) else value


def _value(column: Column[Any], words: str) -> Any:
    if column.name in SAME:
        return SAME[column.name]
    if column.name in LISTS:
        return "[]"
    kinds = {Boolean: False, BigInteger: int(BEFORE.timestamp()), Float: 1.0, Date: date(2022, 9, 1), Integer: 1}
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    return "k" if column.primary_key else words


def _reference(words: str) -> dict[str, Any]:
    source, as_of = {"document": words}, {"value": "2022-09-01", "precision": "day"}
    meeting = {
        "id": "m",
        "body": words,
        "words": words,
        "agenda": [],
        "documents": [],
        "source": source,
        "as_of": as_of,
    }
    theme = {"id": THEME, "name": words, "short": words, "order": 1, "aliases": [], "form": []}
    return {"themes": [theme], "systems": [], "steps": [], "topics": [], "closed_days": None, "meetings": [meeting]}


def rows(db: Connection, conference: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every row of a conference, table by table, in one order."""
    for name, table in TENANTS.items():
        asked = table.select().where(table.c.conference == conference).order_by(*table.primary_key.columns)
        yield from ((name, tuple(row)) for row in db.execute(asked))
