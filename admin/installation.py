"""What an administrator's commands have to know of the settings: plain values, chosen once, in bot.py."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One installed bot."""

    database_url: str


Read = Callable[[], Installation]
"""Reads the settings; what is wrong with them is raised as one of the refusals."""


class Refused(Exception):
    """What was asked for is not done: the sentence says why, and what to do."""
