"""Which conference a person means who is in several: asked beside the bot, remembered, and chosen anew with 会議."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from handlers import text
from handlers.answers import Reply
from handlers.desk import Desk
from handlers.desks import ANEW, Desks
from handlers.seal import sealed
from messages import conferences as said
from messages.blocks import Message
from messages.pieces import message
from storage import conferences

MOST_CARRIED = 1_900  # characters that a button carries


def register(app: AsyncApp) -> None:
    app.action(re.compile(r"^conference:choose:\d+$"))(choose)
    app.action("conference:ask")(ask)


def which(desks: Sequence[Desk], sentence: str) -> Message:
    """The question; each button is one conference's, and carries what was asked."""
    blocks = [said.question()]
    for nth, desk in enumerate(desks):
        blocks += sealed([said.choice(nth, desk.catalogue.conference.name, sentence)], desk.id)
    return message(blocks)


def sentence(body: Mapping[str, Any]) -> str:
    """What was asked, as it can be asked once more: a command as a sentence; nothing of a file or a long text."""
    event = body.get("event", {})
    asked = f"{body['command']} {body.get('text', '')}" if "command" in body else str(event.get("text", ""))
    plain = "" if event.get("files") else asked.strip()
    return plain if plain not in ANEW and len(plain) <= MOST_CARRIED else ""


async def choose(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, desks: Desks
) -> None:
    """It is this one from now on; what was asked is answered at once."""
    with desk.begin() as db:
        conferences.choose(db, desk.id, member.user)
    if desks.leave_home(member.user, but=desk):
        desk.answers.later(desk.homes.open(member.user))
    await desk.answers.to_press(ack, body, _answer(action["value"], member, desk))


async def ask(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, desks: Desks) -> None:
    await desk.answers.to_press(ack, body, which(desks.of(member.user), ""))


def _answer(asked: str, member: Member, desk: Desk) -> Reply:
    if asked == said.NOTHING:
        return said.chosen(desk.catalogue.conference.name)
    return text.answered(asked.removeprefix(f"/{desk.prefix}"), member, desk)
