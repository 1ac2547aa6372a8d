"""A deadline (締切) without a form: who has to have done what by when, and what each has tapped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model import Municipality


class Done(StrEnum):
    """What one tap says: 済, 対象外, or まだ."""

    DONE = "done"
    EXEMPT = "exempt"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Deadline:
    """締切: `due_at` its moment, `known_at` since when that is its moment, `words` the time as it was written.

    `bodies` are the codes of those it is for; none: every municipality of the conference. With a `rule` it is a
    series: `due_at` is its first occurrence, and each occurrence is a deadline of its own. That of a `round` is
    answered by reporting.
    """

    id: str
    title: str
    due_at: datetime
    words: str
    rule: str | None = None
    bodies: tuple[str, ...] = ()
    created_by: str = ""
    known_at: datetime | None = None
    cancelled: bool = False
    round: str = ""

    def concerns(self, code: str) -> bool:
        return not self.bodies or code in self.bodies

    def targets(self, municipalities: Iterable[Municipality]) -> list[Municipality]:
        return [each for each in municipalities if self.concerns(each.code)]


@dataclass(frozen=True, slots=True)
class Draft:
    """A deadline that is being made: what is known of it so far. Confirmed, it counts, and by `once` only once."""

    once: str
    title: str = ""
    due_at: datetime | None = None
    words: str = ""
    rule: str | None = None
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a deadline's moment: by whom, when, and why."""

    before: datetime
    after: datetime
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """What a body tapped, by which account, and when."""

    body: str
    state: Done
    by: str
    at: datetime


Taps = Mapping[str, Tap]
"""The last tap of each body, by its code."""


def missing(deadline: Deadline, municipalities: Iterable[Municipality], taps: Taps) -> list[Municipality]:
    """Those the deadline concerns that have tapped neither 済 nor 対象外, in the order given."""
    return [each for each in deadline.targets(municipalities) if is_open(taps, each.code)]


def is_open(taps: Taps, code: str) -> bool:
    tap = taps.get(code)
    return tap is None or tap.state is Done.OPEN
