"""What could not be said: the secretariat lists it, has it said again, or leaves it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import failed as said
from messages.blocks import Message
from messages.failed import Lost
from storage import audit, failures, members


def register(app: AsyncApp) -> None:
    app.action("failed:list")(listing)
    app.action("failed:again")(again)
    app.action("failed:leave")(leave)


async def listing(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """All that waits for a decision."""
    for_the_secretariat(member)
    found = failures.waiting(desk.read(), desk.catalogue.conference.id)
    posts = members.posts(desk.read(), desk.catalogue.conference.id, [each.posting.to for each in found])
    lost = [Lost(each, posts.get(each.posting.to, "")) for each in found]
    await desk.answers.to_press(ack, body, said.failed(lost) if lost else said.none_lost())


async def again(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It is due now, and composed from the facts of now."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _decided(action["value"], member, desk, again=True))
    desk.post_soon()


async def leave(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It is not said any more."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _decided(action["value"], member, desk, again=False))


def _decided(key: str, member: Member, desk: Desk, *, again: bool) -> Message:
    """Once: whoever presses second is told that it is done."""
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        done = failures.revive(db, where, key, now) if again else failures.leave(db, where, key, said.LEFT)
        if not done:
            return said.gone()
        action = "posting.again" if again else "posting.leave"
        audit.record(db, where, at=now, by=member.user, action=action, subject=key, detail={})
    return said.decided(again=again)
