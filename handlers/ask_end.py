"""A question ends: 解決した, or 取り下げる, with one press of who asked it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from domain.question import Event, What
from handlers.ask_record import happens, readable
from handlers.desk import Desk
from messages import ask as said
from messages.blocks import Message


def register(app: AsyncApp) -> None:
    app.action(re.compile(r"^ask:end:(closed|withdrawn)$"))(end)


async def end(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """A second press changes nothing."""
    id_, what = action["value"].split()
    await desk.answers.to_press(ack, body, ended(int(id_), What(what), member, desk))
    desk.post_soon()


def ended(id_: int, what: What, member: Member, desk: Desk) -> Message:
    """It ends as it stands now, whatever happened to it since it was shown."""
    event = Event(what, member.user, desk.now())
    with desk.begin() as db:
        outcome = happens(db, id_, readable(id_, member, desk).version, event, member, desk)
    return said.done(outcome.shown, event, told=0) if outcome.done else said.not_now(outcome.shown, what, "")
