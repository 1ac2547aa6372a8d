"""A form as one municipality fills it in: what it is asked, what it answered last, what was typed, what is wrong."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain import answers, when
from domain.answers import SAID, Answers, Place, Problem, Value
from domain.dates.opendays import OpenDays
from domain.dates.verdict import Kind as Read
from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Municipality, System
from domain.round import Report, Round

EVERY = -1  # the item of the one input that sets all systems
REASON: Place = ("reason", 0)
BLANK = "－"
_BLANKS = {unicodedata.normalize("NFKC", word) for word in (BLANK, "-", "空欄", "不明")}


@dataclass(frozen=True, slots=True)
class Asking:
    """What a round asks of one municipality; what it has reported there, and what it answered last.

    `before` are the answers of its last report, or where there is none those that stand, as of `days`.
    """

    round: Round
    municipality: Municipality
    theme: Theme
    systems: Sequence[System]
    reports: Sequence[Report] = ()
    before: Answers = field(default_factory=dict)
    days: Sequence[AsOf] = ()
    due_at: datetime | None = None

    @property
    def report(self) -> Report | None:
        return self.reports[-1] if self.reports else None

    @property
    def on(self) -> int:
        """The number of the last report, 0 for none."""
        return self.report.nth if self.report else 0

    @property
    def form(self) -> tuple[Field, ...]:
        """What is asked of a municipality, quiet fields last."""
        return tuple(sorted(self.theme.fields("municipality"), key=lambda field: field.quiet))

    def places(self) -> list[tuple[Field, int]]:
        return answers.places(self.form, self.systems)

    def field(self, place: Place) -> Field | None:
        return next((each for each in self.form if each.id == place[0]), None)

    def label(self, place: Place) -> str:
        """The field's label, or the system's name."""
        about = self.field(place)
        names = {system.number: system.name for system in self.systems}
        return names.get(place[1]) or (about.label if about else place[0])

    def changes(self, now: Answers, before: Answers) -> list[Place]:
        """The places answered otherwise, in the form's order."""
        changed = set(answers.changes(now, before))
        return [place for f, item in self.places() if (place := (f.id, item)) in changed]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form says once it is read; `unread` is what cannot be, `swept` the systems that were set all at once."""

    answers: Answers
    reason: str
    unread: Sequence[Problem] = ()
    swept: frozenset[Place] = frozenset()


def name(place: Place) -> str:
    """How a place is called in a form: completed_step, systems-3, and systems-all for all of them."""
    return place[0] if not place[1] else f"{place[0]}-{'all' if place[1] == EVERY else place[1]}"


def as_typed(said: Answers) -> dict[str, str]:
    """Answers as a person would type them, by the names of their places."""
    return {name(place): _as_typed(value) for place, value in said.items()}


def _as_typed(value: Value) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if value.is_integer() else str(value)


def fill(asking: Asking, typed: Mapping[str, str], now: datetime, days: OpenDays) -> Filled:
    """Read all that was typed into a form, by the names of its places."""
    given: dict[Place, Value] = {}
    unread: list[Problem] = []
    for about, item in [*asking.places(), *_sweeps(asking)]:
        match _read(about, item, typed.get(name((about.id, item)), ""), now, days):
            case Problem() as problem:
                unread.append(problem)
            case None:
                pass
            case value:
                given[about.id, item] = value
    said, swept = _swept(asking, given)
    return Filled(said, typed.get(name(REASON), "").strip(), unread, frozenset(swept))


def wrong(asking: Asking, filled: Filled) -> list[Problem]:
    """What cannot be read; or else what contradicts itself or the last time, and a correction without its reason."""
    if filled.unread:
        return list(filled.unread)
    found = answers.problems(asking.form, filled.answers, asking.before, filled.reason)
    late = [Problem(REASON, "closed")] if not asking.round.is_open and not filled.reason else []
    moved = {_where(each, filled): each for each in found}
    return [*(_at(each, place) for place, each in moved.items()), *late]


def _sweeps(asking: Asking) -> Iterator[tuple[Field, int]]:
    return ((each, EVERY) for each in asking.form if each.kind is Kind.STEPS)


def _swept(asking: Asking, given: dict[Place, Value]) -> tuple[dict[Place, Value], set[Place]]:
    """All systems at the one step that was typed for them, but for those changed one by one; and which were set."""
    numbers, said = [system.number for system in asking.systems], given
    for about, _ in _sweeps(asking):
        value = said.pop((about.id, EVERY), None)
        if value is not None:
            said = answers.set_all(about, numbers, value, said, asking.before)
    return said, {place for place in said if place[1] and said[place] != given.get(place)}


def _read(about: Field, item: int, typed: str, now: datetime, days: OpenDays) -> Value | Problem | None:
    plain = unicodedata.normalize("NFKC", typed).strip()
    if plain in _BLANKS:
        return None
    if about.kind is Kind.DATE and plain and plain not in SAID:
        return _day(about, item, plain, now, days)
    found = answers.read(about, item, typed)
    if isinstance(found, Problem) and item == EVERY:
        return _at(found, (about.id, EVERY))
    return found


def _day(about: Field, item: int, plain: str, now: datetime, days: OpenDays) -> str | Problem:
    """A day written exactly, past ones too; no span, no repetition, nothing beside it."""
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        found = when.read(plain, now, days, guess=None)
    if found.day and found.kind in {Read.DATE, Read.PAST} and not found.subject:
        return found.day.isoformat()
    return Problem((about.id, item), "no_date")


def _where(problem: Problem, filled: Filled) -> Place:
    """Where it can be mended: what was set all at once in the one input for all."""
    return (problem.place[0], EVERY) if problem.place in filled.swept else problem.place


def _at(problem: Problem, place: Place) -> Problem:
    return Problem(place, problem.kind, problem.least, problem.most, problem.before, problem.near)
