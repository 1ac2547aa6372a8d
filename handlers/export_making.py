"""What the papers share on their way: of which day they speak, and how they are put off until after the ack."""

from collections.abc import Callable
from datetime import date

from domain.paper import Paper
from domain.papers_asked import Wanted
from handlers.desk import Desk

Making = Callable[[], Paper]
"""Composes the paper from facts that are read already."""


def asked_day(wanted: Wanted, desk: Desk) -> date:
    """No figure from after now."""
    return min(wanted.on or desk.today(), desk.today())
