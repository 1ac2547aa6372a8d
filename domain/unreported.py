"""Who has not answered (未報告): what the municipalities are asked and is open, and for whom it still is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.deadline import Deadline, Done
from domain.model import Municipality
from domain.round import Known, Progress, Round, State, progress


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


class Missing(NamedTuple):  # there may be thousands: a tuple is made four times as fast as a dataclass
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


@dataclass(frozen=True, slots=True)
class Heard:
    """What a round has heard, by municipality: the number of the last report, and who has opened the form.

    `known` is all that is known of those few of whom more than that counts: a decision, a draft, a longer time.
    """

    reported: Mapping[str, int]
    seen: Collection[str]
    known: Mapping[str, Known]


def of_round(
    asked: Round, municipalities: Sequence[Municipality], heard: Heard, due: Sequence[Deadline], now: datetime
) -> Matter:
    """A round with who has not reported; `due` are its deadlines, the earliest first."""
    targets = asked.targets(municipalities)
    moments = [{body.code: each.due_at for body in each.targets(targets)} for each in due]
    due_at = {code: at for one in moments for code, at in one.items()}
    usual = {at: Progress(targets[0], State.UNREPORTED, at, late=now > at).words() for at in set(due_at.values())}
    found, exempt = [], 0
    for body in targets:
        code, at = body.code, due_at.get(body.code)
        if at and (known := heard.known.get(code)):
            stands = progress(body, known, at, now)
            exempt += stands.state is State.EXEMPT
            if stands.is_missing:
                found.append(Missing(body, stands.words(), _moved(stands, code in heard.seen), at))
        elif at and code not in heard.reported:
            found.append(Missing(body, usual[at], Moved.SEEN if code in heard.seen else Moved.UNSEEN, at))
    return Matter(f"round/{asked.id}", asked.title, due[0].due_at, len(due_at), exempt, found, due, asked)


def of_deadline(
    about: Deadline, municipalities: Iterable[Municipality], tapped: Mapping[str, Done], now: datetime
) -> Matter:
    """A deadline with who has tapped neither 済 nor 対象外, as each tapped last."""
    targets, at = about.targets(municipalities), about.due_at
    words = "まだ・遅延" if now > at else "まだ"
    said = [(body, tapped.get(body.code)) for body in targets]
    still = [
        Missing(body, words, Moved.NOT_YET if state else Moved.NOTHING, at)
        for body, state in said
        if state in {None, Done.OPEN}
    ]
    exempt = sum(state is Done.EXEMPT for _, state in said)
    return Matter(f"deadline/{about.id}", about.title, at, len(targets), exempt, still, [about])


def _moved(stands: Progress, seen: bool) -> Moved:  # noqa: FBT001 – what was seen is one of two things
    if stands.state is State.DRAFTED:
        return Moved.DRAFTED
    return Moved.SEEN if seen else Moved.UNSEEN
