"""The papers about one municipality: its handover (引継書), and its systems by steps."""

from functools import partial

from documents import papers
from documents.words import day as printed
from domain.model import Member, Municipality
from domain.papers_asked import Wanted
from domain.roster import Roster
from domain.standing import standing
from handlers import unreported as matters
from handlers.desk import Desk
from handlers.export_making import Making, asked_day
from messages.ask_words import STATES
from storage import figures, initiatives, notes, questions, roster, schedule

ITEMS = 50


def handover(wanted: Wanted, desk: Desk) -> Making:
    body, on = municipality(wanted, desk), asked_day(wanted, desk)
    db, where, code = desk.read(), desk.catalogue.conference.id, wanted.subject
    everyone = roster.of(db, where)
    known = figures.of(db, where, code, beside=code, fields="", on=on)
    of = papers.handover.Handover(
        municipality=body,
        standings=[standing(theme, (f for f in known if f.theme == theme.id)) for theme in desk.catalogue.themes],
        figures_of=printed(on),
        owed=[(matter, each) for matter in matters.current(desk) for each in matter.of([code])],
        items=schedule.upcoming_of(db, where, code, on=on, limit=ITEMS),
        initiatives=initiatives.of(db, where, code, on=on),
        questions=[each for each in questions.every(db, where) if each.municipality == code],
        notes=[each for each in notes.standing(db, where) if each.municipality == code],
        people=_people(everyone, code),
        vacancies=[each for each in everyone.vacancies if each.municipality == code],
        states=STATES,
    )
    return partial(papers.handover.paper, of, printed(desk.today()))


def matrix(wanted: Wanted, desk: Desk) -> Making:
    """The 20 systems by 40 steps."""
    body, catalogue = municipality(wanted, desk), desk.catalogue
    theme = next(theme for theme in catalogue.themes if theme.systems)
    where = catalogue.conference.id
    known = figures.of(desk.read(), where, body.code, beside=body.code, fields="", on=asked_day(wanted, desk))
    mine = standing(theme, (figure for figure in known if figure.theme == theme.id))
    return partial(papers.matrix.paper, body, mine, catalogue.systems)


def municipality(wanted: Wanted, desk: Desk) -> Municipality:
    return next(each for each in desk.catalogue.municipalities if each.code == wanted.subject)


def _people(everyone: Roster, code: str) -> list[Member]:
    """Those who answer for it, the one in charge first."""
    mine = [member for member in everyone.members if code in member.municipalities]
    return sorted(mine, key=lambda member: (member.rung(code), member.user))
