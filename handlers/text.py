"""The same commands as sentences: @bot 状況 山口市 in a room or a thread, 状況 山口市 in a direct message."""

import html
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from handlers import ask, ask_text, choices, deadline, report, roster, roster_csv, rounds, status, unreported, usage
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
    (choices.COMMAND, choices.answer),
    (roster.COMMAND, roster.answer),
    (usage.COMMAND, usage.answer),
)
_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def register(app: AsyncApp) -> None:
    app.event("app_mention")(mention)
    app.event("message")(direct)
    app.event(re.compile(".*"))(nothing)


async def mention(event: dict[str, Any], client: AsyncWebClient, member: Member, desk: Desk) -> None:
    """Answer in the thread; what is for who asked alone, so that only they see it."""
    command, reply = _answer(event["text"], member, desk)
    if command.private:
        desk.answers.to_one(client, event, reply)
    else:
        desk.answers.to_text(client, event, reply)


async def direct(event: dict[str, Any], client: AsyncWebClient, member: Member, desk: Desk) -> None:
    """Answer a direct message, with a file or without. What people write to one another in rooms is not for the bot."""
    if event.get("channel_type") != "im" or event.get("subtype") not in {None, "file_share"}:
        return
    file = roster_csv.brought(event)
    reply = roster_csv.from_file(file, member, desk) if file else _in_thread(event, member, desk)
    desk.answers.to_text(client, event, reply)


async def nothing() -> None:
    """Acknowledge what the chat tells besides; what is not acknowledged is sent again."""


def _in_thread(event: dict[str, Any], member: Member, desk: Desk) -> Reply:
    """Below a message about a question, what is no command is said to that question."""
    question = ask_text.about(event, member, desk)
    if question is None or _spoken(event["text"])[0]:
        return _answer(event["text"], member, desk)[1]
    return ask_text.said(question, html.unescape(event["text"]), member, desk)


def _answer(sentence: str, member: Member, desk: Desk) -> tuple[Command, Reply]:
    """The first word names the command; without one the sentence is a question about a standing."""
    command, rest = _spoken(sentence)
    answer = dict(SPOKEN)[command or status.COMMAND]
    return command or status.COMMAND, answer(rest, member, desk)


def _spoken(sentence: str) -> tuple[Command | None, str]:
    """The command that the first word names, and what stands behind it; without one the whole sentence."""
    plain = html.unescape(_MENTION.sub(" ", sentence)).strip()
    verb, rest = [*plain.split(maxsplit=1), "", ""][:2]
    spoken = unicodedata.normalize("NFKC", verb).removeprefix("/").casefold()
    named = next((command for command, _ in SPOKEN if spoken in command.words), None)
    return named, rest if named else plain
