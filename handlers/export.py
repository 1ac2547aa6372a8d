"""Papers to hand out (資料): /export 進捗 makes a file and sends it to whoever asked, in their direct messages."""

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.errors import NotAllowed
from domain.model import Member, Municipality, Role
from domain.paper import Document, Paper
from domain.papers_asked import Wanted, by_id, carried, may_have, offered, read
from handlers import usage
from handlers.answers import Reply
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.export_making import Making, asked_day
from handlers.files import File
from messages import export as said
from messages.blocks import Message
from messages.words import as_of
from storage import audit

COMMAND = Command(
    "export",
    "会議の資料を Excel・PowerPoint・CSV で作る",
    "（一覧）| 進捗 | オンライン化 pptx | 引継書 山口市 | 7月末 標準化 | 進捗 前回 8月末",
    ("進捗", "オンライン化 パワーポイント", "引継書 山口市", "7月末 標準化"),
    ("資料", "出力", "export"),
    lists=True,
)


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^export:(list(:round)?$|csv:|pick:|pptx:|xlsx:)"))(press)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def press(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """A button carries what is wanted, and so does each choice of a list. The list stays."""
    chosen = action.get("selected_option") or action
    await desk.answers.to_press(ack, body, _handed(carried(chosen["value"]), member, desk), keep=True)


def answer(text: str, member: Member, desk: Desk) -> Reply:
    """The file that is meant, or what can be asked for."""
    if text.strip() and usage.wanted(text):
        return usage.answer(text, member, desk)
    return _handed(read(text, desk.catalogue.names, desk.today()), member, desk)


def _handed(wanted: Wanted, member: Member, desk: Desk) -> Reply:
    """Write down what is handed over; the file is built after the ack. What is not clear is asked first."""
    wanted = _of_their_own(wanted, member, desk)
    document = wanted.document
    if document is None or wanted.unknown:
        return said.listing(offered(member), _own(member, desk), wanted.unknown)
    if document.of != "municipality" and not may_have(wanted, member):
        raise NotAllowed("secretariat")
    things = _things(document, member, desk)
    if document.of and not any(wanted.subject == id_ for id_, _ in things):
        return _asked_back(wanted, things)
    from handlers.export_papers import making  # noqa: PLC0415 – a start need not load every paper

    made = making(wanted, desk)
    _note(wanted, member, desk)
    return _sent(made, wanted, member, desk)


def _sent(made: Making, wanted: Wanted, member: Member, desk: Desk) -> Coroutine[Any, Any, Message]:
    from documents import drawn  # noqa: PLC0415 – likewise

    on, now = asked_day(wanted, desk), desk.now()
    by = said.made(member.post, now)

    def build() -> tuple[Paper, bytes]:
        paper = replace(made(), made=by)
        return paper, drawn.FORMATS[wanted.format](paper, now)

    async def send() -> Message:
        """Build it beside the loop, send it, and say where it went."""
        paper, contents = await asyncio.to_thread(build)
        name = f"{said.plain(paper.title)}_{on:%Y%m%d}.{wanted.format}"
        there = await desk.files.send(member.user, File(name, paper.title, said.comment(paper, on), contents))
        return said.sent(paper, wanted) if there else said.unsent(wanted)

    return send()


def _asked_back(wanted: Wanted, things: said.Things) -> Message:
    """Of which municipality, of which round; what is not theirs to have is refused."""
    if wanted.subject and wanted.document and wanted.document.of == "municipality":
        raise NotAllowed("secretariat")
    return said.which(wanted, things)


def _things(document: Document, member: Member, desk: Desk) -> said.Things:
    """What the paper can be about: their municipalities, or the rounds there are."""
    if document.of == "round":
        from handlers.export_lists import to_choose  # noqa: PLC0415 – likewise

        return [(each.id, f"{each.title}（{as_of(each.as_of)}）") for each, _ in to_choose(desk)]
    return [(each.code, each.name) for each in _own(member, desk)]


def _note(wanted: Wanted, member: Member, desk: Desk) -> None:
    document, where = wanted.document, desk.catalogue.conference.id
    detail = {"format": wanted.format, "subject": wanted.subject, "on": asked_day(wanted, desk).isoformat()}
    subject = f"export/{document.id if document else ''}"
    with desk.begin() as db:
        audit.record(db, where, at=desk.now(), by=member.user, action="export", subject=subject, detail=detail)


def _of_their_own(wanted: Wanted, member: Member, desk: Desk) -> Wanted:
    """A municipality alone means its handover; and whoever answers for one alone means that one."""
    if wanted.subject and wanted.document is None:
        return replace(wanted, document=by_id("handover"))
    own = _own(member, desk)
    needs = wanted.document and wanted.document.of == "municipality" and not wanted.subject
    return replace(wanted, subject=own[0].code) if needs and len(own) == 1 else wanted


def _own(member: Member, desk: Desk) -> list[Municipality]:
    everyone = desk.catalogue.municipalities
    return [m for m in everyone if member.role is Role.SECRETARIAT or m.code in member.municipalities]
