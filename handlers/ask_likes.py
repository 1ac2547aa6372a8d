"""While a question is typed, earlier answers to others that are like it are offered, and read over its form."""

import json
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from domain.typed import kept
from handlers.ask_form import form, likes, typed_in
from handlers.ask_record import readable, shown
from handlers.desk import Desk
from messages import ask as said
from messages import forms

View = dict[str, Any]
GONE = {"hash_conflict", "not_found"}
"""The form changed or was closed since: whoever typed on has told of that, too."""


def register(app: AsyncApp) -> None:
    app.action("ask-text")(typing)
    app.action(re.compile(r"^ask:like:\d$"))(read)


async def typing(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """While one types: offer other answers where others are alike now. What was typed stays."""
    view, text = body["view"], kept(action.get("value") or "")
    carried = json.loads(view["private_metadata"])
    found = likes(text, member, desk)
    if [each.question.id for each, _ in found] != carried["likes"]:
        typed = typed_in(view, member, desk, found)
        await _updated(client, view, form(typed, carried["once"], desk))
    await ack()


async def _updated(client: AsyncWebClient, view: View, instead: View) -> None:
    try:
        await client.views_update(view_id=view["id"], hash=view["hash"], view=instead)
    except SlackApiError as error:
        if error.response["error"] not in GONE:
            raise


async def read(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Lay an earlier answer over the form; read from a message, it comes as a modal of its own."""
    asked = readable(int(action["value"]), member, desk)
    view = forms.sentence(said.one(shown(asked, desk), ()), "似た相談")
    lay = client.views_push if body.get("view") else client.views_open
    await lay(trigger_id=body["trigger_id"], view=view)
    await ack()
