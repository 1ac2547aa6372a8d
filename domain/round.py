"""A round (照会): one asking of the municipalities, what happened to it in each, and how it stands there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.answers import Answers
from domain.deadline import Deadline
from domain.forms import Theme
from domain.model import AsOf, Municipality


@dataclass(frozen=True, slots=True)
class Round:
    """照会: of a theme – or of a form of its own – as of a day, for some municipalities or (`bodies` empty) for all.

    Its due moments are those of its deadlines: one for all, and one for each municipality that was given longer.
    With `closes` it closes itself once the last of them has passed.
    """

    id: str
    theme: str
    title: str
    as_of: AsOf
    bodies: tuple[str, ...] = ()
    form: Theme | None = None  # where it has a form of its own
    opened_by: str = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    closes: bool = False

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def concerns(self, code: str) -> bool:
        return not self.bodies or code in self.bodies

    def targets(self, municipalities: Iterable[Municipality]) -> list[Municipality]:
        return [each for each in municipalities if self.concerns(each.code)]


class How(StrEnum):
    """How a report was made: in the form, as nothing new, in words, in a file, and by the secretariat for them."""

    FORM = "form"
    SAME = "same"
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Report:
    """報告: what a municipality answered in a round, the `nth` time; append-only, the last one counts.

    `key` is what makes one submission one report. `proxy` is 代理入力: the secretariat's hand, marked as such.
    """

    round: str
    body: str
    by: str
    at: datetime
    how: How
    answers: Answers = field(default_factory=dict)
    nth: int = 0
    key: str = ""
    reason: str = ""
    proxy: bool = False


class What(StrEnum):
    """What happens between the secretariat and a municipality: 経過 of a round there."""

    SEEN = "seen"  # the form was opened
    ASKED_LONGER = "asked_longer"  # 期限延長のお願い
    GIVEN_LONGER = "given_longer"
    NOT_LONGER = "not_longer"
    RETURNED = "returned"  # 差し戻し
    ACCEPTED = "accepted"  # 受理
    EXEMPTED = "exempted"  # 対象外
    INCLUDED = "included"  # 対象に戻す


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, by whom, when, and why; `on` is the report that was the last one then, 0 for none.

    `until` is the moment that was asked for, or given, instead of the deadline's.
    """

    body: str
    what: What
    by: str
    at: datetime
    reason: str = ""
    on: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """下書き: what somebody typed and has not reported; `based_on` is the report that was there when they began."""

    round: str
    body: str
    user: str
    typed: Mapping[str, str]  # block_id of the form and what stands there
    at: datetime
    based_on: int = 0


class State(StrEnum):
    """How a round stands in one municipality, in the words people know."""

    UNREPORTED = "未報告"
    DRAFTED = "下書き"
    REPORTED = "報告済み"
    RETURNED = "差し戻し"
    ACCEPTED = "受理"
    EXEMPT = "対象外"


WAITING = frozenset({State.UNREPORTED, State.DRAFTED, State.RETURNED})
"""States in which the municipality still owes a report."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a round stands in one municipality: `late` is 遅延, `longer` 期限延長, `seen` whether the form was opened."""

    municipality: Municipality
    state: State
    due_at: datetime
    late: bool = False
    longer: bool = False
    seen: bool = False
    asks_longer: bool = False
    report: Report | None = None
    last: Event | None = None

    @property
    def is_missing(self) -> bool:
        return self.state in WAITING

    def words(self) -> str:
        """未報告・期限延長・遅延."""
        marks = [mark for mark, on in (("期限延長", self.longer), ("遅延", self.late)) if on]
        return "・".join([self.state.value, *marks])


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one municipality in a round: its last report, what happened in order, and its newest draft.

    `drafted_on` is the report on which that draft is based, 0 for none; without a draft it is None.
    """

    report: Report | None = None
    events: Sequence[Event] = ()
    drafted_on: int | None = None


def progress(municipality: Municipality, known: Known, due_at: datetime, now: datetime) -> Progress:
    """How it stands there: the last word counts, whether it was the municipality's or the secretariat's."""
    report = known.report
    decided = [each for each in known.events if each.what in _DECISIONS]
    last = decided[-1] if decided else None
    state = _state(report, last, known.drafted_on)
    said_at = report.at if report and state not in WAITING else now
    return Progress(
        municipality,
        state,
        due_at,
        late=state is not State.EXEMPT and said_at > due_at,
        longer=any(each.what is What.GIVEN_LONGER for each in known.events),
        seen=any(each.what is What.SEEN for each in known.events),
        asks_longer=_asks_longer(known.events),
        report=report,
        last=last,
    )


def everywhere(
    round: Round,
    municipalities: Iterable[Municipality],
    known: Mapping[str, Known],
    deadlines: Iterable[Deadline],
    now: datetime,
) -> list[Progress]:
    """How it stands in each municipality it concerns, in the order given."""
    targets = round.targets(municipalities)
    due = {body.code: each.due_at for each in deadlines for body in each.targets(targets)}
    return [progress(body, known.get(body.code, Known()), due[body.code], now) for body in targets if body.code in due]


_DECISIONS = {What.RETURNED, What.ACCEPTED, What.EXEMPTED, What.INCLUDED}


def _state(report: Report | None, decided: Event | None, drafted_on: int | None) -> State:
    if decided and decided.what is What.EXEMPTED:
        return State.EXEMPT
    if report is None:
        return State.UNREPORTED if drafted_on is None else State.DRAFTED
    if decided is None or decided.what is What.INCLUDED or decided.on < report.nth:
        return State.REPORTED
    if decided.what is What.RETURNED and drafted_on is not None and drafted_on >= report.nth:
        return State.DRAFTED
    return State.RETURNED if decided.what is What.RETURNED else State.ACCEPTED


def _asks_longer(events: Sequence[Event]) -> bool:
    about = [each.what for each in events if each.what in {What.ASKED_LONGER, What.GIVEN_LONGER, What.NOT_LONGER}]
    return bool(about) and about[-1] is What.ASKED_LONGER
