"""The same commands as sentences: @bot 状況 山口市 in a room or a thread, 状況 山口市 in a direct message."""

import html
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from handlers import (
    ask,
    ask_text,
    brought,
    choices,
    deadline,
    export,
    note,
    note_file,
    practice,
    report,
    roster,
    rounds,
    search,
    status,
    unreported,
    usage,
)
from handlers.answers import Reply
from handlers.commands import Command
from handlers.desk import Desk

Answer = Callable[[str, Member, Desk], Reply]

SPOKEN: tuple[tuple[Command, Answer], ...] = (
    (status.COMMAND, status.answer),
    (report.COMMAND, report.answer),
    (deadline.COMMAND, deadline.answer),
    (rounds.COMMAND, rounds.answer),
    (unreported.COMMAND, unreported.answer),
    (ask.COMMAND, ask.answer),
    (search.COMMAND, search.answer),
    (note.COMMAND, note.answer),
    (export.COMMAND, export.answer),
    (choices.COMMAND, choices.answer),
    (roster.COMMAND, roster.answer),
    (usage.COMMAND, usage.answer),
    (practice.SPOKEN, practice.answer),
)
IN_A_ROOM: dict[Command, Answer] = {note.COMMAND: note.in_a_room}
"""What is answered otherwise where the whole room reads it."""
_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def register(app: AsyncApp) -> None:
    app.event("app_mention")(mention)
    app.event("message")(direct)
    app.event(re.compile(".*"))(nothing)


async def mention(event: dict[str, Any], client: AsyncWebClient, member: Member, desk: Desk) -> None:
    command, answer, rest = _heard(event["text"])
    reply = IN_A_ROOM.get(command, answer)(rest, member, desk)
    desk.answers.to_text(client, event, reply, privately=command.private)


async def direct(event: dict[str, Any], client: AsyncWebClient, member: Member, desk: Desk) -> None:
    """Answer a direct message, with a file or without. What people write to one another in rooms is not for the bot."""
    if event.get("channel_type") != "im" or event.get("subtype") not in {None, "file_share"}:
        return
    reply = _from_file(event, member, desk) or _answered(event, member, desk)
    desk.answers.to_text(client, event, reply)


async def nothing() -> None:
    """Acknowledge what the chat tells besides; what is not acknowledged is sent again."""


def _from_file(event: dict[str, Any], member: Member, desk: Desk) -> Reply | None:
    """What came of a file: a note, or a table; None where there is none."""
    if file := note_file.brought(event, member, note.COMMAND.words):
        return note_file.from_file(file, member, desk)
    if file := brought.brought(event):
        return brought.from_file(file, member, desk)
    return None


def _answered(event: dict[str, Any], member: Member, desk: Desk) -> Reply:
    """Below a message about a question, what names no command is said to that question."""
    question = None if _named(_plain(event["text"])) else ask_text.about(event, member, desk)
    if question is not None:
        return ask_text.said(question, _plain(event["text"]), member, desk)
    return answered(event["text"], member, desk)


def answered(sentence: str, member: Member, desk: Desk) -> Reply:
    """The answer to a sentence where nobody else reads it."""
    _, answer, rest = _heard(sentence)
    return answer(rest, member, desk)


def _heard(sentence: str) -> tuple[Command, Answer, str]:
    """The first word names the command; without one the sentence is a question about a standing."""
    plain = _plain(sentence)
    return _named(plain) or (status.COMMAND, status.answer, plain)


def _named(plain: str) -> tuple[Command, Answer, str] | None:
    verb, rest = [*plain.split(maxsplit=1), "", ""][:2]
    spoken = unicodedata.normalize("NFKC", verb).removeprefix("/").casefold()
    return next(((command, answer, rest) for command, answer in SPOKEN if spoken in command.words), None)


def _plain(sentence: str) -> str:
    return html.unescape(_MENTION.sub(" ", sentence)).strip()
