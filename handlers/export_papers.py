"""What each paper is made of: the facts are read here, the paper is composed from them beside the loop."""

from collections.abc import Callable
from datetime import date
from functools import partial

from documents.papers import online, progress
from domain.forms import Theme
from domain.paper import Across, Paper, across
from domain.papers_asked import Wanted
from domain.standing import Sheet, sheet
from handlers.desk import Desk
from storage import figures, rounds

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


def _across(theme_id: str, wanted: Wanted, desk: Desk) -> Across:
    """The theme as of the day that is asked for, with what differs from the last time before it."""
    theme, on = desk.catalogue.theme(theme_id), day(wanted, desk)
    now = _sheet(theme, on, desk)
    before = min(wanted.before, on) if wanted.before else _last_time(theme, on, desk)
    return across(now, _sheet(theme, before, desk), before) if before else across(now)


def _last_time(theme: Theme, on: date, desk: Desk) -> date | None:
    """The day that the round before the newest one speaks of."""
    every = (each for each, _ in rounds.every(desk.read(), desk.catalogue.conference.id) if each.theme == theme.id)
    days = sorted({each.as_of.first for each in every if each.as_of.first <= on})
    return days[-2] if len(days) > 1 else None


def _sheet(theme: Theme, on: date, desk: Desk) -> Sheet:
    conference = desk.catalogue.conference
    known = figures.in_theme(desk.read(), conference.id, theme.id, on=on)
    return sheet(theme, desk.catalogue.municipalities, known, conference.prefecture.code, conference.nation.code)


_MADE: dict[str, Callable[[Wanted, Desk], Making]] = {
    "progress": _progress,
    "online": _online,
}
