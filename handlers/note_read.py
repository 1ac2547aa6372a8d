"""A note read page by page, and found useful."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from domain.note import Note
from handlers.desk import Desk
from handlers.note_record import around, entered, may_write, standing
from handlers.rights import only_inside
from messages import note as said
from messages.blocks import Message
from messages.note import YES
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
    """参考になった, once for each person, or taken back; a press that comes twice changes nothing more."""
    await only_inside(body, desk)
    id_, wanted = action["value"].split()
    note = standing(int(id_), desk)
    _counted(note, member, desk, wanted=wanted == YES)
    notice = render("note_done.j2", kind="useful" if wanted == YES else "not_useful")
    await desk.answers.to_press(ack, body, read(note.id, 0, member, desk, notice), quietly=True)


def read(id_: int, nth: int, member: Member, desk: Desk, notice: str = "") -> Message:
    """The page; of a deleted one only that it is gone, and for its own how to get it back."""
    note = standing(id_, desk)
    own = may_write(member, note.municipality)
    if note.version.deleted:
        return said.done("deleted", note) if own else said.gone()
    counted = notes.found_useful(desk.read(), desk.catalogue.conference.id, id_, member.user)
    return said.page(note, nth, around([note], desk), said.Reader(own=own, counted=counted), notice)


def _counted(note: Note, member: Member, desk: Desk, *, wanted: bool) -> None:
    where = desk.catalogue.conference.id
    with desk.begin() as db:
        if wanted:
            changed = notes.mark_useful(db, where, note.id, member.user, desk.now())
        else:
            changed = notes.unmark_useful(db, where, note.id, member.user)
        if changed:
            entered(db, "note.useful", note.id, {"useful": wanted}, member, desk)
