"""ノートに残す: a message becomes the body of a new note, with the way back to where it was said."""

import html
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from domain.note import LONGEST, Writing
from domain.typed import clean
from handlers.desk import Desk
from handlers.manifest import KEEP
from handlers.note_form import fresh, show
from handlers.rights import only_inside
from messages import note as said

_ADDRESS = re.compile(r"<(https?://[^|>]+)(?:\|([^>]*))?>")
_CALLED = re.compile(r"<[@#!]([^|>]*)(?:\|([^>]*))?>")
MOST_FILES = 5


def register(app: AsyncApp) -> None:
    app.shortcut(KEEP)(keep)


async def keep(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Open the form with what was said, its files, and its permalink."""
    await only_inside(body, desk)
    message = body["message"]
    text = plain(str(message.get("text") or ""))
    if len(text) > LONGEST:
        desk.answers.to_whoever_asked(client, body, said.wanted("too_long", count=f"{len(text):,}"))
        await ack()
        return
    link = await _permalink(client, body["channel"]["id"], str(body.get("message_ts") or message["ts"]))
    files = [(str(each.get("name") or ""), str(each.get("permalink") or "")) for each in message.get("files") or ()]
    kept = tuple((name, url) for name, url in files if url)[:MOST_FILES]
    view = fresh(member, desk, writing=Writing(body=text, origin=link, files=kept))
    await show(client, body["trigger_id"], view)
    await ack()


def plain(text: str) -> str:
    """A message as it is read: addresses and names without Slack's brackets."""
    read = _ADDRESS.sub(lambda each: f"{each[2]}（{each[1]}）" if each[2] else each[1], text)
    read = _CALLED.sub(lambda each: f"@{each[2] or each[1]}", read)
    return clean(html.unescape(read)).strip("\n").rstrip()


async def _permalink(client: AsyncWebClient, channel: str, ts: str) -> str:
    """None where the bot cannot see the message itself."""
    try:
        return str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except SlackApiError:
        return ""
