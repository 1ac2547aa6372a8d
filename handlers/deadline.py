"""Deadlines: /deadline lists them, all or a part; what is typed besides is taken for a new one."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.calendar import last_day
from domain.deadline import Deadline, is_open
from domain.forms import Theme
from domain.lookup import Plans
from domain.model import Member, Municipality, Role, ScheduleItem, System, Topic
from handlers import deadline_calendar, pause, usage
from handlers.answers import Reply
from handlers.commands import Command, slash
from handlers.deadline_add import proposal
from handlers.desk import Desk
from messages import deadline_list as said
from messages.blocks import Message
from storage import deadlines, schedule

COMMAND = Command(
    "deadline",
    "締切を見る・登録する・済んだら答える・お知らせをしばらく止める",
    "（一覧）| 自分 | 今月 | 標準化 | カレンダー | 令和4年10月末 補助金の申請締切",
    ("一覧", "自分", "今月", "標準化", "カレンダー", "令和4年10月末 補助金の申請締切", "毎月末 実績報告"),
    ("締切", "〆切", "deadline"),
    lists=True,
)
EVERYTHING = {"一覧", "全部", "すべて", "全体", "list"}
MINE = {"自分", "自分の", "自分の分", "自市町", "mine"}
THIS_MONTH = {"今月", "今月分", "今月の"}
CALENDAR = {"カレンダー", "ics", ".ics", "calendar"}
ITEMS = 200  # schedule items asked for: more than the papers hold


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the list: the asker's own open ones, this month's, those of a theme or a topic."""

    mine: bool = False
    this_month: bool = False
    about: Theme | Topic | None = None


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^deadline:(list$|read:)"))(read)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def read(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer(action["value"], member, desk))


def answer(text: str, member: Member, desk: Desk) -> Reply:
    """The list or a part of it, a calendar, or what is understood of a new deadline. Raises UserError."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain and usage.wanted(plain):
        return usage.answer(plain, member, desk)
    if plain in CALENDAR:
        return deadline_calendar.of_all(member, desk)
    asked = _asked(plain, desk)
    return listing(asked, member, desk) if asked else proposal(text, member, desk)


def _asked(plain: str, desk: Desk) -> Asked | None:
    """自分, 今月, a theme's or a topic's name, in any order; None where there is anything else, such as a day."""
    if about := _subject(plain, desk):
        return Asked(about=about)
    words = [word for word in plain.split() if word not in EVERYTHING and not _is_plans(word, desk)]
    mine, this_month = not MINE.isdisjoint(words), not THIS_MONTH.isdisjoint(words)
    rest = " ".join(word for word in words if word not in MINE | THIS_MONTH)
    about = _subject(rest, desk)
    return Asked(mine, this_month, about) if about or not rest else None


def _subject(name: str, desk: Desk) -> Theme | Topic | None:
    """The one theme or topic of exactly that name; of a system the theme that asks for it."""
    for thing in desk.catalogue.names.called(name):
        match thing:
            case Theme() | Topic():
                return thing
            case System():
                return next(theme for theme in desk.catalogue.themes if theme.systems)
    return None


def _is_plans(word: str, desk: Desk) -> bool:
    return any(isinstance(thing, Plans) for thing in desk.catalogue.names.called(word))


def listing(asked: Asked, member: Member, desk: Desk) -> Message:
    """What is tracked, what recurs, what the papers name: all of it, or the part that was asked for."""
    db, conference = desk.read(), desk.catalogue.conference.id
    reader = _reader(member, desk)
    current = desk.compose.current()
    taps = deadlines.taps(db, conference, current)
    listed = [said.Listed(each, taps[each.id]) for each in current]
    shown = [each for each in listed if _belongs(each, asked, reader.own, desk)]
    again = [each for each in deadlines.series(db, conference) if not asked.mine and _is_about(each, asked, desk)]
    scope = said.Scope(mine=asked.mine, this_month=asked.this_month, about=asked.about.name if asked.about else "")
    return said.listing(shown, again, _items(asked, reader.own, desk), reader, scope)


def _reader(member: Member, desk: Desk) -> said.Reader:
    return said.Reader(
        own=[m for m in desk.catalogue.municipalities if m.code in member.municipalities],
        everyone=desk.catalogue.municipalities,
        secretariat=member.role is Role.SECRETARIAT,
        now=desk.now(),
        days=desk.days,
        paused=pause.holding(desk),
        further=pause.buttons(member, desk),
    )


def _belongs(each: said.Listed, asked: Asked, own: Sequence[Municipality], desk: Desk) -> bool:
    about = each.deadline
    unanswered = any(about.concerns(body.code) and is_open(each.taps, body.code) for body in own)
    now = not asked.this_month or _in_month(last_day(about.due_at), desk.today())
    return now and (unanswered or not asked.mine) and _is_about(about, asked, desk)


def _is_about(deadline: Deadline, asked: Asked, desk: Desk) -> bool:
    return asked.about is None or desk.catalogue.is_about(deadline.title, asked.about)


def _items(asked: Asked, own: Sequence[Municipality], desk: Desk) -> list[ScheduleItem]:
    """The papers' own, nearest end first: what is to be remembered, of a theme or a topic all that is not over."""
    db, conference, today = desk.read(), desk.catalogue.conference.id, desk.today()
    if asked.about:
        topics = _topics(asked.about, desk)
        found = schedule.of_topics(db, conference, topics, "", everything=True, on=today, limit=ITEMS)
    else:
        found = schedule.upcoming(db, conference, on=today, limit=ITEMS)
    codes = [body.code for body in own]
    mine = [item for item in found if not asked.mine or item.concerns(codes)]
    return [item for item in mine if not asked.this_month or (item.end and _in_month(item.end, today))]


def _topics(about: Theme | Topic, desk: Desk) -> Sequence[str]:
    return desk.catalogue.topics_of(about) if isinstance(about, Theme) else (about.id,)


def _in_month(day_: date, today: date) -> bool:
    return (day_.year, day_.month) == (today.year, today.month)
