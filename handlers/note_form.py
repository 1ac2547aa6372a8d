"""The form of a note: opened new, on a note or on what was begun; drawn anew, sent, or closed unsent."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.errors import NotAllowed
from domain.model import Member, Municipality
from domain.note import Draft, Note, Writing, parts
from handlers.desk import Desk
from handlers.note_opened import Opened, all_clean, carried, writing_in
from handlers.note_record import around, standing, writable, written_by
from handlers.note_submit import drop_draft, keep_draft, submitted
from handlers.report_form import EXPIRED
from handlers.rights import only_inside
from messages import note as told
from messages import note_form as said
from reminders.refusals import code_of
from storage import notes

View = dict[str, Any]
YEAR = timedelta(days=365)


def register(app: AsyncApp) -> None:
    app.action("note:write")(write)
    app.action("note:edit")(edit)
    app.action(re.compile("^note:resume"))(resume)
    app.view("note")(submit)
    app.view_closed("note")(closed)
    app.action("note:longer")(longer)
    app.action("note:save")(save)
    app.action("note:undraft")(discard)


async def write(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """A new one, of one's own municipality or of one that is chosen in the form."""
    await only_inside(body, desk)
    code = "" if action["value"] == "any" else action["value"]
    await show(client, body["trigger_id"], fresh(member, desk, code))
    await ack()


async def edit(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """With what it says now, or with what this person has begun."""
    await only_inside(body, desk)
    note = standing(int(action["value"]), desk)
    written_by(member, note.municipality)
    begun = notes.draft(desk.read(), desk.catalogue.conference.id, member.user, _key(note))
    opened = Opened(_key(note), note.id, note.version.number, note.municipality)
    await show(client, body["trigger_id"], _going_on(begun, member, desk) if begun else _on(opened, note, member, desk))
    await ack()


async def resume(
    ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient
) -> None:
    """Go on with what was begun."""
    await only_inside(body, desk)
    begun = notes.draft(desk.read(), desk.catalogue.conference.id, member.user, action["value"])
    if begun:
        await show(client, body["trigger_id"], _going_on(begun, member, desk))
        await ack()
    else:
        await desk.answers.to_press(ack, body, told.done("over"), keep=True, quietly=True)


async def submit(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Keep the note, or say what is in the way; the form closes only on what is stored."""
    opened = carried(view)
    await ack(**submitted(opened, writing_in(view, opened), member, desk, cleaned=not all_clean(view)))


async def closed(ack: AsyncAck, view: View, member: Member, desk: Desk) -> None:
    """Whoever closes the form loses nothing that the chat still tells of it."""
    opened = carried(view)
    writing = writing_in(view, opened)
    before = standing(opened.note, desk).writing if opened.note else Writing(body=writing.body if opened.origin else "")
    if (writing.title, writing.body) != (before.title, before.body):
        keep_draft(opened, writing, member, desk)
    await ack()


async def longer(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """One more input for the body."""
    view = body["view"]
    opened = carried(view)
    writing = writing_in(view, opened)
    count = max(sum(each["block_id"].startswith("body-") for each in view["blocks"]), len(parts(writing.body)))
    again = replace(opened, inputs=count + 1, times=opened.times + 1)
    shown = form(again, writing, member, desk)
    await client.views_update(view_id=view["id"], view=shown)
    await ack()


async def save(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Keep what stands in the form, and go on."""
    opened = carried(body["view"])
    draft = keep_draft(opened, writing_in(body["view"], opened), member, desk)
    shown = form(replace(opened, times=opened.times + 1), draft.writing, member, desk, draft=draft, saved=True)
    await client.views_update(view_id=body["view"]["id"], view=shown)
    await ack()


async def discard(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Throw away what was begun."""
    drop_draft(carried(body["view"]).key, member, desk)
    await client.views_update(view_id=body["view"]["id"], view=said.instead(told.done("dropped")))
    await ack()


async def show(client: AsyncWebClient, trigger: str, view: View) -> None:
    """Raises NotAllowed where the three seconds that the chat gives are over."""
    try:
        await client.views_open(trigger_id=trigger, view=view)
    except SlackApiError as refusal:
        if code_of(refusal) in EXPIRED:
            raise NotAllowed("expired") from refusal
        raise


def fresh(member: Member, desk: Desk, code: str = "", writing: Writing | None = None) -> View:
    """An empty form, or one with words that were brought; asked about again in a year."""
    if code:
        written_by(member, code)
    review = desk.today() + YEAR
    said_ = replace(writing or Writing(), review=review)
    opened = Opened(f"new/{secrets.token_hex(4)}", body=code, origin=said_.origin, files=said_.files)
    return form(opened, said_, member, desk)


def form(  # noqa: PLR0913 – a form is what is written, for whom, and why it is shown again
    opened: Opened,
    writing: Writing,
    member: Member,
    desk: Desk,
    *,
    draft: Draft | None = None,
    saved: bool = False,
    kept: Note | None = None,
) -> View:
    joints = "".join("n" if joint else "-" for _, joint in parts(writing.body))
    bodies = _bodies(opened, member, desk)
    body = bodies[0].code if len(bodies) == 1 else opened.body
    shown = said.Shown(
        writing=writing,
        bodies=bodies,
        chosen=body,
        themes=desk.catalogue.themes,
        metadata=replace(opened, body=body, joints=joints).written(),
        source=f"from-{opened.times}",
        inputs=opened.inputs,
        draft=draft,
        saved=saved,
        kept=kept,
        who=around([kept], desk).who(kept.version.by) if kept else "",
    )
    return said.form(shown)


def _going_on(draft: Draft, member: Member, desk: Desk) -> View:
    said_ = draft.writing
    opened = Opened(draft.key, draft.note, draft.on, draft.municipality, origin=said_.origin, files=said_.files)
    return form(opened, said_, member, desk, draft=draft)


def _on(opened: Opened, note: Note, member: Member, desk: Desk) -> View:
    said_ = note.writing
    return form(replace(opened, origin=said_.origin, files=said_.files), said_, member, desk)


def _bodies(opened: Opened, member: Member, desk: Desk) -> list[Municipality]:
    """The note's own, or those to choose from. Raises NotAllowed for whoever may write none."""
    every = writable(member, desk)
    mine = [body for body in every if body.code == opened.body] if opened.note else every
    if not mine:
        raise NotAllowed("note")
    return mine


def _key(note: Note) -> str:
    return f"note/{note.id}"
