"""What became of a text that should begin with a deadline."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.dates.hours import Hour, moment


class Kind(StrEnum):
    """DATE, RANGE and RECUR can be scheduled; the others only have something to say."""

    DATE = "date"
    RANGE = "range"  # the words name a span; its last day is taken, and that is said
    RECUR = "recur"
    PAST = "past"
    ASK = "ask"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The deadline (締切) a text begins with, or what to ask."""

    kind: Kind
    say: str  # the echo or the question, in Japanese
    subject: str = ""  # the rest of the text, as written
    day: date | None = None  # of a rule, its first occurrence
    hour: Hour | None = None  # None where none is written
    start: date | None = None  # of a span
    candidates: tuple[date, ...] = ()
    rule: str | None = None
    closed_day: bool = False
    at: str = ""  # of a question, the hour beside the day, as it was written
    instead: str = ""  # of a question, other words that may be meant

    @property
    def due_at(self) -> datetime | None:
        """The instant: 17:15 where no hour is written, 00:00 of the next day for 24時."""
        return moment(self.day, self.hour) if self.day else None

    def facts(self) -> dict[str, Any]:
        """As JSON holds it (`python bot.py when`)."""
        return {
            "verdict": self.kind.value,
            "date": self.day.isoformat() if self.day else None,
            "time": str(self.hour) if self.hour else None,
            "start": self.start.isoformat() if self.start else None,
            "candidates": [day.isoformat() for day in self.candidates],
            "rule": self.rule,
            "subject": self.subject,
            "closed_day": self.closed_day,
            "say": self.say,
        }
