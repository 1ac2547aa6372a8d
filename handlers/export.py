"""Papers to hand out (資料): /export 進捗 makes a file and sends it to whoever asked, in their direct messages."""

import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain import trend
from domain.errors import AmbiguousName, NotAllowed
from domain.model import Member, Municipality, Role
from domain.paper import Document
from domain.papers_asked import EVERY, Wanted, by_id, carried, may_have, offered, read
from handlers import export_sending, usage
from handlers.answers import Reply
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.export_making import asked_day
from messages import export as said
from messages.blocks import Message
from messages.words import as_of
from storage import audit

COMMAND = Command(
    "export",
    "会議の資料を Excel・PowerPoint・CSV・画像で作る",
    "（一覧）| 進捗 | オンライン化 pptx | 引継書 山口市 | 推移 カード | ヒートマップ 山口市 | 進捗 前回 8月末",
    ("進捗", "オンライン化 パワーポイント", "引継書 山口市", "推移 カード", "7月末 標準化"),
    ("資料", "出力", "export"),
    lists=True,
)


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^export:(list(:round)?$|csv:|pick:|png:|pptx:|xlsx:)"))(press)
    app.action(re.compile("^export:typed:"))(typed)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def press(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """A button carries what is wanted, and so does each choice of a list. The list stays."""
    chosen = action.get("selected_option") or action
    await desk.answers.to_press(ack, body, _handed(carried(chosen["value"]), member, desk), keep=True)


async def typed(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """One of the meanings of what was typed."""
    await desk.answers.to_press(ack, body, answer(action["value"], member, desk))


def answer(text: str, member: Member, desk: Desk) -> Reply:
    """The file that is meant, which of several things is meant, or what can be asked for."""
    if text.strip() and usage.wanted(text):
        return usage.answer(text, member, desk)
    fields = trend.called(trend.drawable(desk.catalogue.themes))
    try:
        return _handed(read(text, desk.catalogue.names, desk.today(), fields), member, desk)
    except AmbiguousName as error:
        return said.ambiguous(error)


def _handed(wanted: Wanted, member: Member, desk: Desk) -> Reply:
    """Write down what is handed over; the file is built after the ack. What is not clear is asked first."""
    wanted = _of_their_own(wanted, member, desk)
    document = wanted.document
    if document is None or wanted.unknown:
        choices = {each.id: _things(each, member, desk) for each in offered(member) if each.of != "round"}
        return said.listing(offered(member), choices, wanted.unknown)
    if document.of != "municipality" and not may_have(wanted, member):
        raise NotAllowed("secretariat")
    things = _things(document, member, desk)
    if document.of and not any(wanted.about == id_ for id_, _ in things):
        return _asked_back(wanted, things)
    _note(wanted, member, desk)
    bodies = [each.code for each in desk.catalogue.municipalities] if wanted.subject == EVERY else []
    return export_sending.sent(wanted, bodies, member, desk)


def _asked_back(wanted: Wanted, things: said.Things) -> Message:
    """Of which municipality, of which round; what is not theirs to have is refused."""
    if wanted.subject and wanted.document and wanted.document.of == "municipality":
        raise NotAllowed("secretariat")
    return said.which(wanted, things)


def _things(document: Document, member: Member, desk: Desk) -> said.Things:
    """What the paper can be about: their municipalities, the rounds there are, or the fields that are numbers."""
    if document.of == "round":
        from handlers.export_lists import to_choose  # noqa: PLC0415 – likewise

        return [(each.id, f"{each.title}（{as_of(each.as_of)}）") for each, _ in to_choose(desk)]
    if document.of == "field":
        return [(id_, f"{of.short}：{field.label}") for id_, (of, field) in _fields(desk).items()]
    bodies = [(each.code, each.name) for each in _own(member, desk)]
    return [*bodies, *([(EVERY, said.EVERY)] if member.role is Role.SECRETARIAT else [])]


def _note(wanted: Wanted, member: Member, desk: Desk) -> None:
    document, where = wanted.document, desk.catalogue.conference.id
    detail = {"format": wanted.form, "subject": wanted.about, "on": asked_day(wanted, desk).isoformat()}
    subject = f"export/{document.id if document else ''}"
    with desk.begin() as db:
        audit.record(db, where, at=desk.now(), by=member.user, action="export", subject=subject, detail=detail)


def _of_their_own(wanted: Wanted, member: Member, desk: Desk) -> Wanted:
    """A municipality alone means its handover; who answers for one alone means that one; a theme means its field."""
    of = wanted.document.of if wanted.document else ""
    if wanted.subject == EVERY and of != "municipality":
        wanted = replace(wanted, subject="")  # it is about all of them anyway
    if of == "field" and "." not in wanted.field:
        return replace(wanted, field=trend.first_of(wanted.field, _fields(desk)))
    if wanted.subject and wanted.document is None:
        return replace(wanted, document=by_id("handover"))
    own = _own(member, desk)
    needs = of == "municipality" and not wanted.subject
    return replace(wanted, subject=own[0].code) if needs and len(own) == 1 else wanted


def _fields(desk: Desk) -> dict[str, trend.Drawable]:
    return trend.drawable(desk.catalogue.themes)


def _own(member: Member, desk: Desk) -> list[Municipality]:
    everyone = desk.catalogue.municipalities
    return [m for m in everyone if member.role is Role.SECRETARIAT or m.code in member.municipalities]
