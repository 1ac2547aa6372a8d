"""A note read page by page, and found useful."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from handlers.desk import Desk
from handlers.note_record import around, entered, may_write, standing
from handlers.rights import only_inside
from messages import note as said
from messages.blocks import Message
from messages.words import render
from storage import notes


def register(app: AsyncApp) -> None:
    app.action(re.compile("^note:read"))(turn)
    app.action("note:useful")(useful)


async def turn(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Read it from the beginning, or the page that was asked for."""
    await only_inside(body, desk)
    id_, nth = action["value"].split()
    await desk.answers.to_press(ack, body, read(int(id_), int(nth), member, desk), quietly=True)


async def useful(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """参考になった, once for each person; pressed again it is taken back."""
    await only_inside(body, desk)
    id_ = standing(int(action["value"]), desk).id
    with desk.begin() as db:
        now = notes.mark_useful(db, desk.catalogue.conference.id, id_, member.user, desk.now())
        entered(db, "note.useful", id_, {"useful": now}, member, desk)
    notice = render("note_done.j2", kind="useful" if now else "not_useful")
    await desk.answers.to_press(ack, body, read(id_, 0, member, desk, notice), quietly=True)


def read(id_: int, nth: int, member: Member, desk: Desk, notice: str = "") -> Message:
    """The page; of a deleted one only that it is gone, and for its own how to get it back."""
    note = standing(id_, desk)
    own = may_write(member, note.municipality)
    if note.version.deleted:
        return said.done("deleted", note) if own else said.gone()
    return said.page(note, nth, around([note], desk), own=own, notice=notice)
