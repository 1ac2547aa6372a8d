"""How a report is stored – read, checked against the last time, kept with all that follows – and the same rows bare.

The bare statements write the very rows that our transaction wrote: one transaction more on the same connection, with
the same durability, prepared by the driver alone. They know beforehand what to write; ours has to find out.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import SQLModel

import bot
from bench.form import TYPED, view
from domain.model import Member, Role
from domain.round import Round
from handlers.accounts import Accounts
from handlers.desk import Desk
from handlers.pulse import Pulse
from handlers.report_asking import Opened
from handlers.report_submit import submitted
from reminders.poster import USUAL
from settings import Settings
from storage.database import Database

clock: Callable[[], float] = time.perf_counter  # or this thread's CPU time, which other work does not lengthen
NOWHERE = "http://127.0.0.1:9/api/"  # nothing is sent here
BARE = "bare"  # the conference of the bare rows
OF_BODY = {
    "report": "body = {body}",
    "answer": "body = {body}",
    "standing": "body = {body}",
    "search": "municipality = {body}",
    "tap": "body = {body}",
    "audit": "subject LIKE 'round/%%/' || {body}",
}
"""The tables in which a report leaves rows, and which of them are of one municipality."""

Rows = Mapping[str, frozenset[tuple[Any, ...]]]


class Stored(NamedTuple):
    """Seconds for one report, those of the bare rows, and how many rows were written."""

    ours: float
    bare: float
    rows: int


def desk(database: Database, now: datetime) -> Desk:
    """The desk of a bot that is connected to nothing."""
    settings = Settings.model_construct(slack_app_token=SecretStr("xapp-bench"), secretariat=("U0",))
    client, line = AsyncWebClient("xoxb-bench"), bot.Line(NOWHERE, "xoxb-bench", None, "", lambda: now)
    return bot.Premises(settings, line, database, USUAL, client, Accounts(client), Pulse(())).desk(bot.CONFERENCE)


def submit(desk: Desk, asked: Round, body: str) -> float:
    """Seconds in which the form of one municipality is read, checked and kept, to the answer in its ack."""
    member, shown = Member("U0BENCH00000", "情報政策担当", Role.MEMBER, (body,)), view(asked.id, body)
    began = clock()
    said = submitted(Opened(asked.id, body), TYPED, shown["id"], member, desk)
    took = clock() - began
    assert said["view"]["blocks"][0]["block_id"] == "reported", said
    return took


def beside_bare(database: Database, desk: Desk, asked: Round, body: str) -> Stored:
    """One report, and then its rows once more by bare SQL."""
    bare = Bare(database)
    before = bare.rows(body)
    bare.write({}, {"standing": before["standing"]})
    ours = submit(desk, asked, body)
    after = bare.rows(body)
    gone = {name: before[name] - after[name] for name in OF_BODY}
    new = {name: after[name] - before[name] for name in OF_BODY}
    return Stored(ours, bare.write(gone, new), sum(map(len, new.values())))


class Bare:
    """The driver's own connection, and statements as short as they can be."""

    def __init__(self, database: Database) -> None:
        db = database.read()
        self._mark = "?" if db.dialect.name == "sqlite" else "%s"
        self._begin = "BEGIN IMMEDIATE" if db.dialect.name == "sqlite" else "BEGIN"
        self._cursor: Any = db.connection.cursor()

    def rows(self, body: str) -> dict[str, frozenset[tuple[Any, ...]]]:
        """What is kept of a municipality, as the driver reads it."""
        return {name: frozenset(self._read(name, where, body)) for name, where in OF_BODY.items()}

    def _read(self, name: str, where: str, body: str) -> Sequence[tuple[Any, ...]]:
        asked = f"SELECT {_columns(name)} FROM {name} WHERE conference = 'yamaguchi' AND {where}"  # noqa: S608
        if self._mark == "?":
            asked = asked.replace("%%", "%")
        self._cursor.execute(asked.format(body=self._mark), (body,))
        found: Sequence[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def write(self, gone: Rows, new: Rows) -> float:
        """Seconds in which these rows are taken away and those are written, as another conference's."""
        work = [*self._statements(gone, self._delete), *self._statements(new, self._insert)]
        began = clock()
        self._cursor.execute(self._begin)
        for statement, rows in work:
            self._cursor.executemany(statement, rows)
        self._cursor.execute("COMMIT")
        return clock() - began

    def _statements(self, rows: Rows, written: Any) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        for name, each in rows.items():
            if each:
                yield written(name, [(BARE, *row[1:]) for row in each])

    def _insert(self, name: str, rows: list[tuple[Any, ...]]) -> tuple[str, list[tuple[Any, ...]]]:
        marks = ", ".join([self._mark] * len(rows[0]))
        return f"INSERT INTO {name} ({_columns(name)}) VALUES ({marks})", rows  # noqa: S608

    def _delete(self, name: str, rows: list[tuple[Any, ...]]) -> tuple[str, list[tuple[Any, ...]]]:
        key = {column.name for column in SQLModel.metadata.tables[name].primary_key}
        places = [nth for nth, column in enumerate(_names(name)) if column in key]
        same = " AND ".join(f'"{_names(name)[nth]}" = {self._mark}' for nth in places)
        return f"DELETE FROM {name} WHERE {same}", [tuple(row[nth] for nth in places) for row in rows]  # noqa: S608


def _columns(name: str) -> str:
    return ", ".join(f'"{column}"' for column in _names(name))


def _names(name: str) -> list[str]:
    """A table's columns, the conference first."""
    return ["conference", *(each.name for each in SQLModel.metadata.tables[name].columns if each.name != "conference")]
