"""The papers about one theme across all municipalities: what is known as of the day, and what was before."""

from datetime import date
from functools import partial

from documents import papers
from documents.words import as_of
from documents.words import day as printed
from domain.calendar import TOKYO
from domain.forms import Kind, Theme
from domain.model import AsOf, Figure
from domain.paper import Across, across
from domain.papers_asked import Wanted
from domain.pmo_list import newest, read
from domain.reconciliation import pairs
from domain.standing import Sheet, sheet
from domain.trend import drawable
from handlers.desk import Desk
from handlers.export_making import Making, asked_day
from handlers.pmo_list import known, stepped
from storage import figures, pmo_lists, questions, rounds


def progress(wanted: Wanted, desk: Desk) -> Making:
    return partial(papers.progress.paper, _across("standardization", wanted, desk))


def online(wanted: Wanted, desk: Desk) -> Making:
    return partial(papers.online.paper, _across("online", wanted, desk))


def card(wanted: Wanted, desk: Desk) -> Making:
    conference = desk.catalogue.conference
    bodies = (conference.nation, conference.prefecture, *desk.catalogue.municipalities)
    known = _course(desk.catalogue.theme("card"), asked_day(wanted, desk), desk)
    return partial(papers.card.paper, _across("card", wanted, desk), papers.card.Course(bodies, known))


def rpa(wanted: Wanted, desk: Desk) -> Making:
    return partial(papers.rpa.paper, _across("rpa", wanted, desk))


def support(wanted: Wanted, desk: Desk) -> Making:
    """What the paper gives, and what was asked here by that day."""
    on = asked_day(wanted, desk)
    asked = questions.every(desk.read(), desk.catalogue.conference.id)
    ours = [each for each in asked if each.asked_at.astimezone(TOKYO).date() <= on]
    return partial(papers.support.paper, _across("support", wanted, desk), ours, desk.catalogue.themes, printed(on))


def reconciliation(wanted: Wanted, desk: Desk) -> Making:
    """What was reported by that day beside what the lists of the PMO tool say by then."""
    on, db, where = asked_day(wanted, desk), desk.read(), desk.catalogue.conference.id
    theme = stepped(desk)
    steps = {field.id for field in theme.form if field.kind in {Kind.STEP, Kind.STEPS}}
    figured = [each for each in figures.in_theme(db, where, theme.id, on=on) if each.field in steps]
    lists = [each for each in pmo_lists.kept(db, where) if each.as_of and each.as_of <= on]
    of = known(desk)
    listed = newest((each, read(each, of).entries) for each in lists)
    found = pairs(desk.catalogue.municipalities, desk.catalogue.systems, figured, listed)
    return partial(papers.reconciliation.paper, found, printed(on))


def trend(wanted: Wanted, desk: Desk) -> Making:
    """One field, of all municipalities or of one, beside the prefecture and the nation."""
    theme, field = drawable(desk.catalogue.themes)[wanted.field]
    on, conference = asked_day(wanted, desk), desk.catalogue.conference
    known = [each for each in _course(theme, on, desk) if each.field == field.id and not each.item]
    everyone = desk.catalogue.municipalities
    bodies = [each for each in everyone if each.code == wanted.subject] or everyone
    course = papers.trend.Course(theme, field, bodies, (conference.nation, conference.prefecture), known)
    return partial(papers.trend.paper, course, printed(on))


def _course(theme: Theme, on: date, desk: Desk) -> list[Figure]:
    """All that was known of a theme on the days its rounds speak of, up to that day; each figure once."""
    db, where = desk.read(), desk.catalogue.conference.id
    days = [day.first for day in _days(theme, desk) if day.first <= on]
    return list(dict.fromkeys(each for day in days for each in figures.in_theme(db, where, theme.id, on=day)))


def _across(theme_id: str, wanted: Wanted, desk: Desk) -> Across:
    """The theme as of the day that is asked for, with what differs from the last time before it."""
    theme, on = desk.catalogue.theme(theme_id), asked_day(wanted, desk)
    now = _sheet(theme, on, desk)
    before, called = _before(wanted, theme, on, desk)
    return across(now, _sheet(theme, before, desk), called) if before else across(now)


def _before(wanted: Wanted, theme: Theme, on: date, desk: Desk) -> tuple[date | None, str]:
    """The day it is compared with: the one that was asked for, or that of the round before the newest one."""
    if wanted.before:
        return min(wanted.before, on), f"{printed(min(wanted.before, on))}現在"
    days = [day for day in _days(theme, desk) if day.first <= on]
    return (days[-2].first, as_of(days[-2])) if len(days) > 1 else (None, "")


def _days(theme: Theme, desk: Desk) -> list[AsOf]:
    """The days that the rounds of a theme speak of, the papers' as well; each once."""
    every = rounds.every(desk.read(), desk.catalogue.conference.id)
    days = {each.as_of.first: each.as_of for each, _ in every if each.theme == theme.id}
    return [days[day] for day in sorted(days)]


def _sheet(theme: Theme, on: date, desk: Desk) -> Sheet:
    conference = desk.catalogue.conference
    known = figures.in_theme(desk.read(), conference.id, theme.id, on=on)
    return sheet(theme, desk.catalogue.municipalities, known, conference.prefecture.code, conference.nation.code)
