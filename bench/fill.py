"""Fills the database of DATABASE_URL beforehand: the papers, made-up municipalities and monthly rounds."""

import argparse
import calendar
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert, literal, select
from sqlmodel import SQLModel

import bot
import settings
from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Figure, Member, Role, Source
from storage import catalogue, figures, members
from storage.tables import MunicipalityRow

LAST = date(2022, 8, 31)  # of the monthly rounds; the bench's clock stands a week later
SOURCE = Source("資料２", 1)


def main() -> None:
    asked = _options()
    with bot.opened(settings.read()) as database:
        db = database.read()
        loosen(db)
        with database.begin() as db:
            found_municipalities(db, asked.municipalities)
            members.keep(db, bot.CONFERENCE, _members(asked.members))
            if asked.months:
                keep_rounds(db, asked.months)
        tidy(db)


def loosen(db: Connection) -> None:
    """Only here, where nothing is lost by a crash: no waiting for the disk, and no time limit."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("PRAGMA journal_mode=OFF")
        db.exec_driver_sql("PRAGMA synchronous=OFF")
    else:
        db.exec_driver_sql("SET statement_timeout = 0")


def tidy(db: Connection) -> None:
    """What PostgreSQL does by itself a minute later. SQLite is left as the bot leaves it."""
    if db.dialect.name != "sqlite":
        db.exec_driver_sql("ANALYZE")


def found_municipalities(db: Connection, total: int) -> None:
    """Made-up ones beside those of the conference, until there are `total`."""
    known = len(catalogue.load(db, bot.CONFERENCE).municipalities)
    rows = [
        {
            "conference": bot.CONFERENCE,
            "code": f"{900_000 + number}",
            "name": f"市町村{number:04}",
            "kana": f"しちょうそん{number:04}",
            "kind": "市",
            "romaji": json.dumps([f"shichoson{number:04}"]),
            "former": "[]",
            "shared": "[]",
        }
        for number in range(1, total - known + 1)
    ]
    if rows:
        db.execute(insert(MunicipalityRow), rows)


def _members(count: int) -> Iterator[Member]:
    for number in range(count):
        yield Member(f"U0BENCH{number:05}", "情報政策担当", Role.MEMBER, ("352039",))


def keep_rounds(db: Connection, months: int) -> None:
    """A closed round in each theme at the end of each month, in which every municipality answers every field."""
    loaded = catalogue.load(db, bot.CONFERENCE)
    bodies = [municipality.code for municipality in loaded.municipalities]
    for theme in loaded.themes:
        first, *others = month_ends(months)
        _open(db, theme, first)
        figures.record(db, bot.CONFERENCE, _id(theme, first), 1, list(_figures(theme, bodies, first)))
        for day in others:
            _open(db, theme, day)
            _copy(db, _id(theme, first), _id(theme, day))
    figures.roll_up(db, bot.CONFERENCE)


def month_ends(count: int) -> list[date]:
    """The last days of so many months, the newest last."""
    numbers = range(LAST.year * 12 + LAST.month - count, LAST.year * 12 + LAST.month)
    return [date(n // 12, n % 12 + 1, calendar.monthrange(n // 12, n % 12 + 1)[1]) for n in numbers]


def _id(theme: Theme, day: date) -> str:
    return f"bench-{theme.id}-{day:%Y-%m}"


def _open(db: Connection, theme: Theme, day: date) -> None:
    row = {"id": _id(theme, day), "theme": theme.id, "title": f"{theme.name}（{day:%Y-%m}）", "state": "closed"}
    dated = {"as_of_first": day, "as_of_last": day, "as_of_precision": "month_end", "as_of_words": None}
    source = {"source_document": SOURCE.document, "source_page": SOURCE.page}
    figures.open_round(db, bot.CONFERENCE, {**row, **dated, "as_of_year_inferred": False, **source})


def _figures(theme: Theme, bodies: Iterable[str], day: date) -> Iterator[Figure]:
    as_of = AsOf(day, day, "month_end")
    asked = [(field.id, item, _value(field)) for field in theme.fields("municipality") for item in _items(field)]
    for body in bodies:
        for field, item, value in asked:
            yield Figure(body, theme.id, field, item, value, as_of, SOURCE)


def _items(field: Field) -> range:
    return range(1, len(catalogue.facts("systems")) + 1) if field.kind is Kind.STEPS else range(1)


def _value(field: Field) -> float | str:
    match field.kind:
        case Kind.CHOICE:
            return field.choices[0][0]
        case Kind.TEXT:
            return "準備を進めています"
        case Kind.DATE:
            return LAST.isoformat()
        case _:
            return 12.0


def _copy(db: Connection, of: str, to: str) -> None:
    """The same answers again in another round, without bringing them here."""
    for name in ("report", "answer"):
        table: Table = SQLModel.metadata.tables[name]
        values: list[Any] = [literal(to) if column.name == "round" else column for column in table.columns]
        again = select(*values).where(table.c.conference == bot.CONFERENCE, table.c.round == of)
        db.execute(insert(table).from_select([column.name for column in table.columns], again))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--municipalities", type=int, default=19)
    parser.add_argument("--months", type=int, default=0)
    parser.add_argument("--members", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
