"""Opens rounds for a test, with their deadlines and reminders, as the secretariat would."""

from datetime import date, datetime

from talk import SECRETARY, Talk

import bot
from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.model import AsOf
from domain.round import Report, Round
from storage import deadlines, reports, rounds

DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
SEPTEMBER = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")


def ask(talk: Talk, theme: str, title: str = "", due: datetime = DUE, **more: object) -> Round:
    """A round in this theme, open from now on."""
    asked = Round(
        "", theme, title or f"9月末の{theme}", SEPTEMBER, opened_by=SECRETARY, opened_at=talk.room.clock(), **more
    )
    with talk.database.begin() as db:
        kept = rounds.open_(db, bot.CONFERENCE, asked)
        until = Deadline("", kept.title, due, "", bodies=kept.bodies, created_by=SECRETARY, round=kept.id)
        talk._desk.ahead.add(db, deadlines.add(db, bot.CONFERENCE, until, talk.room.clock()))
    return kept


def close(talk: Talk, asked: Round) -> None:
    with talk.database.begin() as db:
        rounds.close(db, bot.CONFERENCE, asked.id, talk.room.clock())


def told(talk: Talk, asked: Round, code: str = "352039") -> list[Report]:
    """What this municipality has reported so far."""
    return reports.history(talk.database.read(), bot.CONFERENCE, asked.id, code)
