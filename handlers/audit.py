"""The audit log for the secretariat: its last entries, and a period of it as a file."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from documents import audit as document
from domain.calendar import TOKYO
from domain.model import Member
from handlers.desk import Desk
from handlers.files import File
from handlers.filled import values
from handlers.rights import for_the_secretariat
from messages import audit as said
from messages import forms
from messages.blocks import Message
from storage import audit, members

Period = tuple[date, date]


def register(app: AsyncApp) -> None:
    app.action("audit:show")(show)
    app.action("audit:ask")(ask)
    app.view("audit")(export)


async def show(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _latest(desk))


async def ask(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Open the form in which the period is chosen: at first this month."""
    for_the_secretariat(member)
    today = desk.today()
    await client.views_open(trigger_id=body["trigger_id"], view=said.asking(today.replace(day=1), today))
    await ack()


async def export(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Write down that it is exported; the file comes after the ack, as a message beside the words that say so."""
    for_the_secretariat(member)
    given = values(view)
    first, last = (date.fromisoformat(given[name]["selected_date"]) for name in ("since", "until"))
    entries = audit.between(desk.read(), desk.catalogue.conference.id, *_moments((first, last)))
    wrong = said.BACKWARDS if last < first else {} if entries else said.NONE
    if wrong:
        await ack(response_action="errors", errors=wrong)
        return
    _note((first, last), len(entries), member, desk)
    await ack(response_action="update", view=forms.sentence(said.making(), said.TITLE, "閉じる"))
    desk.answers.to_person(client, member.user, _sent(entries, (first, last), member, desk))


def _latest(desk: Desk) -> Message:
    where, db = desk.catalogue.conference.id, desk.read()
    entries = audit.newest(db, where, said.LATEST)
    names = members.posts(db, where, [entry.by for entry in entries])
    lines = [(entry.at, said.name(entry.by, names), entry.action, entry.subject) for entry in entries]
    return said.latest(lines, audit.last(db, where))


async def _sent(entries: list[audit.Entry], period: Period, member: Member, desk: Desk) -> Message:
    """Build the file beside the loop, send it, and say where it went."""
    names = members.posts(desk.read(), desk.catalogue.conference.id, list({entry.by for entry in entries}))
    contents = await asyncio.to_thread(document.written, [said.row(entry, names) for entry in entries])
    first, last = period
    title = f"操作の記録_{first:%Y%m%d}-{last:%Y%m%d}"
    words = said.comment(first, last, desk.now(), said.name(member.user, {member.user: member.post}))
    there = await desk.files.send(member.user, File(f"{title}.csv", title, words, contents))
    return said.sent(first, last, len(entries)) if there else said.unsent()


def _note(period: Period, count: int, member: Member, desk: Desk) -> None:
    detail = {"since": period[0].isoformat(), "until": period[1].isoformat(), "entries": count}
    with desk.begin() as db:
        where = desk.catalogue.conference.id
        audit.record(db, where, at=desk.now(), by=member.user, action="audit.export", subject="audit", detail=detail)


def _moments(period: Period) -> tuple[datetime, datetime]:
    first, last = period
    return datetime.combine(first, time(), TOKYO), datetime.combine(last + timedelta(days=1), time(), TOKYO)
