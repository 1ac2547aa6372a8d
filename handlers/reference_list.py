"""What of the steps, the systems and the forms counts, since when and what is to come; each handed out as a sheet."""

import asyncio
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from documents import reference as papers
from domain.edition import FORM, STEPS, SYSTEMS
from domain.model import Member
from domain.reference import present
from handlers.desk import Desk
from handlers.files import File
from handlers.rights import for_the_secretariat
from messages import reference_list as said
from messages.blocks import Message
from storage import audit, editions


def register(app: AsyncApp) -> None:
    app.action("reference:list")(show)
    app.action(re.compile("^reference:file:"))(hand_out)


async def show(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """Which version counts of each, and which ones are to come."""
    for_the_secretariat(member)
    every = editions.every(desk.read(), desk.catalogue.conference.id)
    coming = [each for each in every if each.since > desk.today()]
    await desk.answers.to_press(ack, body, said.listing(desk.catalogue, coming))


async def hand_out(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Send it as it counts now, to be edited and sent back."""
    for_the_secretariat(member)
    kind = action["value"]
    known = (STEPS, SYSTEMS, *(f"{FORM}{theme.id}" for theme in desk.catalogue.themes))
    await desk.answers.to_press(ack, body, _sent(kind, member, desk) if kind in known else said.gone(), keep=True)


async def _sent(kind: str, member: Member, desk: Desk) -> Message:
    name = said.called(kind, desk.catalogue)
    contents = await asyncio.to_thread(papers.written, kind, present(desk.catalogue, kind))
    with desk.begin() as db:
        what = {"action": "reference.export", "subject": f"reference/{kind}", "detail": {}}
        audit.record(db, desk.catalogue.conference.id, at=desk.now(), by=member.user, **what)  # type: ignore[arg-type]
    file = File(f"{name}.xlsx", name, said.comment(name), contents)
    return said.handed(name) if await desk.files.send(member.user, file) else said.unsent()
