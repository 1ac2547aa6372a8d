"""How long records are kept (保存年限), and what may be disposed of after it (廃棄)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import fiscal_year


class Kind(StrEnum):
    """種類 of what is disposed of: never the audit log."""

    ROUND = "round"
    DEADLINE = "deadline"
    QUESTION = "question"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Record:
    """記録 that has ended: a closed round, a past deadline, a question that is over, a deleted note."""

    kind: Kind
    subject: str
    title: str
    ended: date


@dataclass(frozen=True, slots=True)
class Disposal:
    """廃棄の一覧: what may be disposed of, as it was listed; it counts once somebody confirms it."""

    id: int
    listed: tuple[Record, ...]
    made_by: str
    before: date


def over(today: date, years: int) -> date:
    """What ended before this day may go: its years are counted from the 1 April that follows its end."""
    return date(fiscal_year(today) - years, 4, 1)
