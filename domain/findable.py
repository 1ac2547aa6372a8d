"""What can be found of each thing: the words under which a search meets it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from domain.answers import Answers, Place, Value
from domain.calendar import TOKYO, era_year, last_day
from domain.deadline import Deadline
from domain.forms import Field, Theme
from domain.model import AsOf, Initiative, Municipality, ScheduleItem, Source, System
from domain.note import Note
from domain.question import OTHER, Event, Question, Seen, State
from domain.round import Round
from domain.search import Entry, Kind
from domain.typed import on_one_line


def deadline(about: Deadline) -> Entry:
    """A deadline or series under its title, its day and the words in which the day was written."""
    when = f"{_day(last_day(about.due_at))} {about.words}"
    said = about.known_at or about.due_at
    return Entry(Kind.DEADLINE, about.id, said, about.title, when, _only(about.bodies))


def schedule_item(about: ScheduleItem, theme: str | None) -> Entry:
    """A schedule item of the papers under its title, and its time in their words."""
    body = "\n".join(filter(None, (f"{about.words}（{about.who}）", about.note)))
    themes = (theme,) if theme else ()
    origin = about.as_of, about.source
    only = _only(about.bodies)
    return Entry(Kind.DEADLINE, f"paper/{about.id}", _from(origin), about.title, body, only, themes, origin=origin)


def initiative(about: Initiative, theme: str | None) -> Entry:
    """An initiative under its name, with who runs it and all that the papers tell."""
    body = "\n".join((about.owner, *about.facts))
    themes = (theme,) if theme else ()
    origin = about.as_of, about.source
    only = _only(about.bodies)
    return Entry(Kind.INITIATIVE, about.id, _from(origin), about.name, body, only, themes, origin=origin)


def note(about: Note) -> Entry:
    """A note under its title, with all of its text."""
    said, at = about.version.writing, about.version.at
    return Entry(Kind.NOTE, f"{about.id}", at, said.title, said.body, about.municipality, said.themes)


def question(about: Question, events: Iterable[Event]) -> Entry:
    """A question under its first line, with all that was said to it; a withdrawn one for its own municipality."""
    every = list(events)
    body = "\n".join([about.text, *(each.words for each in every if each.words)])
    theirs = about.seen is Seen.OWN or about.state is State.WITHDRAWN
    only, themes = about.municipality if theirs else "", () if about.kind == OTHER else (about.kind,)
    title = on_one_line(about.text, 100)
    return Entry(Kind.QUESTION, f"{about.id}", every[-1].at, title, body, about.municipality, themes, only)


def report(  # noqa: PLR0913 – an answer is nothing without what was asked, of whom, and when
    about: Round,
    of: Municipality,
    theme: Theme,
    systems: Iterable[System],
    answers: Answers,
    *,
    at: datetime | None = None,
    source: Source | None = None,
) -> Entry:
    """A municipality's last answers in a round, each behind its question; what the papers say has their source."""
    names = {system.number: system.name for system in systems}
    lines = [_line(field, place, answers[place], names) for field in theme.form for place in _places(field, answers)]
    subject, title = f"{about.id}/{of.code}", about.title if of.name in about.title else f"{of.name} {about.title}"
    origin = about.as_of, source or Source(f"「{about.title}」への報告")
    when = at or _from(origin)
    return Entry(
        Kind.REPORT, subject, when, title, "\n".join([theme.name, *lines]), of.code, (about.theme,), origin=origin
    )


def _places(field: Field, answers: Answers) -> list[Place]:
    return sorted(place for place in answers if place[0] == field.id)


def _line(field: Field, place: Place, value: Value, systems: dict[int, str]) -> str:
    asked = f"{field.label} {systems[place[1]]}" if place[1] in systems else field.label
    if isinstance(value, str):
        return f"{asked}：{field.choice(value) or value}"
    written = int(value) if float(value).is_integer() else value
    return f"{asked}：{field.choice(str(written)) or f'{written}{field.unit}'}"


def _only(bodies: Collection[str]) -> str:
    """The municipality, where it is one municipality's alone."""
    return next(iter(bodies)) if len(bodies) == 1 else ""


def _day(day: date) -> str:
    return f"{era_year(day)}{day.month}月{day.day}日"


def _from(origin: tuple[AsOf, Source]) -> datetime:
    """A figure whose as-of has not come is not shown: this is from when on it may be."""
    return datetime.combine(origin[0].first, time(), TOKYO)
