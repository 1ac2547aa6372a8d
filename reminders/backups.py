"""What the secretariat is told where the nightly backup was not made."""

from collections.abc import Iterable
from datetime import date, datetime

from domain.posting import Posting
from messages import backup as said
from messages.blocks import Message
from reminders.facts import Facts

BACKUP = "backup"


def failed(night: date, why: str, secretariat: Iterable[str], at: datetime) -> list[Posting]:
    """That it failed that night, once for each of them: backup/2022-10-17/U0SECRETARY."""
    about = f"{night.isoformat()}/{why}"
    return [Posting(f"{BACKUP}/{night.isoformat()}/{to}", BACKUP, to, about, at) for to in secretariat]


def says(posting: Posting, _facts: Facts) -> Message:
    night, _, why = posting.subject.partition("/")
    return said.failed(date.fromisoformat(night), why)
