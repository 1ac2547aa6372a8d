"""Leave (不在): while those in charge are away their deputy (代理) stands in, and nobody's reminders fall silent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from domain.choices import DEPUTY, IN_CHARGE


@dataclass(frozen=True, slots=True)
class Leave:
    """不在: an account that is away from the first to the last day; `nth` tells it from its others."""

    user: str
    nth: int
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def answering(rungs: Mapping[str, int], away: Collection[str]) -> dict[str, int]:
    """Who answers for a municipality while these are away, and on which rung.

    Those in charge who are here answer; if none is, the deputies who are here do, as if they were in charge; if there
    is none of these either, everything stays as it is.
    """
    here = {user: rung for user, rung in rungs.items() if user not in away}
    if IN_CHARGE in here.values():
        return here
    if IN_CHARGE in rungs.values() and DEPUTY in here.values():
        return {user: IN_CHARGE if rung == DEPUTY else rung for user, rung in here.items()}
    return dict(rungs)


def deputies(rungs: Mapping[str, int], away: Collection[str]) -> list[str]:
    """Who stands in: answers as if in charge, but is not."""
    return [user for user, rung in answering(rungs, away).items() if rung == IN_CHARGE and rungs[user] != IN_CHARGE]


def perhaps(rungs: Mapping[str, int], sometimes_away: Collection[str]) -> dict[str, int]:
    """For planning ahead: a deputy of somebody who will be away may have to be told whatever those in charge are."""
    leaves = any(rung == IN_CHARGE and user in sometimes_away for user, rung in rungs.items())
    return {user: IN_CHARGE if leaves and rung == DEPUTY else rung for user, rung in rungs.items()}
