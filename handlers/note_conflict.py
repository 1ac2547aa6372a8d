"""Somebody else was first: what was written is kept over it, gone on with beside it, or dropped."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.model import Member
from handlers.desk import Desk
from handlers.note_form import form
from handlers.note_opened import carried
from handlers.note_record import standing, written_by
from handlers.note_submit import drop_draft, submitted
from messages import note as told
from messages import note_form as said
from storage import notes


def register(app: AsyncApp) -> None:
    app.view("note-mine")(mine)
    app.action("note:both")(both)
    app.action("note:leave")(leave)


async def mine(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Mine becomes the next version; the other one stays in the history."""
    opened = carried(view)
    draft = notes.draft(desk.read(), desk.catalogue.conference.id, member.user, opened.key)
    if draft:
        await ack(**submitted(opened, draft.writing, member, desk))
    else:
        await ack(response_action="update", view=said.instead(told.done("over")))


async def both(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Back to the form with mine in it, and the other one above."""
    opened = carried(body["view"])
    kept = standing(opened.note, desk)
    written_by(member, kept.municipality)
    draft = notes.draft(desk.read(), desk.catalogue.conference.id, member.user, opened.key)
    again = replace(opened, on=kept.version.number, times=opened.times + 1)
    view = form(again, draft.writing, member, desk, kept=kept) if draft else said.instead(told.done("over"))
    await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


async def leave(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """The other one stays."""
    drop_draft(carried(body["view"]).key, member, desk)
    await client.views_update(view_id=body["view"]["id"], view=said.instead(told.done("left")))
    await ack()
