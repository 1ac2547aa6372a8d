"""Opens rounds and reports in them straight in the database, for tests of what follows from that."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert

import bot
from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.model import AsOf, Member, Role
from domain.round import Draft, Event, How, Report, Round, What
from handlers import reporting
from storage import audit, deadlines, rounds
from storage.tables import MemberMunicipalityRow

OCTOBER = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")
DUE = datetime(2022, 9, 30, 17, 15, tzinfo=TOKYO)


def opens(talk, title="１０月の照会", due_at=DUE, theme="online", bodies=()):
    """The secretariat asks; the round with its id."""
    now, desk = talk.room.clock(), talk._desk
    with desk.begin() as db:
        wanted = Round("", theme, title, OCTOBER, bodies, opened_by="U0SECRETARY", opened_at=now)
        kept = rounds.open_(db, bot.CONFERENCE, wanted)
        due = deadlines.add(db, bot.CONFERENCE, Deadline("", title, due_at, "", bodies=bodies, round=kept.id), now)
        desk.ahead.add(db, due)
        note(db, talk, "round.open", kept)
    return kept


def note(db, talk, action, asked):
    subject = f"round/{asked.id}"
    audit.record(db, bot.CONFERENCE, at=talk.room.clock(), by="U0SECRETARY", action=action, subject=subject, detail={})


def reports(talk, asked, *codes):
    """Each of these municipalities reports."""
    now, desk = talk.room.clock(), talk._desk
    for code in codes:
        member = Member(f"U0{code}", "", Role.MEMBER, (code,))
        said = Report(asked.id, code, member.user, now, How.FORM, {}, key=f"{asked.id}/{code}/{now.timestamp()}")
        with desk.begin() as db:
            assert reporting.keep(db, said, member, desk)


def happens(talk, asked, code, what, on=0):
    with talk._desk.begin() as db:
        rounds.note(db, bot.CONFERENCE, asked.id, Event(code, What(what), "U0SECRETARY", talk.room.clock(), on=on))


def drafts(talk, asked, code, based_on=0):
    with talk._desk.begin() as db:
        typed = Draft(asked.id, code, f"U0{code}", {}, talk.room.clock(), based_on)
        rounds.keep_draft(db, bot.CONFERENCE, typed)


def longer(talk, asked, code, by=timedelta(days=7)):
    """This municipality is given longer."""
    now, desk = talk.room.clock(), talk._desk
    with desk.begin() as db:
        (due,) = deadlines.of_round(db, bot.CONFERENCE, asked.id)
        extended = Deadline("", due.title, due.due_at + by, "", bodies=(code,), round=asked.id)
        deadlines.add(db, bot.CONFERENCE, extended, now)
        rounds.note(db, bot.CONFERENCE, asked.id, Event(code, What.GIVEN_LONGER, "U0SECRETARY", now))


def closes(talk, asked):
    with talk._desk.begin() as db:
        rounds.close(db, bot.CONFERENCE, asked.id, talk.room.clock())
        note(db, talk, "round.close", asked)


def answers_for(talk, user, *codes):
    """Somebody answers for these as well."""
    row = {"conference": bot.CONFERENCE, "user": user, "rung": 0}
    with talk.database.begin() as db:
        db.execute(insert(MemberMunicipalityRow), [{**row, "municipality": code} for code in codes])
