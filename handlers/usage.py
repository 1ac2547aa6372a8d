"""How to use the bot: /help, and whatever asks for help or for nothing."""

import re
import unicodedata
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.model import Member
from handlers import practice
from handlers.commands import Command, slash
from handlers.desk import Desk
from messages.blocks import Message
from messages.usage import usage

COMMAND = Command(
    "help", "使い方を見る・架空の町で練習する", "（何も付けずに）", ("練習",), ("使い方", "ヘルプ", "help", "?")
)


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action(re.compile("^help$"))(press)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text") or "", member, desk))


async def press(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer("", member, desk))


def wanted(text: str) -> bool:
    """Whether the text asks for the usage: nothing at all, help, 使い方."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return not plain or plain in COMMAND.words


def answer(text: str, member: Member, desk: Desk) -> Message:
    """The usage for this member's role, with buttons for their own municipalities; or the way into 練習."""
    if practice.wanted(text):
        return practice.answer(text, member, desk)
    own = [m for m in desk.catalogue.municipalities if m.code in member.municipalities]
    return usage(desk.commands, desk.prefix, member, own, desk.catalogue.themes[0])
