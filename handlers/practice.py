"""練習: the way of a newcomer through status, report, correction and note. It reads nothing and keeps nothing.

The whole walk stands in the form before the person: what is filled in comes with each step and is gone at the end.
"""

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO
from domain.filling import Asking, as_typed, fill, wrong
from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Member, Municipality
from domain.round import How, Report, Round
from handlers.commands import Command
from handlers.desk import Desk
from handlers.report_asking import typed
from messages import practice as said
from messages.blocks import Message
from messages.report_problems import at_fields

WORDS = ("練習", "れんしゅう", "practice")
SPOKEN = Command("practice", "架空の町で試す", "", (), WORDS)
"""Understood in sentences; as a command it stands behind /help."""
TOWN = Municipality("000000", "練習町", "れんしゅうちょう", "町")
COUNT = Field("procedures", "オンライン受付の手続数", Kind.NUMBER, "手続数", unit="手続", min=0, max=27)
CHOICES = (("studying", "検討している"), ("settled", "方法を決めた"))
STATE = Field("connection", "接続の検討状況", Kind.CHOICE, "検討状況", choices=CHOICES)
THEME = Theme("practice", "練習", "練習", 0, (), (COUNT, STATE))
LAST_TIME = {("procedures", 0): 5.0}
AS_OF_LAST_TIME = AsOf(date(2022, 7, 1), date(2022, 7, 31), "month_end")
_ASKED = re.compile(rf"(/?(status|状況|現況)\s*)?{TOWN.name}", re.IGNORECASE)


def register(app: AsyncApp) -> None:
    app.action("practice:start")(start)
    app.view("practice:status")(asked)
    app.view("practice:report")(reported)
    app.view("practice:correct")(corrected)
    app.view("practice:note")(noted)


def wanted(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip().casefold() in WORDS


def answer(_text: str, _member: Member, _desk: Desk) -> Message:
    return said.offered()


async def start(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=said.status(TOWN.name))
    await ack()


async def asked(ack: AsyncAck, view: dict[str, Any], desk: Desk) -> None:
    question = unicodedata.normalize("NFKC", typed(view)["question"]).strip()
    if not _ASKED.fullmatch(question):
        await ack(response_action="errors", errors={"question": said.unasked(TOWN.name)})
        return
    about = asking(desk.now())
    await ack(response_action="update", view=said.report(about, as_typed(about.before)))


async def reported(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    about = asking(desk.now())
    kept = await read(ack, about, view, member, desk)
    if kept:
        inside = as_typed(kept.answers)
        await ack(response_action="update", view=said.correct(after_the_close(about, kept), inside, kept))


async def corrected(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """As after the close of a round: with a reason only."""
    about = asking(desk.now())
    before = fill(about, json.loads(view["private_metadata"]), desk.now(), desk.days)
    first = Report(about.round.id, TOWN.code, member.user, desk.now(), How.FORM, before.answers, nth=1)
    late = after_the_close(about, first)
    kept = await read(ack, late, view, member, desk)
    if kept:
        await ack(response_action="update", view=said.note(late, kept))


async def noted(ack: AsyncAck, view: dict[str, Any]) -> None:
    await ack(response_action="update", view=said.over(typed(view)["title"]))


async def read(ack: AsyncAck, about: Asking, view: dict[str, Any], member: Member, desk: Desk) -> Report | None:
    """What was filled in, read and judged as a report is; None where what is wrong was said at its field."""
    filled = fill(about, typed(view), desk.now(), desk.days)
    if found := wrong(about, filled):
        await ack(response_action="errors", errors=at_fields(found, about))
        return None
    return Report(about.round.id, TOWN.code, member.user, desk.now(), How.FORM, filled.answers, 1, reason=filled.reason)


def asking(now: datetime) -> Asking:
    """What a round would ask of a town, if there were either."""
    today = now.astimezone(TOKYO).date()
    round_ = Round("practice", THEME.id, "練習の照会", AsOf(today, today, "day"), opened_at=now)
    return Asking(round_, TOWN, THEME, (), before=dict(LAST_TIME), days=(AS_OF_LAST_TIME,))


def after_the_close(about: Asking, first: Report) -> Asking:
    """The same after the round was closed, with what was reported in it."""
    closed = replace(about.round, closed_at=first.at)
    return replace(about, round=closed, reports=(first,), before=first.answers)
