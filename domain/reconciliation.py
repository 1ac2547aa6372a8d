"""突合: what was reported here beside what 標準化PMOツール lists, and where they differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.model import Figure, Municipality, System
from domain.pmo_list import WHOLE, Entry, PmoList

Listed = Mapping[tuple[str, int], tuple[Entry, PmoList]]
"""What the lists say, by municipality and system."""


class Verdict(StrEnum):
    """How the two stand to one another; in this order they are shown."""

    DIFFERS = "differs"
    ONLY_LISTED = "only_listed"
    ONLY_REPORTED = "only_reported"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Pair:
    """One municipality and system (or the whole, None) as reported and as listed; either may be unknown."""

    municipality: Municipality
    system: System | None
    reported: Figure | None
    listed: tuple[Entry, PmoList] | None

    @property
    def verdict(self) -> Verdict:
        if self.reported is None:
            return Verdict.ONLY_LISTED
        if self.listed is None:
            return Verdict.ONLY_REPORTED
        return Verdict.SAME if self.listed[0].value == self.reported.value else Verdict.DIFFERS


def pairs(
    municipalities: Iterable[Municipality], systems: Sequence[System], figures: Iterable[Figure], listed: Listed
) -> list[Pair]:
    """Every place that either side knows of, differences first, then in code order. What neither knows is left out."""
    reported = {(figure.body, figure.item): figure for figure in figures}
    found = [
        Pair(municipality, system, reported.get(place), listed.get(place))
        for municipality in municipalities
        for system in (None, *systems)
        if (place := (municipality.code, system.number if system else WHOLE)) in reported or place in listed
    ]
    order = list(Verdict)
    return sorted(found, key=lambda each: order.index(each.verdict))
