"""A deadline changes: another moment, told with what changed and why, or it is called off."""

import re
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.deadline import Move
from domain.model import Member
from handlers.deadline_record import note, standing, tell
from handlers.desk import Desk
from handlers.filled import chosen_moment, values
from handlers.rights import for_the_secretariat
from messages import deadline as said
from messages import deadline_forms, forms
from messages.moments import until
from storage import deadlines


def register(app: AsyncApp) -> None:
    app.action("deadline:change")(change)
    app.view("deadline-move")(move)
    app.action(re.compile("^deadline:cancel"))(cancel)


async def change(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Open the form in which it gets another moment."""
    for_the_secretariat(member)
    about = standing(deadlines.one(desk.read(), desk.catalogue.conference.id, action["value"]))
    await client.views_open(trigger_id=body["trigger_id"], view=deadline_forms.moving(about))
    await ack()


async def move(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Give it another moment."""
    for_the_secretariat(member)
    filled = values(view)
    after = chosen_moment(filled)
    if after <= desk.now():
        await ack(response_action="errors", errors={"day": forms.OVER})
        return
    _moved(view["private_metadata"], after, filled["reason"].get("value") or "", member, desk)
    await ack()
    desk.post_soon()


def _moved(deadline_id: str, after: datetime, reason: str, member: Member, desk: Desk) -> None:
    """History, new reminders and one message to the room, in one transaction; the same moment again changes nothing."""
    conference, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        about = standing(deadlines.held(db, conference, deadline_id))
        if after == about.due_at:
            return
        nth = deadlines.move(db, conference, about, Move(about.due_at, after, member.user, now, reason))
        moved = standing(deadlines.one(db, conference, deadline_id))
        desk.ahead.add(db, moved)
        tell(db, moved, f"moved/{nth}", desk)
        note(db, "deadline.move", moved, member, desk, before=until(about.due_at), reason=reason)


async def cancel(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Call it off: no reminder of it is said any more, and the room is told."""
    for_the_secretariat(member)
    conference = desk.catalogue.conference.id
    with desk.begin() as db:
        about = standing(deadlines.held(db, conference, action["value"]))
        if deadlines.cancel(db, conference, about.id, desk.now()):
            tell(db, about, "cancelled", desk)
            note(db, "deadline.cancel", about, member, desk)
    await desk.answers.to_press(ack, body, said.cancelled(about))
    desk.post_soon()
