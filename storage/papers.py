"""Loads a conference's papers (`papers/` of its folder) as closed rounds, schedule items and initiatives – once."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from domain.calendar import fiscal_year, month_end
from domain.model import AsOf, Figure, Member, Role, Source
from storage import figures, initiatives, members, schedule
from storage.catalogue import facts, optional, own
from storage.columns import joined
from storage.tables import ConferenceRow

_conference: Any = SQLModel.metadata.tables["conference"].c
_NOT_ROUNDS = {"schedule", "initiatives"}


def load(db: Connection, conference: str, folder: Path | None = None) -> bool:
    """Load all papers if this conference has none; True if they were loaded now. In the caller's transaction."""
    folder = folder or own(conference)
    if db.execute(select(_conference.seeded).where(_conference.conference == conference)).scalar_one():
        return False
    for paper in sorted(path.stem for path in (folder / "papers").glob("*.yaml")):
        if paper not in _NOT_ROUNDS:
            _load_rounds(db, conference, facts(f"papers/{paper}", folder))
    figures.roll_up(db, conference)
    if items := optional("papers/schedule", folder):
        schedule.keep(db, conference, [_schedule_item(each) for each in items])
    if measures := optional("papers/initiatives", folder):
        initiatives.keep(db, conference, [_initiative(each) for each in measures])
    db.execute(update(ConferenceRow).where(_conference.conference == conference).values(seeded="papers"))
    return True


def load_roster(db: Connection, conference: str, roster: Iterable[Mapping[str, Any]]) -> None:
    """Keep the first roster (roster.yaml) of a conference that was founded just now."""
    people = [
        Member(who["user"], who["post"], Role(who["role"]), tuple(who.get("municipalities", ()))) for who in roster
    ]
    members.keep(db, conference, people)


def as_of(data: Mapping[str, Any]) -> AsOf:
    """{value: 2022-09, precision: month, words: …} as the first and last day it speaks of."""
    value, precision = data["value"], data["precision"]
    first, last = _span(value, precision)
    return AsOf(first, last, precision, data.get("words"), data.get("year_inferred", False))


def _span(value: date | int | str, precision: str) -> tuple[date, date]:
    if isinstance(value, str) and precision == "day":  # written out, as JSON has it
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return value, value
    if precision == "fiscal_year":
        start = date(int(value), 4, 1)
        return start, date(fiscal_year(start) + 1, 3, 31)
    year, month = (int(part) for part in str(value).split("-"))
    return date(year, month, 1), month_end(year, month)


def _load_rounds(db: Connection, conference: str, rounds: Iterable[Mapping[str, Any]]) -> None:
    for data in rounds:
        head = {key: data[key] for key in ("id", "theme", "title")}
        figures.open_round(db, conference, {**head, "state": "closed", **_dated(data)})
        figures.record(db, conference, data["id"], 1, list(_figures(data)))


def _figures(data: Mapping[str, Any]) -> Iterable[Figure]:
    day, source = as_of(data["as_of"]), _source(data["source"])
    for body, answers in data["reports"].items():
        for field, answer in answers.items():
            extras = {key: answer[key] for key in ("words", "inferred", "note") if key in answer}
            yield Figure(body, data["theme"], field, 0, answer["value"], day, source, **extras)


def _source(data: Mapping[str, Any]) -> Source:
    return Source(data["document"], data.get("page"))


def _dated(data: Mapping[str, Any]) -> dict[str, Any]:
    day, source = as_of(data["as_of"]), _source(data["source"])
    return {
        "as_of_first": day.first,
        "as_of_last": day.last,
        "as_of_precision": day.precision,
        "as_of_words": day.words,
        "as_of_year_inferred": day.year_inferred,
        "source_document": source.document,
        "source_page": source.page,
    }


def _schedule_item(data: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: data[key] for key in ("id", "title", "kind", "topic", "who", "words", "precision")}
    rest = {"start": data.get("start"), "end": data.get("end"), "note": data.get("note")}
    marks = {"year_inferred": data.get("year_inferred", False), "remind": data.get("remind", False)}
    return {**plain, **rest, **marks, "bodies": joined(data.get("bodies", ())), **_dated(data)}


def _initiative(data: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: data[key] for key in ("id", "name", "owner", "topic")}
    said = json.dumps(data.get("facts", []), ensure_ascii=False)
    return {**plain, "facts": said, "bodies": joined(data.get("bodies", ())), **_dated(data)}
