"""What each paper is made of: the facts are read here, the paper is composed from them beside the loop."""

from collections.abc import Callable
from datetime import date
from functools import partial

from documents.papers import card, online, progress, rpa, support
from documents.papers import schedule as plan
from documents.words import day as printed
from domain.calendar import TOKYO
from domain.forms import Theme
from domain.model import Figure
from domain.paper import Across, Paper, across
from domain.papers_asked import Wanted
from domain.standing import Sheet, sheet
from handlers.desk import Desk
from storage import figures, questions, rounds, schedule

Making = Callable[[], Paper]
"""Composes the paper from facts that are read already."""


def making(wanted: Wanted, desk: Desk) -> Making:
    """Read what the paper needs."""
    document = wanted.document
    if document is None:
        raise LookupError
    return _MADE[document.id](wanted, desk)


def day(wanted: Wanted, desk: Desk) -> date:
    """No figure from after now."""
    return min(wanted.on or desk.today(), desk.today())


def _progress(wanted: Wanted, desk: Desk) -> Making:
    return partial(progress.paper, _across("standardization", wanted, desk))


def _online(wanted: Wanted, desk: Desk) -> Making:
    return partial(online.paper, _across("online", wanted, desk))


def _card(wanted: Wanted, desk: Desk) -> Making:
    conference = desk.catalogue.conference
    bodies = (conference.nation, conference.prefecture, *desk.catalogue.municipalities)
    known = _course(desk.catalogue.theme("card"), day(wanted, desk), desk)
    return partial(card.paper, _across("card", wanted, desk), card.Course(bodies, known))


def _rpa(wanted: Wanted, desk: Desk) -> Making:
    return partial(rpa.paper, _across("rpa", wanted, desk))


def _support(wanted: Wanted, desk: Desk) -> Making:
    """What the paper gives, and what was asked here by that day."""
    on = day(wanted, desk)
    asked = questions.every(desk.read(), desk.catalogue.conference.id)
    ours = [each for each in asked if each.asked_at.astimezone(TOKYO).date() <= on]
    return partial(support.paper, _across("support", wanted, desk), ours, desk.catalogue.themes, printed(on))


def _schedule(wanted: Wanted, desk: Desk) -> Making:
    on = day(wanted, desk)
    items = [each for each in schedule.every(desk.read(), desk.catalogue.conference.id) if each.as_of.first <= on]
    return partial(plan.paper, items, desk.catalogue.topics, on)


def _course(theme: Theme, on: date, desk: Desk) -> list[Figure]:
    """All that was known of a theme on the days its rounds speak of, up to that day; each figure once."""
    db, where = desk.read(), desk.catalogue.conference.id
    days = [day for day in _days(theme, desk) if day <= on]
    return list(dict.fromkeys(each for day in days for each in figures.in_theme(db, where, theme.id, on=day)))


def _across(theme_id: str, wanted: Wanted, desk: Desk) -> Across:
    """The theme as of the day that is asked for, with what differs from the last time before it."""
    theme, on = desk.catalogue.theme(theme_id), day(wanted, desk)
    now = _sheet(theme, on, desk)
    before = min(wanted.before, on) if wanted.before else _last_time(theme, on, desk)
    return across(now, _sheet(theme, before, desk), before) if before else across(now)


def _last_time(theme: Theme, on: date, desk: Desk) -> date | None:
    """The day that the round before the newest one speaks of."""
    days = [day for day in _days(theme, desk) if day <= on]
    return days[-2] if len(days) > 1 else None


def _days(theme: Theme, desk: Desk) -> list[date]:
    """The days that the rounds of a theme speak of, the papers' as well."""
    every = rounds.every(desk.read(), desk.catalogue.conference.id)
    return sorted({each.as_of.first for each, _ in every if each.theme == theme.id})


def _sheet(theme: Theme, on: date, desk: Desk) -> Sheet:
    conference = desk.catalogue.conference
    known = figures.in_theme(desk.read(), conference.id, theme.id, on=on)
    return sheet(theme, desk.catalogue.municipalities, known, conference.prefecture.code, conference.nation.code)


_MADE: dict[str, Callable[[Wanted, Desk], Making]] = {
    "progress": _progress,
    "online": _online,
    "card": _card,
    "rpa": _rpa,
    "support": _support,
    "schedule": _schedule,
}
