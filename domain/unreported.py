"""Who has not answered (未報告): what the municipalities are asked and is open, and for whom it still is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.deadline import Deadline, Done, Taps, missing
from domain.model import Municipality
from domain.round import Known, Progress, Round, State, everywhere


class Moved(StrEnum):
    """What was last heard of those who have not answered (最後の動き)."""

    UNSEEN = "未開封"
    SEEN = "開封済み"
    DRAFTED = "下書き"
    NOT_YET = "「まだ」と回答"
    NOTHING = "反応なし"


class Order(StrEnum):
    """In which order those who have not answered are listed."""

    LATE = "late"  # 遅れている順
    CODE = "code"  # コード順


@dataclass(frozen=True, slots=True)
class Missing:
    """One municipality that has not answered: how it stands there, in words, and until when it has time."""

    municipality: Municipality
    words: str
    moved: Moved
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """案件: an open round, or a deadline without one. `name` is round/<id> or deadline/<id>, `due_at` the one for all.

    `asked` says how many are asked, `exempt` how many of them need not answer.
    """

    name: str
    title: str
    due_at: datetime
    asked: int
    exempt: int
    missing: Sequence[Missing]
    deadlines: Sequence[Deadline]
    round: Round | None = None

    @property
    def answered(self) -> int:
        return self.asked - self.exempt - len(self.missing)

    def listed(self, order: Order) -> list[Missing]:
        """By code as they are, or the one that is late the longest first."""
        return sorted(self.missing, key=lambda each: each.due_at) if order is Order.LATE else list(self.missing)

    def of(self, codes: Collection[str]) -> list[Missing]:
        """Those of these municipalities that have not answered."""
        return [each for each in self.missing if each.municipality.code in codes]

    def deadline(self, code: str) -> Deadline:
        """The deadline that counts for a municipality: its own where it was given longer."""
        return next(each for each in reversed(self.deadlines) if each.concerns(code))


def of_round(
    asked: Round,
    municipalities: Sequence[Municipality],
    known: Mapping[str, Known],
    due: Sequence[Deadline],
    now: datetime,
) -> Matter:
    """A round with who has not reported; `due` are its deadlines, the earliest first."""
    found = everywhere(asked, municipalities, known, due, now)
    exempt = sum(each.state is State.EXEMPT for each in found)
    still = [Missing(each.municipality, each.words(), _moved(each), each.due_at) for each in found if each.is_missing]
    return Matter(f"round/{asked.id}", asked.title, due[0].due_at, len(found), exempt, still, due, asked)


def of_deadline(about: Deadline, municipalities: Iterable[Municipality], taps: Taps, now: datetime) -> Matter:
    """A deadline with who has tapped neither 済 nor 対象外."""
    targets = about.targets(municipalities)
    exempt = sum(1 for body in targets if body.code in taps and taps[body.code].state is Done.EXEMPT)
    words = "まだ・遅延" if now > about.due_at else "まだ"
    still = [
        Missing(body, words, Moved.NOT_YET if body.code in taps else Moved.NOTHING, about.due_at)
        for body in missing(about, targets, taps)
    ]
    return Matter(f"deadline/{about.id}", about.title, about.due_at, len(targets), exempt, still, [about])


def _moved(stands: Progress) -> Moved:
    if stands.state is State.DRAFTED:
        return Moved.DRAFTED
    return Moved.SEEN if stands.seen else Moved.UNSEEN
