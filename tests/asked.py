"""Opens rounds for a test, as the secretariat would, and fills in their forms."""

import io
from datetime import date, datetime

import openpyxl
from talk import SECRETARY, Talk

import bot
from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.model import AsOf
from domain.round import Report, Round
from storage import deadlines, reports, rounds

CODE = "352039"
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


def filled(contents: bytes, answers: dict[str, object], code: str = CODE) -> bytes:
    """The form of a round with other answers, by the beginning of the item's label."""
    book = openpyxl.load_workbook(io.BytesIO(contents))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=7):
        for label, answer in answers.items():
            if row[0].value == code and str(row[2].value).startswith(label):
                row[4].value = answer
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
