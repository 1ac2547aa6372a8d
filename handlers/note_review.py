"""The yearly look at a note: it still holds, and is asked about again in a year."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from domain.note import Version
from handlers.desk import Desk
from handlers.note_form import YEAR
from handlers.note_record import followed, standing, written_by
from handlers.rights import only_inside
from messages import note as said
from messages.blocks import Message
from messages.words import day
from storage import notes


def register(app: AsyncApp) -> None:
    app.action("note:holds")(holds)


async def holds(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """このままでよい: the next day to look at it; a second press changes nothing."""
    await only_inside(body, desk)
    id_, on = action["value"].split()
    await desk.answers.to_press(ack, body, _reviewed(int(id_), int(on), member, desk), keep=True, quietly=True)


def _reviewed(id_: int, on: int, member: Member, desk: Desk) -> Message:
    note = standing(id_, desk)
    written_by(member, note.municipality)
    if note.version.deleted or note.version.number != on:
        return said.done("reviewed", note)
    again = desk.today() + YEAR
    made = Version(0, replace(note.writing, review=again), member.user, desk.now())
    with desk.begin() as db:
        kept = notes.revise(db, desk.catalogue.conference.id, note, made, quietly=True)
        if kept:
            followed(db, kept, "note.review", member, desk)
    return said.done("holds", kept, review=day(again)) if kept else said.done("reviewed", note)
