"""A round with who is missing and how it stands, and how that reads in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.forms import Theme
from domain.model import AsOf, Municipality
from domain.round import Progress, Round
from domain.unreported import Matter
from messages.moments import left, until
from messages.words import as_of, title

MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A round, its theme or own form, who is missing, and the moment at which most have to answer.

    `stands` tells how it stands in each municipality that is spoken of: in every one, or in those of the reader.
    """

    round: Round
    theme: Theme
    matter: Matter
    due_at: datetime
    stands: Sequence[Progress] = ()

    def of(self, codes: Sequence[str]) -> list[Progress]:
        """How it stands in these."""
        return [each for each in self.stands if each.municipality.code in codes]

    def counts(self) -> str:
        """報告12／未報告7（うち差し戻し1、遅延2）／対象外1."""
        found = self.matter
        among = (("差し戻し", found.returned), ("遅延", found.late))
        marks = "、".join(f"{word}{count}" for word, count in among if count)
        rest = f"／対象外{found.exempt}" if found.exempt else ""
        return f"報告{found.answered}／未報告{len(found.missing)}{f'（うち{marks}）' if marks else ''}{rest}"

    def names(self) -> str:
        """下関市、萩市: who has not reported, as many as can be read."""
        every = [each.municipality.name for each in self.matter.missing]
        more = f"、ほか{len(every) - MOST_NAMES}市町" if len(every) > MOST_NAMES else ""
        return f"{'、'.join(every[:MOST_NAMES])}{more}"

    def facts(self, now: datetime, days: OpenDays) -> dict[str, object]:
        """What every sentence about it may name."""
        return {
            "title": title(self.round.title),
            "theme": title(self.theme.name) if self.round.form is None else "",
            "as_of": as_of(self.round.as_of),
            "until": until(self.due_at),
            "left": left(self.due_at, now, days),
            "counts": self.counts(),
            "closed": not self.round.is_open,
            "longer": self.matter.longer,
        }


@dataclass(frozen=True, slots=True)
class Own:
    """One of the reader's municipalities in a round, and of which day its last answer in the theme speaks."""

    progress: Progress
    last: AsOf | None = None

    @property
    def municipality(self) -> Municipality:
        return self.progress.municipality
