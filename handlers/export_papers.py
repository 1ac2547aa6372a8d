"""Which facts each paper is made of: they are read here, the paper is composed from them beside the loop."""

from collections.abc import Callable

from domain.papers_asked import Wanted
from handlers import export_handover, export_lists, export_themes
from handlers.desk import Desk
from handlers.export_making import Making, asked_day


def making(wanted: Wanted, desk: Desk) -> Making:
    """Read what the paper needs; of a past day in the words that counted then."""
    if wanted.document is None:
        raise LookupError
    return _MADE[wanted.document.id](wanted, desk.on(asked_day(wanted, desk)))


_MADE: dict[str, Callable[[Wanted, Desk], Making]] = {
    "progress": export_themes.progress,
    "online": export_themes.online,
    "card": export_themes.card,
    "rpa": export_themes.rpa,
    "support": export_themes.support,
    "schedule": export_lists.plan,
    "matrix": export_handover.matrix,
    "unreported": export_lists.unreported,
    "questions": export_lists.to_the_state,
    "handover": export_handover.handover,
    "round": export_lists.round_table,
    "agenda": export_lists.agenda,
    "reconciliation": export_themes.reconciliation,
    "trend": export_themes.trend,
    "roster": export_lists.roster,
}
