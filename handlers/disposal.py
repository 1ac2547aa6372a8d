"""Disposal (廃棄): what has outlived its years is listed, and goes once the secretariat confirms the list."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from documents import table
from domain.model import Member
from domain.retention import Disposal, over
from handlers.desk import Desk
from handlers.files import File
from handlers.rights import for_the_secretariat
from messages import disposal as said
from messages.blocks import Message
from storage import audit, retention
from storage.database import Transaction


def register(app: AsyncApp) -> None:
    app.action("disposal:list")(listing)
    app.action("disposal:confirm")(confirm)


async def listing(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    """Make the list as of today, send it as a file, and show what is on it."""
    for_the_secretariat(member)
    made = _listed(member, desk)
    await desk.answers.to_press(ack, body, _sent(made, member, desk) if made else said.nothing(desk.choices.keeps))


async def confirm(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Dispose of what is on this very list, once."""
    for_the_secretariat(member)
    await desk.answers.to_press(ack, body, _disposed(int(action["value"]), member, desk))


def _listed(member: Member, desk: Desk) -> Disposal | None:
    where, now = desk.catalogue.conference.id, desk.now()
    before = over(desk.today(), desk.choices.keeps)
    with desk.begin() as db:
        found = retention.outlived(db, where, before)
        if not found:
            return None
        made = retention.make(db, where, found, member.user, now, before)
        _note(db, "disposal.list", made.id, {"before": before.isoformat(), "records": len(found)}, member, desk)
    return made


async def _sent(made: Disposal, member: Member, desk: Desk) -> Message:
    """The file beside the loop; what is on the list can be confirmed only where it arrived."""
    contents = await asyncio.to_thread(table.written, said.rows(made))
    file = File(f"廃棄の一覧_{made.id}.csv", said.TITLE, said.comment(made), contents)
    there = await desk.files.send(member.user, file)
    return said.listed(made, desk.choices.keeps) if there else said.unsent()


def _disposed(id_: int, member: Member, desk: Desk) -> Message:
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        listed = retention.waiting(db, where, id_)
        if listed is None:
            return said.settled()
        gone = retention.dispose(db, where, listed, member.user, now)
        detail = {"records": len(gone), "kept": len(listed.listed) - len(gone)}
        _note(db, "disposal.confirm", id_, detail, member, desk)
    return said.disposed(gone, len(listed.listed))


def _note(db: Transaction, what: str, id_: int, detail: dict[str, Any], member: Member, desk: Desk) -> None:
    where = desk.catalogue.conference.id
    audit.record(db, where, at=desk.now(), by=member.user, action=what, subject=f"disposal/{id_}", detail=detail)
