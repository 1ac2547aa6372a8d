"""Every note in one file: for the secretariat alone, marked as not to be shown outside, written down in the audit."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from domain.note import Note
from domain.paper import Paper
from handlers.desk import Desk
from handlers.files import File
from handlers.rights import for_the_secretariat, only_inside
from messages import export
from messages import note_export as said
from messages.blocks import Message
from messages.note import KINDS
from storage import audit, notes


def register(app: AsyncApp) -> None:
    app.action("note:export")(press)


async def press(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    for_the_secretariat(member)
    await only_inside(body, desk)
    every = notes.standing(desk.read(), desk.catalogue.conference.id)
    _note(len(every), member, desk)
    await desk.answers.to_press(ack, body, _sent(every, member, desk), keep=True)


async def _sent(every: Sequence[Note], member: Member, desk: Desk) -> Message:
    """Build it beside the loop, send it, and say where it went."""
    from documents import drawn  # noqa: PLC0415 – a start need not load what draws files

    paper, now = _paper(every, member, desk), desk.now()
    contents = await asyncio.to_thread(drawn.FORMATS["xlsx"], [paper], now)
    file = File(said.FILE, said.TITLE, said.comment(paper.made), contents)
    return said.sent(len(every)) if await desk.files.send(member.user, file) else said.unsent()


def _paper(every: Sequence[Note], member: Member, desk: Desk) -> Paper:
    from documents.papers.notes import notes as paper_of  # noqa: PLC0415 – likewise

    bodies = {body.code: body.name for body in desk.catalogue.municipalities}
    kinds = {kind.value: name for kind, name in KINDS.items()}
    themes = {theme.id: theme.short for theme in desk.catalogue.themes}
    useful = notes.useful(desk.read(), desk.catalogue.conference.id, [note.id for note in every])
    return replace(paper_of(every, bodies, kinds, themes, useful), made=export.made(member.post, desk.now()))


def _note(count: int, member: Member, desk: Desk) -> None:
    where, detail = desk.catalogue.conference.id, {"notes": count}
    with desk.begin() as db:
        audit.record(db, where, at=desk.now(), by=member.user, action="note.export", subject="note", detail=detail)
