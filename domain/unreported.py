"""Who has not answered (未報告): what the municipalities are asked and is open, and for whom it still is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.deadline import Deadline, Done
from domain.model import Municipality
from domain.round import Known, Progress, Round, State, progress

NOBODY = Municipality("", "", "", "")  # in whose place those stand of whom nothing more is known


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

    `asked` says how many are asked, `exempt` how many of them need not answer; of those missing `returned` were given
    their report back and `late` are past their time. `longer` were given longer, whether they have answered or not.
    """

    name: str
    title: str
    due_at: datetime
    asked: int
    exempt: int
    missing: Sequence[Missing]
    deadlines: Sequence[Deadline]
    round: Round | None = None
    returned: int = 0
    late: int = 0
    longer: int = 0

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
    """What a round has heard, by municipality: who has reported, and who has opened the form.

    `known` is all that is known of those few of whom more than that counts: a decision, a draft, a longer time.
    """

    reported: Collection[str] = ()
    seen: Collection[str] = ()
    known: Mapping[str, Known] = field(default_factory=dict)


def of_round(
    asked: Round, municipalities: Sequence[Municipality], heard: Heard, due: Sequence[Deadline], now: datetime
) -> Matter:
    """A round with who has not reported; `due` are its deadlines, the earliest first. Without one it asks nobody."""
    targets = {body.code: body for body in asked.targets(municipalities)}
    due_at = _due_at(targets, due)
    known = [progress(targets[code], each, due_at[code], now) for code, each in heard.known.items() if code in due_at]
    missing = [*_silent(targets, due_at, heard, now), *_still(known, heard.seen)]
    return Matter(
        f"round/{asked.id}",
        asked.title,
        due[0].due_at if due else now,
        len(due_at),
        sum(each.state is State.EXEMPT for each in known),
        _in_order(missing, due_at) if known else missing,
        due,
        asked,
        returned=sum(each.state is State.RETURNED for each in known),
        late=sum(now > each.due_at for each in missing) if any(now > each.due_at for each in due) else 0,
        longer=sum(each.longer for each in known),
    )


def _silent(
    targets: Mapping[str, Municipality], due_at: Mapping[str, datetime], heard: Heard, now: datetime
) -> Iterator[Missing]:
    """Those of whom nothing has come: all that can be said of them is until when they have time. There may be many."""
    words = {at: Progress(NOBODY, State.UNREPORTED, at, late=now > at).words() for at in {*due_at.values()}}
    seen, unseen = Moved.SEEN, Moved.UNSEEN
    for code, at in due_at.items():
        if code not in heard.reported and code not in heard.known:
            yield Missing(targets[code], words[at], seen if code in heard.seen else unseen, at)


def _still(known: Iterable[Progress], seen: Collection[str]) -> Iterator[Missing]:
    """Those of whom more is known and who owe a report all the same."""
    for each in known:
        if each.is_missing:
            yield Missing(each.municipality, each.words(), _moved(each, each.municipality.code in seen), each.due_at)


def _due_at(targets: Mapping[str, Municipality], due: Iterable[Deadline]) -> dict[str, datetime]:
    """Until when each of them has time, in their order; of several deadlines the latest given counts."""
    found: dict[str, datetime] = {}
    for each in due:
        found |= dict.fromkeys(each.bodies or targets, each.due_at)
    return found if found.keys() == targets.keys() else {code: found[code] for code in targets if code in found}


def _in_order(found: Iterable[Missing], order: Iterable[str]) -> list[Missing]:
    by_code = {each.municipality.code: each for each in found}
    return [by_code[code] for code in order if code in by_code]


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
