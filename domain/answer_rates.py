"""How reliably the municipalities answer: by day in one matter, and each of them over the last rounds (回答率)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.model import Municipality
from domain.round import Round

ROUNDS = 6  # the last ones, over which a rate is taken


@dataclass(frozen=True, slots=True)
class Rate:
    """期限内・遅延・未報告: how many of the rounds a municipality was asked in it answered on time, late, not at all.

    A round that is still to be answered is none of them.
    """

    municipality: Municipality
    on_time: int
    late: int
    missing: int

    @property
    def percent(self) -> float | None:
        """回答率, the late ones included; None where it was not asked anything yet."""
        asked = self.on_time + self.late + self.missing
        return round(100 * (self.on_time + self.late) / asked, 1) if asked else None


@dataclass(frozen=True, slots=True)
class Answered:
    """What was heard in the last rounds: their deadlines, the first report of each municipality, who was exempt."""

    rounds: Sequence[Round]
    deadlines: Mapping[str, Sequence[Deadline]]  # by the round's id, the earliest first
    first: Mapping[str, Mapping[str, datetime]]  # by the round's id and the municipality's code
    exempt: Collection[tuple[str, str]]


def rates(heard: Answered, municipalities: Iterable[Municipality], now: datetime) -> list[Rate]:
    """Each municipality's, in the order given."""
    return [_rate(body, heard, now) for body in municipalities]


def by_day(answered: Iterable[datetime], since: date, until: date, most: int) -> list[tuple[date, int]]:
    """How many had answered at the end of each day; of a long time `most` days at equal steps, with the last one."""
    days = [at.astimezone(TOKYO).date() for at in answered]
    first = min([since, *days])
    every = [first + timedelta(days=nth) for nth in range((until - first).days + 1)]
    step = -(-len(every) // most)
    return [(day, sum(each <= day for each in days)) for day in every[::-1][::step][::-1]]


def _rate(body: Municipality, heard: Answered, now: datetime) -> Rate:
    on_time = late = missing = 0
    for asked in heard.rounds:
        due = [each.due_at for each in heard.deadlines.get(asked.id, ()) if each.concerns(body.code)]
        if not due or not asked.concerns(body.code) or (asked.id, body.code) in heard.exempt:
            continue
        if said := heard.first.get(asked.id, {}).get(body.code):
            on_time, late = on_time + (said <= due[-1]), late + (said > due[-1])
        else:
            missing += now > due[-1] or not asked.is_open
    return Rate(body, on_time, late, missing)
