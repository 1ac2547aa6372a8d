"""What became of a note: its versions, one of them put back, the note deleted; what was begun thrown away."""

import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from domain.note import Note, Version
from handlers.desk import Desk
from handlers.note_record import around, followed, may_write, standing, written_by
from handlers.note_submit import drop_draft
from handlers.rights import only_inside
from messages import note as told
from messages import note_history as said
from messages.blocks import Message
from storage import notes


def register(app: AsyncApp) -> None:
    app.action(re.compile("^note:history"))(turn)
    app.action(re.compile("^note:version"))(read_old)
    app.action("note:restore")(restore)
    app.action("note:delete")(delete)
    app.action(re.compile("^note:drop"))(drop)


async def turn(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Show it from the newest version on, or the page that was asked for."""
    await only_inside(body, desk)
    id_, page = action["value"].split()
    await desk.answers.to_press(ack, body, _history(int(id_), int(page), member, desk), quietly=True)


async def read_old(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Read a version as it was."""
    await only_inside(body, desk)
    id_, number, nth = action["value"].split()
    note = _seen(int(id_), member, desk)
    version = _version(note, int(number), desk)
    reply = said.old(note, version, int(nth), around([note], desk, version.by))
    await desk.answers.to_press(ack, body, reply, quietly=True)


async def restore(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """What a version said becomes the next one, where nobody has written meanwhile."""
    await only_inside(body, desk)
    id_, number, on = action["value"].split()
    note = standing(int(id_), desk)
    was = _version(note, int(number), desk)
    made = Version(0, was.writing, member.user, desk.now(), like=was.number)
    await desk.answers.to_press(ack, body, _written(note, int(on), made, "restored", member, desk), quietly=True)


async def delete(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """It is listed and found no more, where nobody has written meanwhile."""
    await only_inside(body, desk)
    id_, on = action["value"].split()
    note = standing(int(id_), desk)
    made = Version(0, replace(note.writing, review=None), member.user, desk.now(), deleted=True)
    await desk.answers.to_press(ack, body, _written(note, int(on), made, "deleted", member, desk), quietly=True)


async def drop(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Throw away what was begun."""
    drop_draft(action["value"], member, desk)
    await desk.answers.to_press(ack, body, told.done("dropped"), quietly=True)


def _written(note: Note, on: int, made: Version, kind: str, member: Member, desk: Desk) -> Message:
    """Keep that version if it is made from the one that counts; a second press changes nothing."""
    written_by(member, note.municipality)
    where, made_from = desk.catalogue.conference.id, replace(note, version=replace(note.version, number=on))
    with desk.begin() as db:
        kept = notes.revise(db, where, made_from, made)
        if kept:
            followed(db, kept, f"note.{'delete' if made.deleted else 'restore'}", member, desk)
    return told.done(kind, kept) if kept else told.done("moved", standing(note.id, desk))


def _history(id_: int, page: int, member: Member, desk: Desk) -> Message:
    note = _seen(id_, member, desk)
    every = notes.versions(desk.read(), desk.catalogue.conference.id, note.id)
    about = around([note], desk, *(each.by for each in every))
    return said.history(note, every, page, about, own=may_write(member, note.municipality))


def _seen(id_: int, member: Member, desk: Desk) -> Note:
    """Of a deleted note only its own may read what it said. Raises NotAllowed."""
    note = standing(id_, desk)
    if note.version.deleted:
        written_by(member, note.municipality)
    return note


def _version(note: Note, number: int, desk: Desk) -> Version:
    every = notes.versions(desk.read(), desk.catalogue.conference.id, note.id)
    return next((each for each in every if each.number == number), note.version)
