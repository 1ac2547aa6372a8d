"""Deadlines: /deadline lists them, or takes what is typed for a new one."""

import re
import unicodedata
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.calendar import last_day
from domain.model import Member, Role
from handlers import usage
from handlers.commands import Command, slash
from handlers.deadline_add import proposal
from handlers.desk import Desk
from messages import deadline as said
from messages.blocks import Message
from storage import deadlines, schedule

COMMAND = Command(
    "deadline",
    "締切を見る・登録する・済んだら答える",
    "（一覧）| 今月 | 令和4年10月末 補助金の申請締切",
    ("一覧", "今月", "令和4年10月末 補助金の申請締切", "毎月末 実績報告"),
    ("締切", "〆切", "deadline"),
    lists=True,
)
LISTS = {"", "一覧", "全部", "すべて", "自分", "list"}
THIS_MONTH = {"今月", "今月分"}
MANY = 13  # schedule items asked for: as many as are shown, and one to tell that there are more


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^deadline:(list$|read:)"))(read)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def read(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer(action["value"], member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The list, or what is understood of a new deadline. Raises UserError."""
    asked = unicodedata.normalize("NFKC", text).strip().casefold()
    if asked and usage.wanted(asked):
        return usage.answer(asked, member, desk)
    if asked in LISTS | THIS_MONTH:
        return listing(member, desk, this_month=asked in THIS_MONTH)
    return proposal(text, member, desk)


def listing(member: Member, desk: Desk, *, this_month: bool) -> Message:
    """What is tracked, what recurs, what the papers name."""
    db, conference, today = desk.read(), desk.catalogue.conference.id, desk.today()
    found = [each for each in desk.compose.current() if not this_month or _in_month(last_day(each.due_at), today)]
    items = schedule.upcoming(db, conference, on=today, limit=MANY)
    shown = [item for item in items if not this_month or (item.end and _in_month(item.end, today))]
    taps = deadlines.taps(db, conference, found)
    reader = said.Reader(
        own=[m for m in desk.catalogue.municipalities if m.code in member.municipalities],
        everyone=desk.catalogue.municipalities,
        secretariat=member.role is Role.SECRETARIAT,
        now=desk.now(),
        days=desk.days,
    )
    listed = [said.Listed(each, taps[each.id]) for each in found]
    return said.listing(listed, deadlines.series(db, conference), shown, reader)


def _in_month(day_: date, today: date) -> bool:
    return (day_.year, day_.month) == (today.year, today.month)
