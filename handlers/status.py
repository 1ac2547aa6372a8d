"""Where a municipality, a theme or the prefecture stands: /status 山口市."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain import lookup
from domain.forms import Field, Theme
from domain.lookup import Plans, Subject
from domain.model import Figure, Initiative, Member, Municipality, ScheduleItem, System, Topic
from domain.standing import Sheet, View, sheet, standing, view
from handlers import usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from messages import across, card, topic
from messages.blocks import Message
from storage import figures, initiatives, schedule

COMMAND = Command(
    "status",
    "市町・テーマ・業務の現況を見る",
    "山口市 | 標準化 | 山口市 標準化 | 住民基本台帳 | 山口市 予定 | 全体 | … 7月末",
    ("山口市", "標準化", "山口市 標準化 7月末", "住民基本台帳", "山口市 予定", "全体"),
    ("状況", "現況", "進捗", "status"),
)
MANY = 13  # schedule items asked for: as many as are shown, and one to tell that there are more


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^status:"))(press)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def press(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer(action["value"], member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """Read what is asked and lay out what is known of it. Raises UserError for what cannot be read."""
    if usage.wanted(text):
        return usage.answer(text, member, desk)
    asked = lookup.read(text, desk.catalogue.names, desk.today())
    as_read = view(asked.on, asked.guess, desk.today())
    desk = desk.on(as_read.on)  # a past day is read in the words that counted then
    subject = desk.catalogue.like(asked.subject)
    if asked.municipality:
        return _municipality(asked.municipality, subject, as_read, desk)
    return _everywhere(subject, as_read, desk)


def _everywhere(subject: Subject | None, as_read: View, desk: Desk) -> Message:
    """A theme, system, topic or the plans across the prefecture; without any, its roll-up."""
    match subject:
        case Theme():
            return _theme(subject, as_read, desk)
        case System():
            return _system(subject, as_read, desk)
        case Topic():
            about = _about((subject.id,), as_read.on, desk, everything=True)
            return topic.topic(subject, as_read, *about)
        case Plans():
            items = schedule.upcoming(desk.read(), desk.catalogue.conference.id, on=as_read.on, limit=MANY)
            return topic.plans(as_read, items)
        case _:
            return _overall(as_read, desk)


def _municipality(municipality: Municipality, subject: Subject | None, as_read: View, desk: Desk) -> Message:
    """The municipality in every theme, or in the one theme that was named, or one system of it, or its plans."""
    if isinstance(subject, Plans):
        return _plans(municipality, as_read, desk)
    if isinstance(subject, Topic):
        return _topic_of(municipality, subject, as_read, desk)
    catalogue, conference = desk.catalogue, desk.catalogue.conference
    prefecture = conference.prefecture.code
    where, around = (conference.id, municipality.code), catalogue.beside
    known = figures.of(desk.read(), *where, beside=prefecture, fields=around, on=as_read.on)
    theme = _theme_of(subject, desk)
    if isinstance(subject, System) and theme and theme.systems:
        mine = standing(theme, (f for f in known if f.body == municipality.code and f.theme == theme.id))
        return card.cell(municipality, subject, theme.systems, mine, as_read)
    return card.card(municipality, (theme,) if theme else catalogue.themes, known, as_read, catalogue)


def _plans(municipality: Municipality, as_read: View, desk: Desk) -> Message:
    db, conference = desk.read(), desk.catalogue.conference.id
    items = schedule.upcoming_of(db, conference, municipality.code, on=as_read.on, limit=MANY)
    measures = initiatives.of(db, conference, municipality.code, on=as_read.on)
    return topic.plans_of(municipality, as_read, items, measures)


def _topic_of(municipality: Municipality, subject: Topic, as_read: View, desk: Desk) -> Message:
    """What the papers say of a topic that concerns this municipality: its own, and what is nobody's alone."""
    items, measures = _about((subject.id,), as_read.on, desk, body=municipality.code, everything=True)
    return topic.topic_of(municipality, subject, as_read, items, measures)


def _system(system: System, as_read: View, desk: Desk) -> Message:
    theme, field = _of_systems(desk)
    return across.system(system, field, _sheet(theme, as_read.on, desk), as_read)


def _theme_of(subject: Subject | None, desk: Desk) -> Theme | None:
    match subject:
        case Theme():
            return subject
        case System():
            return _of_systems(desk)[0]
        case _:
            return None


def _of_systems(desk: Desk) -> tuple[Theme, Field]:
    """The theme whose form asks for the steps of the systems, and its field that does."""
    return next((theme, theme.systems) for theme in desk.catalogue.themes if theme.systems)


def _theme(theme: Theme, as_read: View, desk: Desk) -> Message:
    next_ones, measures = _about(desk.catalogue.topics_of(theme), as_read.on, desk)
    prefecture = desk.catalogue.conference.prefecture.name
    return across.sheet(_sheet(theme, as_read.on, desk), as_read, next_ones, measures, prefecture)


def _sheet(theme: Theme, on: date, desk: Desk) -> Sheet:
    return _laid(theme, figures.in_theme(desk.read(), desk.catalogue.conference.id, theme.id, on=on), desk)


def _laid(theme: Theme, known: Sequence[Figure], desk: Desk) -> Sheet:
    conference = desk.catalogue.conference
    return sheet(theme, desk.catalogue.municipalities, known, conference.prefecture.code, conference.nation.code)


def _overall(as_read: View, desk: Desk) -> Message:
    catalogue, db, on = desk.catalogue, desk.read(), as_read.on
    known = figures.everywhere(db, catalogue.conference.id, on=on)
    sheets = [_laid(theme, [f for f in known if f.theme == theme.id], desk) for theme in catalogue.themes]
    items = schedule.upcoming(db, catalogue.conference.id, on=on, limit=MANY)
    return across.overall(sheets, as_read, items, catalogue.conference.prefecture.name)


def _about(
    topics: Sequence[str], on: date, desk: Desk, *, body: str = "", everything: bool = False
) -> tuple[list[ScheduleItem], list[Initiative]]:
    """What the papers of that day say of these topics: schedule items that are not over, and initiatives."""
    db, conference = desk.read(), desk.catalogue.conference.id
    next_ones = schedule.of_topics(db, conference, topics, body, everything=everything, on=on, limit=MANY)
    return next_ones, initiatives.of_topics(db, conference, topics, body, on=on)
