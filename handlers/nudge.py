"""ご確認のお願い: previewed, sent once, and followed until it has arrived."""

import json
import re
import secrets
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import TOKYO
from domain.errors import NotAllowed
from domain.model import Member
from domain.nudge import Nudge
from domain.plan import allowed
from domain.posting import State
from domain.unreported import Matter
from handlers import unreported
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import nudge as said
from messages.blocks import Message
from reminders import plan
from reminders.nudge import recipients
from storage import audit, deadlines, members, nudges, postings, rounds
from storage.database import Transaction

UNSAID = (State.SKIPPED, State.DEAD)


def register(app: AsyncApp) -> None:
    app.action(re.compile("^nudge:preview"))(preview)
    app.action("nudge:delivery")(delivery)
    app.view("nudge")(send)


async def preview(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Show who gets which words when, before anything is sent."""
    for_the_secretariat(member)
    matter, at = _open(action["value"], desk), _moment(desk)
    who = recipients(matter, desk.compose.facts)
    who = replace(who, before=_told(matter, at, desk) & who.told.keys())
    view = said.preview(matter, who, at, desk.now(), desk.days, secrets.token_hex(4))
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def send(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep it with a posting for each person, and say how many; the same form once more sends nothing."""
    for_the_secretariat(member)
    asked, values, at = json.loads(view["private_metadata"]), view["state"]["values"], _moment(desk)
    words = " ".join((values["own"]["own"].get("value") or "").split())
    again = bool(values.get("repeat", {}).get("repeat", {}).get("selected_options"))
    nudge = Nudge(asked["matter"], asked["once"], member.user, desk.now(), words)
    count = _sent(nudge, at, desk, again=again)
    await ack(response_action="update", view=said.sent(nudge.matter, count, at, desk.now()))
    desk.post_soon()


async def delivery(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """How far the last one of a matter has come; in the form's place where it was asked there."""
    for_the_secretariat(member)
    answer = _delivery(action["value"], desk)
    if body.get("view", {}).get("type") == "modal":
        await client.views_update(view_id=body["view"]["id"], view=said.in_modal(answer))
        await ack()
    else:
        await desk.answers.to_press(ack, body, answer)


def _sent(nudge: Nudge, at: datetime, desk: Desk, *, again: bool) -> int:
    """The nudge, its postings and the audit in one transaction; to how many people it goes."""
    where = desk.catalogue.conference.id
    with desk.begin() as db:
        _hold(db, nudge.matter, where)
        matter = _open(nudge.matter, desk)
        before = set() if again else _told(matter, at, desk)
        users = [user for user in recipients(matter, desk.compose.facts).told if user not in before]
        if not users or not nudges.keep(db, where, nudge):
            return 0
        postings.add(db, where, [plan.nudge(nudge.matter, nudge.once, user, at) for user in users])
        detail = {"to": users, "words": nudge.words, "due": at.isoformat()}
        audit.record(db, where, at=nudge.at, by=nudge.by, action="nudge", subject=nudge.matter, detail=detail)
    return len(users)


def _hold(db: Transaction, name: str, where: str) -> None:
    """Whoever else would ask the same people waits for the end of this transaction."""
    kind, _, id_ = name.partition("/")
    if kind == "round":
        rounds.held(db, where, id_)
    else:
        deadlines.held(db, where, id_)


def _open(name: str, desk: Desk) -> Matter:
    """The matter, while it is open. Raises NotAllowed."""
    matter = unreported.one(name, desk)
    if matter is None:
        raise NotAllowed("gone")
    return matter


def _moment(desk: Desk) -> datetime:
    """Now, or the first morning on which people may be disturbed."""
    return allowed(desk.now(), desk.choices.plan, desk.days)


def _told(matter: Matter, at: datetime, desk: Desk) -> set[str]:
    """Who is asked of this matter on that day already."""
    day = at.astimezone(TOKYO).date()
    since = datetime.combine(day, time(), TOKYO)
    every = nudges.said(desk.read(), desk.catalogue.conference.id, matter.name, since)
    same_day = (each for each in every if each.posting.due_at.astimezone(TOKYO).date() == day)
    return {each.posting.to for each in same_day if each.state not in UNSAID}


def _delivery(name: str, desk: Desk) -> Message:
    db, where = desk.read(), desk.catalogue.conference.id
    last = nudges.last(db, where, name)
    every = nudges.said(db, where, name, last.at) if last else []
    kept = [each for each in every if last and each.posting.key.split("/")[-2] == last.once]
    return said.delivery(name, last, kept, members.posts(db, where, [each.posting.to for each in kept]))
